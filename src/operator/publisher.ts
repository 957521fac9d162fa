/** From transitions to what people see: status, Event, log line, metrics. */
import {
  type ActorStatus,
  type Kind,
  type KindLookup,
  liveActor,
  type LiveActor,
  rigKind,
  statusOf,
  transitionNote,
  unhonored,
  withHonorCondition,
  withJournalCondition,
  writtenStatus,
} from "../kinds/index.ts";
import {
  actorName,
  type ActorRef,
  type ActorView,
  type JournalHealth,
  statePath,
  type Transition,
} from "../host/index.ts";
import type { EventRecorder, StatusWriter, WriteOutcome } from "../kube/index.ts";
import { untilAborted } from "@gastown/system";
import { transitionLine, type Logger, type Metrics } from "../telemetry/index.ts";
import { isRepeating, saysTheSame } from "./repetition.ts";
import { objectRef } from "./resources.ts";

export interface PublisherPorts {
  readonly kindOf: KindLookup;
  readonly statuses: StatusWriter;
  readonly events: EventRecorder;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly journal: () => JournalHealth;
  /** The resource as its informer has it: what it asks for in vain is no part of its actor. */
  readonly resource: (
    ref: ActorRef,
  ) => { readonly metadata: { readonly generation: number }; readonly spec: object } | undefined;
}

export interface Publisher {
  publish(transition: Transition): void;
  /** Offers the newest status again: somebody may have changed it on the server. */
  resync(view: ActorView): void;
  /**
   * Resolves once the server has this actor's newest status. It offers that once, and follows what takes its place.
   * @throws when it cannot be written, or the signal's reason when nobody waits for it any more.
   */
  settle(view: ActorView | undefined, signal: AbortSignal): Promise<void>;
  forget(ref: ActorRef): void;
}

/** The newest status of an actor, and what becomes of it. */
interface Offer {
  readonly status: ActorStatus;
  /** As it is written: always the same object, by which the writer knows again what the server has. */
  readonly written: ReturnType<typeof writtenStatus>;
  readonly fate: Promise<WriteOutcome>;
}

export function createPublisher(ports: PublisherPorts): Publisher {
  const offered = new Map<string, Offer>();
  const statusNow = (actor: LiveActor): ActorStatus => shown(ports, actor);
  const write = (ref: ActorRef, status: ActorStatus, written = writtenStatus(status)): Offer => {
    const offer = {
      status,
      written,
      fate: ports.statuses.writeStatus(objectRef(ports.kindOf(ref.kind), ref), written),
    };
    offered.set(ref.uid, offer);
    return offer;
  };
  /** @returns whether there was anything to tell. */
  const offer = (actor: LiveActor, status: ActorStatus): boolean => {
    const last = offered.get(actor.ref.uid)?.status;
    if (last !== undefined && (isRepeating(actor) || saysTheSame(actor, last, status))) return false;
    write(actor.ref, status);
    return true;
  };
  return {
    publish(transition) {
      const view = { ref: transition.ref, kind: transition.kind, state: transition.after };
      const actor = liveActor(view);
      const status = statusNow(actor);
      const isNews = !isRestorationAlone(transition, actor.state) && offer(actor, status);
      tell(ports, transition, actor, status, isNews);
    },
    resync(view) {
      const actor = liveActor(view);
      const last = offered.get(view.ref.uid);
      // The journal's trouble comes and goes without an event of the rig.
      if (last !== undefined && rigKind.owns(actor) && offer(actor, statusNow(actor))) return;
      if (last !== undefined) write(view.ref, last.status, last.written);
    },
    async settle(view, signal) {
      signal.throwIfAborted();
      if (view === undefined) throw new Error("the resource is gone");
      const first = write(view.ref, statusNow(liveActor(view)));
      const fate = await newestFate(first, () => offered.get(view.ref.uid), signal);
      if (fate.outcome === "written" || fate.outcome === "unchanged") return;
      const cause = fate.outcome === "failed" ? { cause: fate.error } : {};
      throw new Error(`the status of ${actorName(view.ref)} was not written: ${fate.outcome}`, cause);
    },
    forget(ref) {
      offered.delete(ref.uid);
      ports.metrics.phases.remove(metricOf(ports.kindOf(ref.kind)), ref.uid);
      ports.metrics.progress.remove(ref.uid);
      ports.statuses.forget(ref.uid);
    },
  };
}

/** The actor's status, with what is said beside it: of what is asked in vain, and of the journal. */
function shown({ kindOf, resource, journal }: PublisherPorts, actor: LiveActor): ActorStatus {
  const kind = kindOf(actor.kind);
  const status = withHonor(statusOf(kind, actor), kind, resource(actor.ref));
  return rigKind.owns(actor)
    ? withJournalCondition(status, actor.context.desired.generation, journal())
    : status;
}

function withHonor(
  said: ActorStatus,
  { effects }: Kind,
  object: ReturnType<PublisherPorts["resource"]>,
): ActorStatus {
  if (object === undefined) return said;
  const { metadata, spec } = object;
  return withHonorCondition(said, metadata.generation, unhonored(effects, { ...spec }));
}

/**
 * A newer status takes an older one's place: it says the same and more. Its fate is waited for, and nothing is offered
 * again: two that wait for one actor would take each other's place for ever, and nothing else would run.
 */
async function newestFate(
  first: Offer,
  newest: () => Offer | undefined,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  for (let followed = first; ;) {
    const fate = await untilAborted(followed.fate, signal);
    const next = newest();
    if (fate.outcome !== "superseded" || next === undefined || next === followed) return fate;
    followed = next;
  }
}

/** What a restored actor knows is what the server has; what it has forgotten stays there until it is read anew. */
function isRestorationAlone({ event, before }: Transition, state: string): boolean {
  if (event.type !== "host.restored") return false;
  return before === null || statePath(before.snapshot.value) === state;
}

/** By its kind in the API, whichever machine drives it. */
function metricOf({ name }: Kind): string {
  return name.toLowerCase();
}

function tell(
  { kindOf, events, logger, metrics }: PublisherPorts,
  { before, event, cause, ref }: Transition,
  actor: LiveActor,
  status: ActorStatus,
  isNews: boolean,
): void {
  const from = before === null ? null : statePath(before.snapshot.value);
  const kind = kindOf(actor.kind);
  const { rig } = kind.shown(actor, status);
  metrics.phases.set(metricOf(kind), ref.uid, { rig, name: ref.name, phase: status.phase });
  const progress = kind.progress(actor);
  if (progress !== null) metrics.progress.set(ref.uid, progress);
  if (from === actor.state) return;
  transitionLine(logger, { actor: actorName(ref), event: event.type, from, to: actor.state, cause });
  const note = transitionNote(from, actor, kind.eventReason(actor), status.conditions);
  if (isNews && note !== null) events.record({ regarding: objectRef(kind, ref), ...note });
}
