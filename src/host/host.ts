/**
 * The live host: for each event transition (pure), journal with what it decided, effects, in that order.
 * Events wait in one mailbox and are taken in groups: a group is journaled with one commit, and only then are its
 * effects carried out, so that nothing is ever done for an event that a crash could forget.
 */
import { actorName, type ActorRef } from "./actor-ref.ts";
import { Actors } from "./actors.ts";
import type { Effect, Operation, Timer } from "./effects.ts";
import { begin, step, type ActorKind, type ExecutionState, type HostEvent, type Step } from "./execution.ts";
import type { ActorView } from "./actor-view.ts";
import type { HostPorts, StartOptions } from "./host-ports.ts";
import type { JournalEntry } from "./journal/journal.ts";
import { silence, type LiveActor } from "./live-actor.ts";
import { persistWhole, restore } from "./persisted-snapshot.ts";
import { asServiceFault } from "./service-fault.ts";
import { decisionOf } from "./step-decision.ts";
import { entryBase, firstEntry, type RestoredStep } from "./recording.ts";
import { createTurn } from "./turn.ts";

interface QueuedEvent {
  readonly actor: LiveActor;
  readonly event: HostEvent;
  readonly by: Origin;
}

/** What led to an event, and the trace that it belongs to. */
interface Origin {
  readonly cause: string;
  readonly trace: string;
}

export class Host {
  readonly #ports: HostPorts;
  readonly #actors: Actors;
  readonly #turn = createTurn(() => this.#drain());
  #mailbox: QueuedEvent[] = [];
  #isDraining = false;
  #isClosed = false;

  constructor(ports: HostPorts) {
    this.#ports = ports;
    this.#actors = ports.actors ?? new Actors();
  }

  /** Starts an actor: from the persisted snapshot where it is usable, otherwise anew from the input. */
  start(kind: ActorKind, ref: ActorRef, options: StartOptions): void {
    if (this.#isClosed || this.#actors.get(ref) !== undefined) return;
    const at = this.#ports.clock.now();
    const restored = options.persisted === undefined ? null : restore(kind, options.persisted);
    if (restored?.ok === false) {
      this.#ports.onProblem(ref, `dropped status.snapshot and observe anew: ${restored.problem}`);
    }
    const isRestored = restored?.ok === true;
    const first: Step | RestoredStep = isRestored
      ? restored
      : begin(kind, executionId(ref), options.input, at);
    const actor: LiveActor = { ref, kind, state: first.state, aborts: new Map(), cancels: new Map() };
    this.#actors.add(actor);
    const by = { cause: "start", trace: this.#ports.traceId() };
    this.#append({ ...entryBase(actor, first.state, at, by), ...firstEntry(options.input, first) });
    // A restored actor's first step only sets timers; it is committed with the event that follows at once.
    if (!isRestored) this.#commit();
    const event = { type: isRestored ? "host.restored" : "host.started", at };
    this.#publish({ actor, event, by }, at, null, first);
    if (isRestored) this.send(ref, event, by.cause, by.trace);
  }

  /**
   * Puts an event into the mailbox. Unknown actors and other incarnations of a name are passed over.
   * @param trace of a cause that has led to other events, too.
   */
  send(ref: ActorRef, event: HostEvent, cause: string, trace: string = this.#ports.traceId()): void {
    const actor = this.#find(ref);
    if (actor === undefined) return;
    this.#mailbox.push({ actor, event, by: { cause, trace } });
    this.#drain();
  }

  /** What is sent meanwhile is one group: one commit for all of it, and only then the effects. */
  together(send: () => void): void {
    if (this.#isDraining) {
      send();
      return;
    }
    this.#isDraining = true;
    try {
      send();
    } finally {
      this.#isDraining = false;
      this.#drain();
    }
  }

  /** Forgets an actor whose resource is gone; running services are aborted, timers cancelled. */
  stop(ref: ActorRef): void {
    const actor = this.#find(ref);
    if (actor === undefined) return;
    this.#actors.remove(actor);
    silence(actor);
    const by = { cause: "stop", trace: this.#ports.traceId() };
    this.#append({ ...entryBase(actor, actor.state, this.#ports.clock.now(), by), type: "stop" });
    this.#commit();
    this.#ports.onStop(actor.ref);
  }

  get(ref: Pick<ActorRef, "kind" | "namespace" | "name">): ActorView | undefined {
    return this.#actors.get(ref);
  }

  actors(): readonly ActorView[] {
    return this.#actors.list();
  }

  /** Stops taking events. Running services are aborted; what they did shows in the next run's observations. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const actor of this.#actors.list()) silence(actor);
    this.#mailbox = [];
    this.#ports.journal.close();
  }

  /** Effects may send events at once: they join the mailbox, and the loop below takes them in turn. */
  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      while (this.#mailbox.length > 0 && this.#turn.takesMore()) this.#processGroup();
    } finally {
      this.#isDraining = false;
    }
  }

  #processGroup(): void {
    const group = this.#mailbox;
    this.#mailbox = [];
    const taken: (() => void)[] = [];
    for (const queued of group) {
      if (!this.#isLive(queued.actor)) continue;
      const publish = this.#process(queued);
      if (publish !== null) taken.push(publish);
    }
    this.#commit();
    for (const publish of taken) publish();
  }

  #process(queued: QueuedEvent): (() => void) | null {
    const { actor, event, by } = queued;
    const at = this.#ports.clock.now();
    const { kind, ref, state: before } = actor;
    this.#ports.onTurn?.(ref, event.type);
    const entry = { ...entryBase(actor, before, at, by), type: "event", event } as const;
    try {
      const next = step(kind, executionId(ref), before, event, at);
      actor.state = next.state;
      this.#append({ ...entry, decision: decisionOf(event, before, next) });
      return () => this.#publish(queued, at, before, next);
    } catch (error) {
      this.#append({ ...entry, decision: null });
      this.#ports.onProblem(ref, `event ${event.type} was passed over`, error);
      return null;
    }
  }

  #publish(
    { actor, event, by }: QueuedEvent,
    at: number,
    before: ExecutionState | null,
    { state: after, effects }: Step,
  ): void {
    const { ref, kind } = actor;
    this.#call(ref, `the observer of ${event.type} failed`, () =>
      this.#ports.onTransition({ ref, kind, event, ...by, at, before, after, effects }),
    );
    // Whoever observes or acts may stop the actor or close the host: then the rest is no longer asked for.
    for (const effect of effects) if (this.#isLive(actor)) this.#carryOut(actor, effect, by.trace);
  }

  #carryOut(actor: LiveActor, effect: Effect, trace: string): void {
    switch (effect.type) {
      case "invoke":
        this.#invoke(actor, effect.operation, trace);
        return;
      case "abort":
        actor.aborts.get(effect.id)?.abort();
        actor.aborts.delete(effect.id);
        return;
      case "setTimer":
        this.#arm(actor, effect.timer, trace);
        return;
      case "clearTimer":
        actor.cancels.get(effect.id)?.();
        actor.cancels.delete(effect.id);
        return;
      case "act":
        this.#call(actor.ref, `the action ${effect.action} failed`, () =>
          this.#ports.runAction(actor.ref, effect.action, effect.params),
        );
        return;
      default:
        effect satisfies never;
    }
  }

  /** An answer counts only while its own operation is the one that runs: a late one of an earlier try is dropped. */
  #invoke(actor: LiveActor, operation: Operation, trace: string): void {
    const { ref } = actor;
    const { id, effectId } = operation;
    // A later event of the same group may have left the state again: then there is nothing to do.
    if (actor.state.running.get(id)?.effectId !== effectId) return;
    const abort = new AbortController();
    actor.aborts.set(id, abort);
    const answer = (event: HostEvent): void => {
      if (actor.state.running.get(id)?.effectId !== effectId || abort.signal.aborted) return;
      actor.aborts.delete(id);
      this.send(ref, event, effectId, trace);
    };
    // A service that throws at once has failed like one that rejects: its actor waits for an answer.
    new Promise((resolve) => resolve(this.#ports.runService(ref, operation, abort.signal))).then(
      (output) => answer({ type: `xstate.done.actor.${id}`, output, actorId: id } as HostEvent),
      (error: unknown) => {
        const fault = asServiceFault(error, this.#ports.clock.now());
        answer({ type: `xstate.error.actor.${id}`, error: fault, actorId: id } as HostEvent);
      },
    );
  }

  #arm(actor: LiveActor, { id, dueAt, delayMs = Infinity }: Timer, trace: string): void {
    if (actor.state.timers.get(id)?.dueAt !== dueAt) return;
    actor.cancels.get(id)?.();
    const ring = (): void => {
      actor.cancels.delete(id);
      this.send(actor.ref, { type: id }, `timer:${id}`, trace);
    };
    // The clock may have been set back since: the deadline then lies further off than the whole wait.
    const leftMs = Math.min(delayMs, dueAt - this.#ports.clock.now());
    actor.cancels.set(id, this.#ports.clock.setTimer(leftMs, ring));
  }

  #append(entry: JournalEntry): void {
    this.#write(() => this.#ports.journal.append(entry));
  }

  /** Tries to go on with a journal that could not be written. Nothing is done while it can. */
  retryJournal(): void {
    if (!this.#ports.journal.health().ok) this.#commit();
  }

  #commit(): void {
    this.#write(() => this.#ports.journal.commit(() => this.#snapshots()));
  }

  /** For the start of a segment: every actor as it is now. */
  *#snapshots(): Generator<JournalEntry> {
    const at = this.#ports.clock.now();
    for (const actor of this.#actors.list()) {
      const whole = persistWhole(actor.kind, actor.state);
      yield {
        ...entryBase(actor, actor.state, at, { cause: "segment", trace: null }),
        type: "snapshot",
        ...whole,
      };
    }
  }

  /** A journal that cannot be written is reported; the town and the resources are served all the same. */
  #write(write: () => void): void {
    this.#call(null, "the journal could not be written: history is incomplete", write);
  }

  /** What one adapter throws must not keep the effects of this event, and of others in its group, from their turn. */
  #call(ref: ActorRef | null, problem: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#ports.onProblem(ref, problem, error);
    }
  }

  #find(ref: ActorRef): LiveActor | undefined {
    const actor = this.#actors.get(ref);
    return actor?.ref.uid === ref.uid && !this.#isClosed ? actor : undefined;
  }

  #isLive(actor: LiveActor): boolean {
    return this.#find(actor.ref) === actor;
  }
}

function executionId(ref: ActorRef): string {
  return `${actorName(ref)}@${ref.uid}`;
}
