/** Printer columns: what `kubectl get` shows; priority 1 only with -o wide. */
import type { KindName } from "../group.ts";

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly jsonPath: string;
  readonly priority?: 1;
}

const text = (name: string, jsonPath: string): Column => ({ name, type: "string", jsonPath });
const number = (name: string, jsonPath: string): Column => ({ name, type: "integer", jsonPath });
const wide = (column: Column): Column => ({ ...column, priority: 1 });
const condition = (name: string, type: string, field = "status"): Column =>
  text(name, `.status.conditions[?(@.type=="${type}")].${field}`);

const PHASE = text("Phase", ".status.phase");
const AGE: Column = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };
const OBSERVED: Column = { name: "Observed", type: "date", jsonPath: ".status.observedAt", priority: 1 };

export const COLUMNS: Readonly<Record<KindName, readonly Column[]>> = {
  Rig: [
    PHASE,
    condition("Reason", "Ready", "reason"),
    number("Polecats", ".status.polecatCount"),
    number("Convoys", ".status.activeConvoys"),
    number("Queue", ".status.queueLength"),
    wide(text("Path", ".spec.localPath")),
    wide(text("Witness", ".status.witness")),
    wide(text("Refinery", ".status.refinery")),
    OBSERVED,
    AGE,
  ],
  Polecat: [
    PHASE,
    text("Bead", ".status.assignedBead"),
    text("Rig", ".spec.rig"),
    condition("Reason", "Ready", "reason"),
    condition("Stuck", "Stuck"),
    wide(text("Polecat", ".status.polecatName")),
    wide(text("Branch", ".status.branch")),
    wide(text("State", ".status.state")),
    OBSERVED,
    AGE,
  ],
  Convoy: [
    PHASE,
    text("Progress", ".status.progress"),
    condition("Reason", "Ready", "reason"),
    text("Convoy", ".status.beadsConvoyID"),
    wide(text("Notify", ".spec.notifyOnComplete")),
    OBSERVED,
    AGE,
  ],
  Witness: [PHASE, text("Rig", ".spec.rigRef"), number("Stuck", ".status.polecatsSummary.stuck"), AGE],
  Refinery: [PHASE, text("Rig", ".spec.rigRef"), number("Queue", ".status.queueLength"), AGE],
  BeadStore: [PHASE, text("Rig", ".spec.rigRef"), number("Issues", ".status.issueCount"), AGE],
};
