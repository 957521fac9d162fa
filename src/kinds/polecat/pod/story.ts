/** What is to be said of a polecat in pods in each of its states: the one explanation behind its conditions. */
import {
  newestPod,
  phaseIn,
  podBead,
  podBlocker,
  POD_TAGS,
  type PhaseIn,
  type PodContext,
  type PodSight,
  type PodTag,
} from "../../../../machines/index.ts";
import type { Placed, PodPolecatActor } from "../../live-actor.ts";
import { moving, type Story } from "../story.ts";

interface Said {
  readonly reason: string;
  readonly message: string;
}

/** Reasons to wait that end only when a person acts. */
const NEEDS_A_PERSON = new Set(["Paused", "ObserveOnly", "RigNotFound", "RigObserved", "BeadMissing"]);

export function podPhase({ hasTag, context }: Placed<PodPolecatActor>): PhaseIn<PodTag> {
  // On its way out it keeps the phase that its work has.
  return phaseIn(POD_TAGS, hasTag) ?? (context.bead === null ? "Idle" : "Working");
}

export function podStory(actor: Placed<PodPolecatActor>): Story {
  const { hasTag, context } = actor;
  if (hasTag("ending")) return endingStory(actor);
  const unread = unreadOf(context);
  if (unread !== null) return moving(unread);
  switch (podPhase(actor)) {
    case "Pending":
      return pendingStory(actor);
    case "Working":
      return workingStory(actor);
    case "Idle":
      return idleStory(context);
    case "Terminated":
      return ready("Terminated", "no pod of it is there, and its bead is done or given back");
    case "Failed":
      return stalled(blockedBy(context, { reason: "Failed", message: "its attempts have failed" }));
  }
}

/** What was not read yet, since it began or since its own last write. */
function unreadOf({ pods, facts }: PodContext): Said | null {
  if (facts?.town.trusted === false) return facts.town;
  const what = pods === null ? "its pods" : facts === null ? "the town" : null;
  if (what === null) return null;
  return { reason: "AwaitingObservation", message: `waiting for the next read of ${what}` };
}

function pendingStory({ hasTag, context }: Placed<PodPolecatActor>): Story {
  const pod = newestPod(context);
  if (pod !== null && !pod.isOver) return moving(ofPod(pod));
  const forbidden = podBlocker(context);
  if (forbidden !== null) return waiting(context, forbidden);
  if (hasTag("backingOff") && context.blocker !== null) return waiting(context, context.blocker);
  const bead = podBead(context) ?? "its bead";
  return moving({ reason: "PodRequested", message: `${bead} is taken, and a pod is made for it` });
}

function workingStory({ hasTag, context }: Placed<PodPolecatActor>): Story {
  const pod = newestPod(context);
  if (hasTag("stuck") && pod !== null) return stalled({ reason: "Stuck", message: ofPod(pod).message });
  if (hasTag("blocked")) {
    return stalled(context.blocker ?? (pod === null ? { reason: "PodGone", message: "" } : ofPod(pod)));
  }
  if (pod === null) return moving({ reason: "PodGone", message: "its pod is gone: the remote is asked" });
  if (pod.isOver) return moving(ofPod(pod));
  if (pod.stage !== "running") return moving(ofPod(pod));
  return pod.cause === "AgentWorking"
    ? ready("Working", `${context.bead ?? "a bead"} is in work in pod ${pod.name}`)
    : moving(ofPod(pod));
}

function idleStory({ closedBead, desired }: PodContext): Story {
  return closedBead === null || (desired.bead !== null && desired.bead !== closedBead)
    ? ready("Idle", "no work is asked for")
    : ready("BeadClosed", `bead ${closedBead} is closed`);
}

function endingStory({ hasTag, context }: Placed<PodPolecatActor>): Story {
  if (hasTag("blocked")) {
    return stalled(
      blockedBy(context, { reason: "StateUnknown", message: "what it would lose is not known" }),
    );
  }
  if (context.desired.paused)
    return waiting(context, podBlocker(context) ?? { reason: "Paused", message: "" });
  return moving({ reason: "Terminating", message: "checks what could be lost, and ends its pod" });
}

function blockedBy({ blocker }: PodContext, otherwise: Said): Said {
  return blocker ?? otherwise;
}

function ofPod({ name, cause, message }: PodSight): Said {
  return { reason: cause, message: `pod ${name}: ${message}` };
}

function waiting({ desired }: PodContext, { reason, message }: Said): Story {
  const isStalled = NEEDS_A_PERSON.has(reason) || desired.objection?.reason === reason;
  return { reason, message, isReady: false, isStalled };
}

function stalled({ reason, message }: Said): Story {
  return { reason, message, isReady: false, isStalled: true };
}

function ready(reason: string, message: string): Story {
  return { reason, message, isReady: true, isStalled: false };
}
