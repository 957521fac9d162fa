/**
 * src/warden/: what runs in the pod of a polecat beside its agent: `clone` before it, the warden as long as it lives.
 *
 * In: the worktree, whose every byte the agent may choose; the remote, with the git key; time and the request to end, as ports.
 * Out: checkpoints and the work branch on the remote, answers to the kubelet's probes, and a termination message
 * (src/pod-reports/). Nothing in the worktree is run, followed or believed, and nothing of it is deleted.
 *   clone.ts · clone-start.ts · worktree-fill.ts          from the remote to a worktree
 *   warden.ts · rounds.ts · look.ts                       when it looks, and what a look does
 *   open-folder.ts · listing.ts · scan.ts                 the files, read without following a link
 *   agent-repository.ts · reader.ts · carried.ts          the commits, read without running git in the agent's repository
 *   checkpoint.ts · checkpoint-step.ts · checkpoint-push.ts · branch-push.ts   what is made of them, and how it is pushed
 *   git.ts · git-settings.ts · credentials.ts             the only program that is run here
 */
export { cloneWorktree, type CloneSettings } from "./clone.ts";
export { HOST_KEY_CHECKS, type HostKeyCheck } from "./credentials.ts";
export { writeMessage } from "./message-file.ts";
export { openOwnFolder } from "./own-folder.ts";
export { openParts, type PodPorts, type PodSettings } from "./pod-settings.ts";
export { isBranchName } from "./refs.ts";
export { parseAddress } from "./remote-address.ts";
export { watchWorktree, type WardenPorts, type WardenSettings } from "./warden.ts";
