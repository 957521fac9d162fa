/** The host of this operator's actors: what carries their effects out, and who is told of what they do. */
import { actorName, Host, type Transition } from "../host/index.ts";
import { liveActor, podPolecatKind } from "../kinds/index.ts";
import { endedAttempt } from "./pods/attempts.ts";
import { podPorts } from "./pods/ports.ts";
import { createServices, type PodPorts } from "../services/index.ts";
import type { Ground, Writing } from "./parts.ts";
import { textOf } from "./error-text.ts";
import { objectRef } from "./resources.ts";
import { servicePorts } from "./service-ports.ts";
import { createServiceRunner } from "./service-runner.ts";

function podPortsOf({ options, pods, stores, live }: Ground): PodPorts | null {
  if (pods === null) return null;
  const { stuckThresholdMs } = options.settings;
  return podPorts({
    ...{ ...pods, polecats: stores.polecats, rigs: stores.rigs },
    actors: () => live.all(),
    podPolecats: () => live.podPolecats(),
    settings: { operatorImage: pods.image, stuckThresholdMs },
  });
}

/** What an operator that makes pods does about a transition of a polecat that works in them. */
function followPods({ pods, options }: Ground, transition: Transition): void {
  if (pods === null || transition.ref.kind !== podPolecatKind.kind) return;
  if (isToldOfPods(transition)) pods.feed.changed.tell(transition.ref.uid);
  const cause = endedAttempt(transition);
  if (cause !== null) options.metrics.attemptEnded(cause);
}

/** It has begun, or does not believe any more what it knew of its pods. That it was just told of them changes nothing. */
function isToldOfPods({ ref, kind, after, event }: Transition): boolean {
  const actor = liveActor({ ref, kind, state: after });
  return podPolecatKind.owns(actor) && actor.context.pods === null && event.type !== "pods.observed";
}

export function createHost(ground: Ground, { writers, publisher, reconcileDeletion }: Writing): Host {
  const { options, kindOf, actors, live, rigs, claims, pods, runs, traceId, wakes } = ground;
  const { clock, journal, logger, metrics, observer, onTurn } = options;
  const services = createServices(
    servicePorts({
      ...{ options, claims, rigs, pods: podPortsOf(ground), actors: () => live.all() },
      settle: (uid, signal) => publisher.settle(live.view(uid), signal),
    }),
  );
  return new Host({
    ...{ actors, clock, journal, onTurn, traceId },
    runService: createServiceRunner({ runs, services, observer, onTurn, metrics }),
    // The one named action of the machines is requestObservation.
    runAction: () => wakes.tell(runs.leadToReads ? "expected" : "asked"),
    onTransition: (transition) => {
      claims.invalidate();
      publisher.publish(transition);
      reconcileDeletion(transition.ref);
      followPods(ground, transition);
      metrics.reconciled(transition.ref.kind, (clock.now() - transition.at) / 1000);
      observer?.onTransition(transition);
    },
    onStop: (ref) => {
      writers.refusedWrites.forget(objectRef(kindOf(ref.kind), ref));
      claims.invalidate();
      pods?.feed.forgetGone(ref.uid);
      observer?.onStop(ref);
    },
    onProblem: (ref, problem, error) => {
      if (ref === null) metrics.journalFailed();
      logger.warn({ actor: ref === null ? null : actorName(ref), error: textOf(error) }, problem);
    },
  });
}
