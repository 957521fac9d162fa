/** Cell: one actor as the Town view shows it. Small, because thousands of them travel at once. */
import { gtNameOf, gtRigOf } from "../../machines/index.ts";
import { actorName, type ActorRef } from "../host/actor-ref.ts";
import type { ActorView } from "../host/host-ports.ts";
import { liveActor, type LiveActor, type WitnessActor } from "../actors/live-actor.ts";
import type { ActorStatus } from "../status/conditions.ts";
import { shownStatus } from "../status/status-of.ts";

/** How much a person is needed, worst first. */
export const MOODS = ["stuck", "failed", "degraded", "stalled", "well"] as const;
export type Mood = (typeof MOODS)[number];

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
  return {
    id: actorName(view.ref),
    ref: view.ref,
    phase: status.phase,
    state: actor.state,
    mood: moodOf(status),
    reason: status.conditions.find(({ type }) => type === "Ready")?.reason ?? "",
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

function moodOf({ phase, conditions }: ActorStatus): Mood {
  const isTrue = (name: string): boolean =>
    conditions.some(({ type, status }) => type === name && status === "True");
  if (isTrue("Stuck")) return "stuck";
  if (phase === "Failed") return "failed";
  if (isTrue("Degraded") || phase === "Degraded") return "degraded";
  return isTrue("Stalled") ? "stalled" : "well";
}
