/**
 * Bead statuses: what a status says of a bead's work. Each town may have statuses of its own, so that a word which
 * nobody here knows means neither that the bead is free, nor that it is in work, nor that it is done.
 */
import { isPolecatAddress, wholeAddress } from "./addresses.ts";

/** Its work was done. Nothing else says so. */
export function isDone(status: string): boolean {
  return status === "closed";
}

/** Nothing more comes of it: it is done, or deleted (`tombstone`), of which nobody knows whether it was done before. */
export function isEnded(status: string): boolean {
  return isDone(status) || status === "tombstone";
}

/**
 * It is one of the town's own (`bd config set status.custom`). Some end a bead's work, and a bead's read does not tell
 * which: bd allows `closed_at` to closed ones alone, and the categories of `bd statuses` are in no command of gt.
 */
export function isOfTown(status: string): boolean {
  return !BUILT_IN.has(status);
}

const BUILT_IN: ReadonlySet<string> = new Set([
  "open",
  "in_progress",
  "hooked",
  "blocked",
  "deferred",
  "pinned",
  "closed",
  "tombstone",
]);

/** It is on the hook of whom its assignee names. */
export function isTaken(status: string): boolean {
  return status === "hooked" || status === "in_progress";
}

/** By the bead's own read, whatever a list shows. @param name of the polecat. */
export function isHookedBy({ status, assignee }: Omit<BeadWord, "id">, rig: string, name: string): boolean {
  return isTaken(status) && assignee === wholeAddress(rig, name);
}

export interface BeadWord {
  readonly id: string;
  readonly status: string;
  readonly assignee: string | null;
}

/** It waits for somebody. An open bead that still names a polecat is a leftover; one that names a person is that person's. */
export function isFree({ status, assignee }: Omit<BeadWord, "id">): boolean {
  return status === "open" && (assignee === null || isPolecatAddress(assignee));
}

/** Why a bead that is neither done nor free is not slung, and what lets it be; null where it is one of the two. */
export function slingObjection(bead: BeadWord): { readonly reason: string; readonly message: string } | null {
  const { id, status, assignee } = bead;
  if (isDone(status) || isFree(bead)) return null;
  const said = `bead ${id} is ${status}`;
  const opened = `it is slung once it is open (\`bd update ${id} --status open\`)`;
  if (isEnded(status)) {
    return { reason: "BeadEnded", message: `${said}: it was deleted, and is neither slung nor done` };
  }
  if (isTaken(status) || status === "open") {
    return {
      reason: "BeadHeldElsewhere",
      message: `${said} by ${assignee ?? "nobody"}: it is slung once it is open and free`,
    };
  }
  switch (status) {
    case "blocked":
      return { reason: "BeadBlocked", message: `${said}: ${opened}` };
    case "deferred":
      return { reason: "BeadDeferred", message: `${said}: ${opened}` };
    case "pinned":
      return { reason: "BeadPinned", message: `${said}: ${opened}` };
    default:
      return {
        reason: "BeadStatusUnknown",
        message: `${said}, a status of this town that the operator does not know: ${opened}; where its work is over, close it (\`bd close ${id}\`)`,
      };
  }
}
