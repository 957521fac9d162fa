/** Printer columns: what `kubectl get` shows; priority 1 only with -o wide. */
import type { KindName } from "../group.ts";

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly description: string;
  readonly priority?: 1;
  readonly jsonPath: string;
}

const text = (name: string, jsonPath: string, description: string): Column => ({
  name,
  type: "string",
  description,
  jsonPath,
});
const number = (name: string, jsonPath: string, description: string): Column => ({
  ...text(name, jsonPath, description),
  type: "integer",
});
const wide = (column: Column): Column => ({ ...column, priority: 1 });
const condition = (type: string, field: string): string =>
  `.status.conditions[?(@.type=="${type}")].${field}`;

const PHASE = text("Phase", ".status.phase", "Where it is");
const REASON = text("Reason", condition("Ready", "reason"), "Why it is Ready, or is not");
const RIG = text("Rig", ".spec.rigRef", "The Rig that it shows");
const MESSAGE = wide(text("Message", condition("Ready", "message"), "The same in words"));
const UNCHANGED: Column = {
  ...wide(text("Unchanged", ".status.unchangedSince", "Since when the town has said so, without a change")),
  type: "date",
};
const AGE: Column = {
  ...text("Age", ".metadata.creationTimestamp", "How old the resource is"),
  type: "date",
};

export const COLUMNS: Readonly<Record<KindName, readonly Column[]>> = {
  Rig: [
    PHASE,
    number("Polecats", ".status.polecatCount", "Polecats that gt lists"),
    number("Convoys", ".status.activeConvoys", "Open convoys that track a bead of the rig"),
    number("Queue", ".status.queueLength", "Merge requests that wait"),
    text("Mode", ".status.mode", "Whether the operator acts for it: Manage, Observe or Paused"),
    REASON,
    wide(text("GT", ".status.gtName", "gt's name of the rig")),
    wide(text("Prefix", ".status.beadsPrefix", "gt's prefix of its bead ids")),
    wide(text("Path", ".spec.localPath", "The rig's folder")),
    wide(text("Witness", ".status.witness", "gt's word on the witness")),
    wide(text("Refinery", ".status.refinery", "gt's word on the refinery")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  Polecat: [
    PHASE,
    text("Bead", ".status.bead", "The bead in work, or else the one that its spec asks for"),
    text("Rig", ".spec.rig", "The Rig that it belongs to"),
    text("Mode", ".status.mode", "Whether the operator acts for it: Manage, Observe or Paused"),
    text("Stuck", condition("Stuck", "status"), "Whether it has work on its hook and gives no sign of life"),
    wide(REASON),
    wide(text("Polecat", ".status.polecatName", "gt's name for it")),
    wide(text("Branch", ".status.branch", "Its branch")),
    wide(text("Session", ".status.tmuxSession", "Its tmux session")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  Convoy: [
    PHASE,
    text("Progress", ".status.progress", "Closed beads of all"),
    text("Convoy", ".status.beadsConvoyID", "gt's id of it"),
    wide(REASON),
    wide(text("Notify", ".spec.notifyOnComplete", "Who is told when it is completed")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  Witness: [
    PHASE,
    RIG,
    number("Running", ".status.polecatsSummary.running", "Polecats at work"),
    number("Stuck", ".status.polecatsSummary.stuck", "Polecats without a sign of life"),
    wide(REASON),
    wide(number("Total", ".status.polecatsSummary.total", "Polecats that gt lists")),
    wide(text("Tells", ".spec.escalationTarget", "Who is told of a polecat that stays stuck")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  Refinery: [
    PHASE,
    RIG,
    number("Queue", ".status.queueLength", "Merge requests that wait"),
    wide(REASON),
    wide(text("Merging", ".status.currentMerge", "Branch that is being merged")),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
  BeadStore: [
    PHASE,
    RIG,
    number("Issues", ".status.issueCount", "Issues in the store"),
    wide(REASON),
    UNCHANGED,
    MESSAGE,
    AGE,
  ],
};
