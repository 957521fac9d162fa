/**
 * Names of refs. On the remote:
 *   refs/checkpoints/polecat/NAME             the newest checkpoint, of one attempt at a time
 *   refs/checkpoints/kept/polecat/NAME/LABEL  those of other attempts, which nobody restored
 * The second are not below the first, for a ref cannot be a file and a folder.
 */
export const checkpointRef = (polecat: string): string => `refs/checkpoints/polecat/${polecat}`;
export const keptRef = (polecat: string, label: string): string =>
  `refs/checkpoints/kept/polecat/${polecat}/${label}`;

export const BRANCHES = "refs/heads/";
export const TAGS = "refs/tags/";
export const branchRef = (branch: string): string => BRANCHES + branch;

/** In the vault: what the remote was last seen to have, by fetch or by push. */
export const REMOTE_BRANCHES = "refs/remotes/origin/";
/** In the vault: checkpoints on the remote, and those of others that were looked at. */
export const CHECKPOINTS = "refs/checkpoints/";
/** In the vault: the newest checkpoint that is on the remote. */
export const NEWEST = `${CHECKPOINTS}newest`;
/** In the vault: commits of the agent's repository, by their ids. */
export const AGENT_COMMITS = "refs/agent/";

/** Whether git takes it for a branch; of bytes, as the agent's files have them. git check-ref-format(1). */
export function isBranchName(name: string): boolean {
  return (
    name !== "" &&
    name !== "@" &&
    !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|\/$|\.$|\/\.|\.lock(?:\/|$)/.test(name)
  );
}
