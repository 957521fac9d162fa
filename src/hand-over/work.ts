/** Whose work it is that is handed over, and what the town says of it. */
import type { WardenReport } from "../pod-reports/index.ts";

export interface PodWork {
  /** gt's name of the rig. */
  readonly rig: string;
  readonly bead: string;
  /** Under whose name it is held: `podAssignee`. */
  readonly assignee: string;
  /** The branch that the work is for. */
  readonly target: string;
  /** What the warden has said last, when the agent had ended. */
  readonly report: WardenReport;
}

export interface SeenBead {
  readonly id: string;
  readonly status: string;
  readonly assignee: string | null;
  /** 0 is the highest. Null where it is not told. */
  readonly priority: number | null;
  /** Of its acceptance criteria, those that nobody has ticked. */
  readonly openCriteria: number;
}

export interface SeenRequest {
  readonly id: string;
  readonly status: string;
  /** `merged`, `rejected: …`. */
  readonly closeReason: string | null;
}

export interface SeenWork {
  /** Null: the town has no such bead. */
  readonly bead: SeenBead | null;
  /** The one of this very work. Null: it was never filed, or gt has purged it. */
  readonly request: SeenRequest | null;
  /** Open ones of the same bead, for other commits. */
  readonly others: readonly string[];
}
