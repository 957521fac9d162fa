/** Actions: what a schedule is made of. All of it is JSON, so that a failing schedule can be printed and shortened. */
import type { GtVersion } from "simulated-town";

/** `nth` counts through what there is at that moment: the same action means something in every shortened schedule. */
export type Action =
  | { readonly who: "person"; readonly does: "create"; readonly object: string; readonly spec: Spec }
  | { readonly who: "person"; readonly does: "edit"; readonly object: string; readonly spec: Spec }
  | { readonly who: "person"; readonly does: "delete"; readonly object: string }
  | {
      /** Reads the status, and writes so much later; `bare` names the polecat and nothing that is lost. */
      readonly who: "person";
      readonly does: "consent";
      readonly object: string;
      readonly given: "read" | "bare" | "none";
      readonly afterMs: number;
    }
  | { readonly who: "person"; readonly does: "mangle"; readonly object: string; readonly how: Mangling }
  | { readonly who: "person"; readonly does: "movePath"; readonly path: string; readonly isThere: boolean }
  /** `nth` counts through the Polecats, or the Rigs, that the operator has adopted. */
  | {
      readonly who: "person";
      readonly does: "takeOver";
      readonly of?: "rigs";
      readonly nth: number;
      readonly spec: Spec;
    }
  | { readonly who: "agent"; readonly does: AgentAction; readonly nth: number }
  | { readonly who: "outside"; readonly runs: "gt" | "bd"; readonly argv: readonly string[] }
  | { readonly who: "outside"; readonly runs: "nuke" | "sessionStop"; readonly nth: number }
  | { readonly who: "fault"; readonly fault: Fault };

export type Spec = Readonly<Record<string, unknown>>;
export type Mangling = "gone" | "foreignVersion" | "foreignState" | "withoutTimers" | "noise";
export type AgentAction = "die" | "leaveFile" | "commit" | "stash" | "submit" | "finish" | "saveAll" | "wake";

/** `forMs` is virtual time; `times` how many calls of this kind it strikes. */
export type Fault =
  | { readonly kind: "dolt"; readonly forMs: number }
  | {
      readonly kind: "gt";
      readonly how: GtFault;
      /** The calls that begin with these words; empty for all. */
      readonly words: string;
      readonly forMs: number;
      readonly times: number;
    }
  | {
      readonly kind: "api";
      readonly how: ApiFault;
      readonly method: "" | "GET" | "PATCH" | "POST" | "DELETE";
      readonly forMs: number;
      readonly times: number;
    }
  | { readonly kind: "watch"; readonly how: WatchFault; readonly plural: string; readonly forMs: number }
  | { readonly kind: "feed"; readonly how: "gone" | "pruned"; readonly forMs: number }
  | { readonly kind: "clock"; readonly byMs: number }
  | { readonly kind: "kill"; readonly keepsJournal: boolean; readonly downMs: number }
  | {
      /** The operator dies as soon as such a call has begun, has had its effect, or was answered. */
      readonly kind: "killAt";
      readonly words: string;
      readonly moment: "begun" | "effect" | "answered";
      readonly keepsJournal: boolean;
      readonly downMs: number;
    };

export type GtFault =
  | "missing"
  | "slow"
  | "hangs"
  | "killedBefore"
  | "killedAfter"
  | "garbage"
  | "truncated"
  | "fails"
  | "empty"
  | "noise"
  | "oversized"
  | "errorWithoutCode";
export type ApiFault =
  | "403"
  | "409"
  | "410"
  | "413"
  | "422"
  | "429"
  | "500"
  | "down"
  | "halfOpen"
  | "lostAnswer"
  | "slow"
  | "stale";
export type WatchFault = "late" | "lost" | "repeated" | "reordered" | "cut" | "halfOpen" | "gone";

export interface PlannedAction {
  /** Virtual ms since the beginning. */
  readonly at: number;
  readonly action: Action;
}

export interface Schedule {
  readonly seed: number;
  /** Which gt the town has. */
  readonly gt: GtVersion;
  /** When the faults end; nobody but agents and the refinery does anything after it. */
  readonly calmAt: number;
  readonly town: TownPlan;
  /** Whether polecats without a resource get one. */
  readonly adopts: boolean;
  readonly actions: readonly PlannedAction[];
}

/** What the town is like before anything happens. */
export interface TownPlan {
  readonly beads: readonly string[];
  readonly plans: Readonly<Record<string, AgentBehaviour>>;
  readonly schedulerMax: number;
  /** Whether rigs without a Witness resource are watched all the same. */
  readonly defaultWitness: boolean;
}

export interface AgentBehaviour {
  readonly behaviour:
    "finish" | "stall" | "fallSilent" | "leaveUncommitted" | "leaveUnpushed" | "leaveStash" | "never";
  readonly afterMs: number;
  readonly mergeAfterMs?: number;
}
