/** Updates: how each fact and each answer changes what the machine of a polecat in a pod remembers. Pure. */
import { isBeadDone, newestPod, podBead, type PodContext } from "./pod.context.ts";
import type { PodsSeen, PodTown, PodDesired } from "./pod.facts.ts";
import type { EndProofOutput, PodTarget } from "./pod.services.ts";
import type { RecordProofInput, ServiceFault } from "./services.ts";

type Update = Partial<PodContext>;

export function acceptPodDesired(context: PodContext, desired: PodDesired): Update {
  const isRenewed = desired.generation !== context.desired.generation;
  return { desired, ...(isRenewed && { tries: 0, failures: 0, blocker: null }) };
}

/** A pod of a higher attempt than is remembered was asked for before a restart: it is the newest. */
export function acceptPods(context: PodContext, pods: PodsSeen): Update {
  if (pods.startedAt < context.notBefore) return {};
  const attempt = Math.max(context.attempt, ...pods.pods.map((pod) => pod.attempt));
  const isFound = attempt > context.attempt && context.bead === null;
  const isSeen = pods.pods.some((pod) => pod.attempt === attempt);
  return {
    pods,
    attempt,
    ...(isSeen && { seenAttempt: attempt }),
    ...(isFound && { bead: context.desired.bead }),
  };
}

export function acceptTown(context: PodContext, town: PodTown): Update {
  if (town.startedAt < context.notBefore) return {};
  return { facts: town, lastGoodAt: town.lastGoodAt ?? context.lastGoodAt };
}

/** What was read before says nothing of what was just written. */
export function distrust(_context: PodContext, at: number): Update {
  return { pods: null, facts: null, notBefore: at };
}

export function target(context: PodContext): PodTarget {
  return { uid: context.uid, bead: podBead(context) ?? "", attempt: context.attempt };
}

export function recordOf({ uid, proof }: PodContext): RecordProofInput {
  return {
    uid,
    proof: proof ?? { incarnation: "", decidedAt: 0, forced: false, checks: [], consent: null },
  };
}

export function holdBead(context: PodContext): Update {
  const bead = podBead(context);
  return { bead, ...(bead !== context.bead && { failures: 0 }), blocker: null };
}

/** Numbered before it is asked for: a lost answer must not lead to a second one of another number. */
export function beginAttempt({ attempt, judgedAttempt }: PodContext): Update {
  return { attempt: attempt === judgedAttempt ? attempt + 1 : attempt };
}

export function recordRefusal(
  { tries }: PodContext,
  { at, reason, message }: { readonly at: number; readonly reason: string; readonly message: string },
): Update {
  return { tries: tries + 1, blocker: { reason, message, at } };
}

export function recordPodFault(context: PodContext, fault: ServiceFault): Update {
  return { ...recordRefusal(context, fault), ...distrust(context, fault.at) };
}

export function noteProven({ attempt }: PodContext): Update {
  return { provenAttempt: attempt, blocker: null };
}

/** @param counts whether the attempt has failed by itself. */
export function judge(context: PodContext, counts: boolean): Update {
  const pod = newestPod(context);
  const { attempt, failures, tries } = context;
  return {
    judgedAttempt: attempt,
    failures: failures + (counts ? 1 : 0),
    tries: tries + 1,
    blocker:
      pod === null ? null : { reason: pod.cause, message: pod.message, at: context.pods?.startedAt ?? 0 },
  };
}

export function rememberEndProof(_context: PodContext, output: EndProofOutput): Update {
  return output.outcome === "proven" ? { proof: output.proof, blocker: null } : {};
}

/** The bead reads closed: it is in nobody's work any more. */
export function restPod(context: PodContext): Update {
  const closed = isBeadDone(context) ? podBead(context) : context.closedBead;
  return {
    bead: null,
    closedBead: closed,
    judgedAttempt: context.attempt,
    failures: 0,
    tries: 0,
    blocker: null,
  };
}

export function endPodLife({ desired, attempt }: PodContext): Update {
  return {
    bead: null,
    judgedAttempt: attempt,
    failures: 0,
    tries: 0,
    blocker: null,
    endedAtGeneration: desired.generation,
  };
}
