/** Remedy: the one command that a person runs first about a trouble, with the names of its actor in it. Pure. */
import { adviceFor } from "../../../src/explain/why/advice.ts";
import { shellWord } from "../../../src/grammar/index.ts";
import type { Cell } from "../../../src/inspector/cell.ts";

export type Concerned = Pick<Cell, "ref" | "rig" | "gtRig" | "polecat" | "bead">;

export interface Told {
  readonly reason: string;
  readonly worktree: string | null;
}

export function describeCommand({ ref }: Concerned): string {
  return `kubectl describe ${ref.kind} ${ref.name}${placeOf(ref)}`;
}

export function patchCommand({ ref }: Concerned, spec: object): string {
  return `kubectl patch ${ref.kind} ${ref.name}${placeOf(ref)} --type merge -p ${shellWord(JSON.stringify({ spec }))}`;
}

function placeOf({ namespace }: Cell["ref"]): string {
  return namespace === "" ? "" : ` -n ${namespace}`;
}

/** What stands in the way, read or changed by one command; where nothing better is known, its whole status. */
export function remedyFor(concerned: Concerned, told: Told): string {
  return (
    ownCommand(concerned, told) ??
    inWorktree(told) ??
    advised(concerned, told.reason) ??
    describeCommand(concerned)
  );
}

function ownCommand(concerned: Concerned, { reason }: Told): string | null {
  const { rig } = concerned;
  switch (reason) {
    case "Paused":
      return patchCommand(concerned, { paused: false });
    case "ObserveOnly":
      return patchCommand(concerned, { management: "Manage" });
    case "RigPaused":
      return rig === "" ? null : `kubectl patch rig ${rig} --type merge -p '{"spec":{"paused":false}}'`;
    case "RigDegraded":
      return rig === "" ? null : `kubectl describe rig ${rig}`;
    case "RigNotFound":
    case "DuplicateRig":
      return "kubectl get rigs -o wide";
    case "BeadClaimed":
    case "PolecatClaimed":
      return "kubectl get polecats -A -o wide";
    default:
      return null;
  }
}

const GIT: Readonly<Record<string, string>> = {
  UncommittedWork: "status",
  UnpushedCommits: "log --oneline @ --not --remotes",
  StashedWork: "stash list",
};

function inWorktree({ reason, worktree }: Told): string | null {
  const look = GIT[reason];
  return look === undefined || worktree === null ? null : `git -C ${shellWord(worktree)} ${look}`;
}

/** What an advice leaves open. */
const HOLES = /RIG\/NAME|\b(?:RIG|BEAD|NAME|ID)\b/g;

/** The first command that the advice names, where all that it leaves open is known. */
function advised({ gtRig, rig, polecat, bead }: Concerned, reason: string): string | null {
  const command = /`((?:gt|bd) [^`]+)`/.exec(adviceFor(reason)?.person ?? "")?.[1];
  // What is said in the agent's own session is no command for another shell.
  if (command === undefined || command === "gt done") return null;
  const rigName = gtRig ?? (rig === "" ? null : rig);
  const known: Readonly<Record<string, string | null>> = {
    "RIG/NAME": rigName === null || polecat === null ? null : `${rigName}/${polecat}`,
    RIG: rigName,
    BEAD: bead,
  };
  const isWhole = (command.match(HOLES) ?? []).every((hole) => (known[hole] ?? null) !== null);
  return isWhole ? command.replaceAll(HOLES, (hole) => shellWord(known[hole] ?? hole)) : null;
}
