/** A running operator: all rooms wired together. */
import {
  ALL_KINDS,
  lookupIn,
  podRestartsOf,
  liveActor,
  polecatKind,
  rigOfPods,
  type Kind,
  type KindLookup,
  type LiveActor,
  type PolecatActor,
} from "../kinds/index.ts";
import {
  actorName,
  createTraceIds,
  Host,
  steadyClock,
  type ActorRef,
  type ActorView,
} from "../host/index.ts";
import type { EventRecorder, StatusWriter } from "../kube/index.ts";
import { createServices } from "../services/index.ts";
import { endsWithin } from "@gastown/system";
import type { HealthReport } from "../telemetry/index.ts";
import { createGlance, createObserver, createReader, type Observer } from "../town/index.ts";
import { type Rigs } from "../projection/index.ts";
import { createAdopter, type Adopter } from "./adopter.ts";
import { createBridge } from "./bridge.ts";
import { createClaims, type ClaimsIndex } from "./claims.ts";
import { createDeletion, type Deletion } from "./deletion.ts";
import { textOf } from "./error-text.ts";
import { createInformers, type Informers } from "./informers.ts";
import { Origins, tellingOrigins } from "./origins.ts";
import { createPublisher, type Publisher } from "./publisher.ts";
import { readiness } from "./readiness.ts";
import type { RefusedWrites } from "./refused-writes.ts";
import { objectRef } from "./resources.ts";
import { createResync, type Resync } from "./resync.ts";
import { rigViews } from "./rig-views.ts";
import { servicePorts } from "./service-ports.ts";
import { createServiceRunner } from "./service-runner.ts";
import { ServiceRuns } from "./service-runs.ts";
import { createSync } from "./sync.ts";
import { actingWitnesses } from "./watch.ts";
import { createTownReads, type TownReads } from "./town-reads.ts";
import { createTownBridge, isOfTown } from "./towns.ts";
import { createWriters } from "./writers.ts";
import type { Operator, OperatorOptions } from "./options.ts";

export function createOperator(options: OperatorOptions): Operator {
  return new RunningOperator({ ...options, clock: steadyClock(options.clock) });
}

class RunningOperator implements Operator {
  readonly #options: OperatorOptions;
  readonly #kinds: readonly Kind[];
  readonly #kindOf: KindLookup;
  readonly #host: Host;
  readonly #statuses: StatusWriter;
  readonly #refusedWrites: RefusedWrites;
  readonly #events: EventRecorder;
  readonly #publisher: Publisher;
  readonly #origins: Origins;
  readonly #claims: ClaimsIndex;
  readonly #informers: Informers;
  readonly #townReader: Observer;
  readonly #reads: TownReads;
  readonly #deletion: Deletion;
  readonly #resync: Resync;
  readonly #runs: ServiceRuns;
  readonly #traceId: () => string;
  #stopHints: () => void = () => undefined;
  #isClosed = false;

  constructor(options: OperatorOptions) {
    this.#options = options;
    this.#kinds = options.kinds ?? ALL_KINDS;
    this.#kindOf = lookupIn(this.#kinds);
    this.#runs = new ServiceRuns(options.fencingBarrier);
    this.#traceId = createTraceIds(options.random);
    const { api, clock, logger, metrics } = options;
    // Of a resource that has gone meanwhile no later write would ever take a refusal back.
    const isServed = (uid: string): boolean => this.#host.actors().some(({ ref }) => ref.uid === uid);
    const { statuses, events, refusedWrites } = createWriters({
      ...options,
      kinds: this.#kinds,
      isServed,
      present: (ref) => this.#informers.present(ref),
    });
    this.#statuses = statuses;
    this.#events = events;
    this.#refusedWrites = refusedWrites;
    this.#publisher = createPublisher({
      ...{ kindOf: this.#kindOf, statuses, events, logger, metrics },
      ...{ journal: () => options.journal.health(), resource: (ref) => this.#informers.get(ref) },
    });
    this.#claims = createClaims(() => this.#polecats());
    this.#origins = new Origins(options, events, this.#claims);
    this.#deletion = createDeletion({
      api,
      now: () => clock.now(),
      polecat: (ref) => this.#polecat(ref),
      onSettled: (ref) => refusedWrites.accepted("finalizer", objectRef(polecatKind, ref)),
      onFailed: (ref, error) => {
        if (isServed(ref.uid)) refusedWrites.refused("finalizer", objectRef(polecatKind, ref), error);
      },
      onRefused: (ref, event) => this.#host.send(ref, event, "finalizer"),
    });
    metrics.watchJournal(() => options.journal.health());
    this.#host = this.#createHost();
    this.#informers = this.#createInformers();
    this.#resync = createResync({
      ...{ clock, host: this.#host, publisher: this.#publisher, pollMs: options.settings.pollMs },
      reconcileDeletion: (ref) => this.#reconcileDeletion(ref),
    });
    this.#reads = createTownReads(options, refusedWrites);
    this.#townReader = this.#createTownReader();
  }

  async start(): Promise<void> {
    await this.#informers.start();
    // Closed meanwhile: nobody would end what began now, and its timers would keep the process from ending.
    if (this.#isClosed) return;
    this.#townReader.start();
    this.#stopHints = this.#options.watchTown((hint) => this.#townReader.wake(hint));
  }

  ready(): HealthReport {
    const journal = this.#options.journal.health();
    return readiness(this.#informers.kinds(), this.#reads.newest(), journal, this.#refusedWrites.check());
  }

  actors(): readonly ActorView[] {
    return this.#host.actors();
  }

  async close(withinMs: number): Promise<void> {
    this.#isClosed = true;
    const servicesEnded = this.#runs.stop();
    this.#stopHints();
    this.#resync.close();
    this.#reads.close();
    const townReaderClosed = this.#townReader.close();
    await Promise.all([
      this.#informers.close(),
      endsWithin(this.#options.clock.setTimer, withinMs, servicesEnded),
    ]);
    await Promise.all([this.#statuses.flush(1_000), this.#events.flush(500)]);
    this.#host.close();
    for (const { ref } of this.#host.actors()) this.#options.observer?.onStop(ref);
    // Ends the reads of an observation, too: nobody waits for its answer any more.
    this.#options.gt.close();
    await Promise.all([townReaderClosed, this.#statuses.close(), this.#events.close()]);
  }

  #createHost(): Host {
    const { clock, journal, logger, metrics, observer, onTurn } = this.#options;
    const services = createServices(
      servicePorts({
        options: this.#options,
        claims: this.#claims,
        actors: () => this.#actors(),
        rigs: () => this.#rigs(),
        settle: (uid, signal) => this.#settle(uid, signal),
      }),
    );
    return new Host({
      ...{ clock, journal, onTurn, traceId: this.#traceId },
      runService: createServiceRunner({ runs: this.#runs, services, observer, onTurn, metrics }),
      // The one named action of the machines is requestObservation.
      runAction: () => this.#townReader.wake(this.#runs.leadToReads ? "expected" : "asked"),
      onTransition: (transition) => {
        this.#claims.invalidate();
        this.#publisher.publish(transition);
        this.#reconcileDeletion(transition.ref);
        metrics.reconciled(transition.ref.kind, (clock.now() - transition.at) / 1000);
        observer?.onTransition(transition);
      },
      onStop: (ref) => {
        this.#refusedWrites.forget(objectRef(this.#kindOf(ref.kind), ref));
        this.#claims.invalidate();
        observer?.onStop(ref);
      },
      onProblem: (ref, problem, error) => {
        if (ref === null) metrics.journalFailed();
        logger.warn({ actor: ref === null ? null : actorName(ref), error: textOf(error) }, problem);
      },
    });
  }

  #settle(uid: string, signal: AbortSignal): Promise<void> {
    const view = this.#host.actors().find(({ ref }) => ref.uid === uid);
    return this.#publisher.settle(view, signal);
  }

  #createInformers(): Informers {
    const { api, clock, random, logger, metrics, settings } = this.#options;
    const bridge = createBridge({
      host: this.#host,
      publisher: this.#publisher,
      now: () => clock.now(),
      onDesired: () => this.#townReader.wake("asked"),
      onApplied: (ref) => this.#reconcileDeletion(ref),
      stuckThresholdMs: settings.stuckThresholdMs,
      gtName: (rig) => this.#rigs().get(rig)?.gtName,
      rig: (name) => rigOfPods(this.#informers.rigs.lister.get({ name })),
    });
    const ofTown = createTownBridge({ town: settings.town, bridge, informers: () => this.#informers });
    return createInformers({
      ...{ api, kinds: this.#kinds },
      namespace: settings.namespace,
      now: () => clock.now(),
      setTimer: clock.setTimer,
      random,
      bridge: tellingOrigins(ofTown, this.#origins, (ref) => this.#polecat(ref)),
      onMissed: (kind, count) => metrics.missedEvents(kind, count),
      onDisturbed: (kind) => metrics.watchFailed(kind),
      onServed: (kind, isServed) => metrics.kindServed(kind, isServed),
      onProblem: (kind, problem, error) => logger.warn({ kind, error: textOf(error) }, problem),
    });
  }

  #createTownReader(): Observer {
    const { gt, clock, statPath, metrics, logger, settings } = this.#options;
    const { readTimeoutMs, pollMs } = settings;
    const reader = createReader({ gt, clock, statPath, timeoutMs: readTimeoutMs, pollMs });
    const sync = createSync({
      kindOf: this.#kindOf,
      actors: () => this.#actors(),
      claims: this.#claims,
      send: (...sent) => this.#host.send(...sent),
      together: (send) => this.#host.together(send),
      traceId: this.#traceId,
      now: () => clock.now(),
      rigs: () => this.#rigs(),
      witnesses: () => actingWitnesses(this.#informers.witnesses, settings),
      createdAt: (ref) =>
        Date.parse(this.#informers.polecats.lister.get(ref)?.metadata.creationTimestamp ?? ""),
      podRestarts: (ref) => podRestartsOf(this.#informers.polecats.lister.get(ref)),
      onMerges: (rig, news) => metrics.merged(rig, news),
    });
    const [adopter, glance] = [this.#createAdopter(), createGlance({ gt, clock })];
    return createObserver({
      clock,
      pollMs,
      request: (isWoken) => ({ ...sync.request(), ...reader.rarely(isWoken) }),
      observe: reader.read,
      glance: { ...glance, look: () => glance.look(sync.beads()) },
      ...{ onNews: (news) => sync.deliverEarly(news), isChanging: () => this.#runs.leadToReads },
      onObservation: (observation) => {
        this.#reads.note(observation, this.#rigs());
        sync.deliver(observation);
        this.#resync.run();
        if (settings.adopt) adopter.adopt(observation);
      },
      onError: (error) => logger.error({ error: textOf(error) }, "the town could not be observed"),
    });
  }

  #createAdopter(): Adopter {
    const { api, settings, rigUrls } = this.#options;
    return createAdopter({
      ...{ api, town: settings.town, townRoot: settings.townRoot, namespace: settings.adoptNamespace },
      ...{ claims: this.#claims, rigUrls, rigs: () => this.#rigs(), actors: () => this.#actors() },
      seen: (ref) => this.#informers.polecats.lister.get(ref),
      seenRig: (name) => this.#informers.rigs.lister.get({ name }),
      ...{ refusedWrites: this.#refusedWrites, origins: this.#origins },
    });
  }

  #actors(): readonly LiveActor[] {
    return this.#host.actors().map(liveActor);
  }

  #polecats(): readonly PolecatActor[] {
    return this.#actors().filter(polecatKind.owns);
  }

  #polecat(ref: ActorRef): PolecatActor | undefined {
    const view = this.#host.get(ref);
    const actor = view === undefined ? undefined : liveActor(view);
    return actor !== undefined && polecatKind.owns(actor) ? actor : undefined;
  }

  #rigs(): Rigs {
    const { town } = this.#options.settings;
    return rigViews(this.#informers.rigs.lister.list().filter((rig) => isOfTown(town, rig)));
  }

  #reconcileDeletion(ref: ActorRef): void {
    if (ref.kind !== polecatKind.kind) return;
    const polecat = this.#informers.polecats.lister.get(ref);
    if (polecat?.metadata.uid === ref.uid) this.#deletion.reconcile(polecat, ref);
  }
}
