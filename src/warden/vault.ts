/**
 * The vault: git folders of the warden's own, on a volume that the agent's container does not have. `repository.git` holds
 * what is pushed: the commits of the agent, copied, and the checkpoints. The agent may delete, corrupt or rewrite its whole
 * repository, and what was once brought here can still be pushed.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Git, GitCall } from "./git.ts";

export interface Vault {
  readonly folder: string;
  readonly repository: string;
  readonly stateFile: string;
  /** Hosts' keys that were accepted at their first sight. */
  readonly learnedHostsFile: string;
  /** git on the vault's repository. */
  readonly git: Git;
}

export type ObjectFormat = "sha1" | "sha256";

/** Files are saved byte by byte: without changed line ends, and without programs that would change them. */
const AS_THEY_ARE = "* -text -eol -filter -ident !working-tree-encoding\n";

export function vaultAt(folder: string, git: Git): Vault {
  const repository = path.join(folder, "repository.git");
  return {
    folder,
    repository,
    stateFile: path.join(folder, "state.json"),
    learnedHostsFile: path.join(folder, "known_hosts"),
    git: within(git, { GIT_DIR: repository }),
  };
}

/** Makes the vault's repository, or what is missing of it. */
export async function initVault({ repository, git }: Vault, format: ObjectFormat): Promise<void> {
  mkdirSync(path.dirname(repository), { recursive: true });
  removeLeftovers(repository);
  await initBare(git, repository, format);
}

export async function initBare(git: Git, folder: string, format: ObjectFormat): Promise<void> {
  await git.run(["init", "--bare", "--quiet", "--template=", `--object-format=${format}`, folder]);
  mkdirSync(path.join(folder, "info"), { recursive: true });
  writeFileSync(path.join(folder, "info/attributes"), AS_THEY_ARE);
}

export async function formatOf({ git }: Vault): Promise<ObjectFormat> {
  const answer = await git.run(["rev-parse", "--show-object-format"]);
  return answer.toString().trim() === "sha256" ? "sha256" : "sha1";
}

/**
 * Locks and half-written objects of a process that was killed. Nobody else writes here, and whoever begins to is alone:
 * the processes of a container end with it.
 */
export function removeLeftovers(repository: string): void {
  for (const name of entriesOf(repository))
    if (
      /\.lock$|(?:^|\/)tmp_(?:obj|pack|idx|rev|bitmap)_[^/]*$|(?:^|\/)\.tmp-[^/]*$|^fast_import_crash_/.test(
        name,
      )
    )
      rmSync(path.join(repository, name), { force: true });
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    // There is none yet, which the next step finds out.
    return [];
  }
}

/** The same git with more of an environment. */
export function within(git: Git, env: Readonly<Record<string, string>>): Git {
  const joined = (call: GitCall = {}): GitCall => ({ ...call, env: { ...env, ...call.env } });
  return {
    ask: (argv, call) => git.ask(argv, joined(call)),
    run: (argv, call) => git.run(argv, joined(call)),
  };
}
