/** Cell: one actor as the Town view shows it. Small, because thousands of them travel at once. */
import { cutTo } from "../grammar/index.ts";
import { actorName, type ActorRef } from "../host/actor-ref.ts";
import type { ActorView } from "../host/actor-view.ts";
import { liveActor } from "../kinds/live-actor.ts";
import type { KindLookup } from "../kinds/lookup.ts";
import { kindOf } from "../kinds/registry.ts";
import type { Shown } from "../kinds/shown.ts";
import type { ActorStatus, StatusCondition } from "../kinds/status/conditions.ts";
import { shownStatus } from "../kinds/status/status-of.ts";
import type { Edit } from "./edit.ts";

/** How much a person is needed, worst first. */
export const MOODS = ["stuck", "failed", "degraded", "stalled", "well"] as const;
export type Mood = (typeof MOODS)[number];

/** The worst that is the matter with an actor. */
export interface Trouble {
  readonly reason: string;
  /** In words; what is longer is cut off, for it travels with thousands of others. */
  readonly message: string;
  /** The folder in which a person looks at a polecat's work; null for the other kinds. */
  readonly worktree: string | null;
}

export interface Cell extends Omit<Shown, "worktree"> {
  readonly subject: string;
  /** `polecat/default/nux`: stays the same over restarts. */
  readonly id: string;
  readonly ref: ActorRef;
  readonly phase: string;
  /** The machine's own state, such as `working.healthy`. */
  readonly state: string;
  /** Its polecat is on the way out. */
  readonly isEnding: boolean;
  readonly mood: Mood;
  readonly reason: string;
  /** Null for whom all is well with. */
  readonly trouble: Trouble | null;
  /** The Reason of the newest warning about a stuck one, such as `Nudged`; null where nobody was told. */
  readonly warning: string | null;
  /** Events taken so far. */
  readonly sequence: number;
  /** The newest edit of its spec since pages look; null of replayed states, whose journal has them all. */
  readonly edit: Edit | null;
}

/** @param kinds where others than those of the registry are served, too. */
export function cellOf(view: ActorView, kinds: KindLookup = kindOf): Cell {
  const actor = liveActor(view);
  const kind = kinds(actor.kind);
  const status = shownStatus(kind, actor);
  const mood = moodOf(status);
  const { worktree, ...shown } = kind.shown(actor, status);
  return {
    id: actorName(view.ref),
    ref: view.ref,
    phase: status.phase,
    state: actor.state,
    isEnding: isTrue(status, "Terminating"),
    mood,
    reason: conditionOf(status, "Ready")?.reason ?? "",
    trouble: troubleOf(mood, worktree, status),
    warning: kind.eventReason(actor),
    sequence: view.state.sequence,
    edit: null,
    subject: [kind.singular, shown.progress].filter(Boolean).join(" · "),
    ...shown,
  };
}

function moodOf(status: ActorStatus): Mood {
  if (isTrue(status, "Stuck")) return "stuck";
  if (status.phase === "Failed") return "failed";
  if (isTrue(status, "Degraded") || status.phase === "Degraded") return "degraded";
  return isTrue(status, "Stalled") ? "stalled" : "well";
}

/** Which condition says the most about a mood. */
const TOLD_BY: Readonly<Record<Exclude<Mood, "well">, string>> = {
  stuck: "Stuck",
  failed: "Ready",
  degraded: "Degraded",
  stalled: "Stalled",
};

const LONGEST_MESSAGE = 300;

function troubleOf(mood: Mood, worktree: string | null, status: ActorStatus): Trouble | null {
  if (mood === "well") return null;
  const told = conditionOf(status, TOLD_BY[mood]);
  const said = told?.status === "True" ? told : conditionOf(status, "Ready");
  return {
    reason: said?.reason ?? "",
    message: cutTo(said?.message ?? "", LONGEST_MESSAGE),
    worktree,
  };
}

function isTrue(status: ActorStatus, name: string): boolean {
  return conditionOf(status, name)?.status === "True";
}

function conditionOf({ conditions }: ActorStatus, name: string): StatusCondition | undefined {
  return conditions.find(({ type }) => type === name);
}
