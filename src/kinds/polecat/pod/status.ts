/** The status of a polecat in pods. */
import { newestPod, podBead, type PodContext } from "../../../../machines/index.ts";
import type { PersistedSnapshot } from "../../../host/index.ts";
import type { Placed, PodPolecatActor } from "../../live-actor.ts";
import {
  actorStatus,
  conditions,
  no,
  timestamp,
  unreadVerdict,
  unusableRig,
  yes,
  type ActorStatus,
  type Verdict,
} from "../../status/conditions.ts";
import { modeOf } from "../mode.ts";
import { shownProof } from "../shown-proof.ts";
import { storyVerdicts } from "../story.ts";
import { podPhase, podStory } from "./story.ts";

export function podStatus(actor: Placed<PodPolecatActor>, snapshot: PersistedSnapshot): ActorStatus {
  const { state, context } = actor;
  const { desired, bead, closedBead, attempt, failures, proof } = context;
  const always = {
    phase: podPhase(actor),
    conditions: conditions(desired.generation, verdicts(actor)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: desired.generation,
    state,
    mode: modeOf(desired, context.facts?.rig),
    bead: podBead(context) ?? closedBead,
    assignedBead: bead ?? closedBead,
    podName: newestPod(context)?.name,
    attempt: attempt === 0 ? undefined : attempt,
    failedAttempts: failures === 0 ? undefined : failures,
    unchangedSince: timestamp(context.lastGoodAt),
    terminationProof: proof === null ? undefined : shownProof(proof),
  });
}

function verdicts(actor: Placed<PodPolecatActor>): Record<string, Verdict> {
  const { hasTag, context } = actor;
  const story = podStory(actor);
  const { reason, message } = story;
  return {
    ...storyVerdicts(story),
    Working: hasTag("Working") ? yes(reason, message) : no("NotWorking"),
    Available: hasTag("Idle") ? yes(reason, message) : no("NotIdle"),
    Stuck: hasTag("stuck") ? yes("Silent", message) : no("NotStuck"),
    Terminating: hasTag("ending") ? yes(reason, message) : no("NotTerminating"),
    Degraded: degraded(context, hasTag("Terminated")),
  };
}

/** What becomes of its rig is nothing to one that has ended. */
function degraded({ facts, lastGoodAt, desired, pods }: PodContext, hasEnded: boolean): Verdict {
  if (facts?.town.trusted === false) return unreadVerdict(facts.town, lastGoodAt);
  const lost = pods?.pods.find(({ stage }) => stage === "lost");
  if (lost !== undefined) return yes(lost.cause, lost.message);
  const rig = desired.managed && !hasEnded ? unusableRig(facts?.rig) : null;
  return rig ?? no("AsObserved");
}
