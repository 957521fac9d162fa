/** Cell: one actor as the Town view shows it. Small, because thousands of them travel at once. */
import { gtNameOf, gtRigOf } from "../../machines/index.ts";
import { cutTo } from "../grammar/index.ts";
import { actorName, type ActorRef } from "../host/actor-ref.ts";
import type { ActorView } from "../host/host-ports.ts";
import { liveActor, type LiveActor, type WitnessActor } from "../kinds/live-actor.ts";
import type { ActorStatus, StatusCondition } from "../kinds/status/conditions.ts";
import { shownStatus } from "../kinds/status/status-of.ts";

/** How much a person is needed, worst first. */
export const MOODS = ["stuck", "failed", "degraded", "stalled", "well"] as const;
export type Mood = (typeof MOODS)[number];

/** What a person wrote in its spec that changes what the operator does with it. */
export const MARKS = ["Observe", "Paused", "Forced"] as const;
export type Mark = (typeof MARKS)[number];

/** The worst that is the matter with an actor. */
export interface Trouble {
  readonly reason: string;
  /** In words; what is longer is cut off, for it travels with thousands of others. */
  readonly message: string;
  /** The folder in which a person looks at a polecat's work; null for the other kinds. */
  readonly worktree: string | null;
}

export interface Cell {
  /** `polecat/default/nux`: stays the same over restarts. */
  readonly id: string;
  readonly ref: ActorRef;
  /** The rig that it belongs to; empty for a convoy of no rig. */
  readonly rig: string;
  readonly phase: string;
  /** The machine's own state, such as `working.healthy`. */
  readonly state: string;
  readonly mood: Mood;
  readonly reason: string;
  /** Null for whom all is well with. */
  readonly trouble: Trouble | null;
  readonly marks: readonly Mark[];
  readonly bead: string | null;
  /** gt's name for the polecat. */
  readonly polecat: string | null;
  /** gt's name for the rig of a Polecat, and for a Rig; null for the other kinds. */
  readonly gtRig: string | null;
  /** What it counts: `2/5` of a convoy's beads, `1 of 4 stuck` of a witness, `3 waiting` of a refinery, `12 beads`. */
  readonly progress: string | null;
  /** Events taken so far. */
  readonly sequence: number;
}

export function cellOf(view: ActorView): Cell {
  const actor = liveActor(view);
  const status = shownStatus(actor);
  const mood = moodOf(status);
  return {
    id: actorName(view.ref),
    ref: view.ref,
    phase: status.phase,
    state: actor.state,
    mood,
    reason: conditionOf(status, "Ready")?.reason ?? "",
    trouble: troubleOf(mood, actor, status),
    marks: marksOf(actor, status),
    sequence: view.state.sequence,
    ...ownOf(actor, status),
  };
}

type OwnPart = Pick<Cell, "rig" | "gtRig" | "bead" | "polecat" | "progress">;

const NOTHING = { gtRig: null, bead: null, polecat: null, progress: null };

function ownOf(actor: LiveActor, status: ActorStatus): OwnPart {
  switch (actor.kind) {
    case "polecat": {
      const { wish, assignedBead, polecatName } = actor.context;
      return {
        rig: wish.rig,
        gtRig: gtRigOf(wish),
        bead: assignedBead ?? wish.bead,
        polecat: polecatName,
        progress: null,
      };
    }
    case "convoy": {
      const progress = typeof status["progress"] === "string" ? status["progress"] : null;
      return { ...NOTHING, rig: actor.context.wish.rig ?? "", progress };
    }
    case "witness":
      return { ...NOTHING, rig: actor.context.wish.rig, progress: seenBy(actor) };
    case "refinery": {
      const { wish, queueLength } = actor.context;
      return { ...NOTHING, rig: wish.rig, progress: counted(queueLength, "waiting") };
    }
    case "beadstore": {
      const { wish, issues } = actor.context;
      return { ...NOTHING, rig: wish.rig, progress: counted(issues, "beads") };
    }
    case "rig":
      return { ...NOTHING, rig: actor.ref.name, gtRig: gtNameOf(actor.context) };
    default:
      return actor satisfies never;
  }
}

function counted(count: number | null, what: string): string | null {
  return count === null ? null : `${count} ${what}`;
}

function seenBy({ context: { polecats } }: WitnessActor): string | null {
  return polecats === null ? null : `${polecats.stuck} of ${polecats.total} stuck`;
}

function moodOf(status: ActorStatus): Mood {
  const isTrue = (name: string): boolean => conditionOf(status, name)?.status === "True";
  if (isTrue("Stuck")) return "stuck";
  if (status.phase === "Failed") return "failed";
  if (isTrue("Degraded") || status.phase === "Degraded") return "degraded";
  return isTrue("Stalled") ? "stalled" : "well";
}

/** Which condition says the most about a mood. */
const TOLD_BY: Readonly<Record<Exclude<Mood, "well">, string>> = {
  stuck: "Stuck",
  failed: "Ready",
  degraded: "Degraded",
  stalled: "Stalled",
};

const LONGEST_MESSAGE = 300;

function troubleOf(mood: Mood, actor: LiveActor, status: ActorStatus): Trouble | null {
  if (mood === "well") return null;
  const told = conditionOf(status, TOLD_BY[mood]);
  const said = told?.status === "True" ? told : conditionOf(status, "Ready");
  return {
    reason: said?.reason ?? "",
    message: cutTo(said?.message ?? "", LONGEST_MESSAGE),
    worktree: actor.kind === "polecat" ? actor.context.worktree : null,
  };
}

function marksOf(actor: LiveActor, { mode }: ActorStatus): readonly Mark[] {
  switch (actor.kind) {
    case "polecat": {
      const held = MARKS.filter((mark) => mark === mode);
      return actor.context.wish.terminationPolicy === "Force" ? [...held, "Forced"] : held;
    }
    case "rig":
      return MARKS.filter((mark) => mark === mode);
    default:
      return [];
  }
}

function conditionOf({ conditions }: ActorStatus, name: string): StatusCondition | undefined {
  return conditions.find(({ type }) => type === name);
}
