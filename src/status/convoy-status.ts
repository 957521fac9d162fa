/** The status of a Convoy. */
import type { ConvoyContext, Hindrance } from "../../machines/index.ts";
import type { PersistedSnapshot } from "../host/index.ts";
import { actorStatus, conditions, no, timestamp, yes, type ActorStatus, type Verdict } from "./conditions.ts";

const PHASES: Readonly<Record<string, string>> = {
  inProgress: "InProgress",
  completed: "Completed",
  failed: "Failed",
};

export function convoyPhase(state: string): string {
  return PHASES[state.split(".")[0] ?? ""] ?? "Pending";
}

export function convoyStatus(
  state: string,
  context: ConvoyContext,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { counted, wish } = context;
  const always = {
    phase: convoyPhase(state),
    conditions: conditions(wish.generation, verdicts(state, context)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: wish.generation,
    state,
    beadsConvoyID: context.convoyId,
    completedBeads: counted?.closed,
    pendingBeads: counted?.pending,
    unknownBeads: counted === null ? undefined : [...counted.missing, ...counted.unread],
    progress: counted === null ? undefined : `${counted.closed.length}/${wish.beads.length}`,
    startedAt: timestamp(context.startedAt),
    completedAt: timestamp(context.completedAt),
    notifiedAt: timestamp(context.notifiedAt),
    unchangedSince: timestamp(context.lastGoodAt),
  });
}

function verdicts(state: string, context: ConvoyContext): Record<string, Verdict> {
  const { reason, message } = story(state, context);
  const isCompleted = state.startsWith("completed");
  const isFailed = state === "failed";
  const isPending = state.startsWith("pending");
  return {
    Ready: { is: isCompleted, reason, message },
    Reconciling: isPending || state === "inProgress" ? yes(reason, message) : no(reason),
    Stalled: isFailed ? yes(reason, message) : no("Progressing"),
    Notified: notifiedVerdict(context),
    Degraded: degradedVerdict(context),
  };
}

function story(state: string, { facts, wish, obstacle }: ConvoyContext): Hindrance {
  if (state.startsWith("completed")) {
    return { reason: "AllBeadsClosed", message: `all ${wish.beads.length} beads are closed` };
  }
  if (facts?.town.trusted === false) return { reason: facts.town.reason, message: facts.town.message };
  if (obstacle !== null) return { reason: obstacle.reason, message: obstacle.message };
  if (facts === null)
    return { reason: "AwaitingObservation", message: "waiting for the next read of the town" };
  if (facts.missing.length > 0) {
    return {
      reason: "BeadsNotFound",
      message: `these beads do not exist in the town: ${facts.missing.join(", ")}`,
    };
  }
  if (facts.unread.length > 0) {
    return { reason: "BeadsUnread", message: `not read yet, or not readable: ${facts.unread.join(", ")}` };
  }
  return { reason: "BeadsOpen", message: `${facts.pending.length} of ${wish.beads.length} beads are open` };
}

function notifiedVerdict({ wish, notifiedAt, obstacle, completedAt }: ConvoyContext): Verdict {
  if (notifiedAt !== null) return yes("Sent", wish.notify ?? "");
  if (wish.notify === null) return no("NotAsked");
  if (completedAt !== null && obstacle !== null) return no("NotSent", obstacle.message);
  return no("NotYet");
}

function degradedVerdict({ facts, obstacle }: ConvoyContext): Verdict {
  if (facts?.town.trusted === false) return yes(facts.town.reason, facts.town.message);
  if (facts?.rig.usable === false) return yes(facts.rig.reason, facts.rig.message);
  if (obstacle !== null) return yes(obstacle.reason, obstacle.message);
  return no("AsObserved");
}
