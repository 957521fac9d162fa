/** One life of the operator: the real one, with adapters that die with it. */
import { createGtClient, type GtExec, type Hint } from "../../src/gt/index.ts";
import type { Journal } from "../../src/host/index.ts";
import type { KubeApi } from "../../src/kube/index.ts";
import { createOperator, type Operator } from "../../src/operator/index.ts";
import { createLogger, type Logger, type Metrics } from "../../src/telemetry/index.ts";
import { Registry } from "prom-client";
import type { Ground, Process } from "./ground.ts";
import type { Told } from "./sim-api.ts";
import { worktreesOnDisk } from "./sim-worktrees.ts";

export interface Life extends Process {
  readonly operator: Operator;
  readonly told: Told;
  /** By uid: the phase that the operator itself says a resource is in, at this very moment. */
  readonly phases: ReadonlyMap<string, string>;
  /** As kill -9 does: nothing that it waits for arrives, nothing that it asks for is heard. */
  readonly kill: () => void;
  /** The town's event feed has grown. */
  readonly wake: () => void;
}

export interface LifeOptions {
  readonly number: number;
  readonly ground: Ground;
  /** Epoch ms of the operator's machine: it may jump. */
  readonly clock: () => number;
  readonly journal: Journal;
  readonly api: (life: Process, told: Told) => KubeApi;
  readonly gt: (life: Process) => GtExec;
}

/** Of the default witness. */
export const STUCK_THRESHOLD_MS = 120_000;

export const logger: Logger = createLogger({ level: "silent" });

export function startLife(options: LifeOptions): Life {
  const { number, ground, clock: readClock, journal } = options;
  let isDead = false;
  const process: Process = {
    number,
    isDead: () => isDead,
    isCut: () => false,
    awake: (hear) => hear(),
  };
  const told: Told = new Map();
  const phases = new Map<string, string>();
  const wakes = new Set<(hint: Hint) => void>();
  const setTimer = (ms: number, fire: () => void): (() => void) =>
    ground.time.after(ms, "timer", () => {
      if (!isDead) fire();
    });
  const now = (): number => readClock();
  const operator = createOperator({
    api: options.api(process, told),
    gt: createGtClient({
      exec: options.gt(process),
      gtPath: "gt",
      now,
      setTimer,
      onCall: () => undefined,
      maxPauseMs: 30_000,
      worktree: worktreesOnDisk(ground),
    }),
    clock: { now, setTimer },
    random: () => ground.chance.number("operator"),
    journal: mortal(journal, process),
    logger,
    metrics: phasesOnly(phases),
    rigUrls: () => Promise.resolve(new Map()),
    statPath: (path) => Promise.resolve(ground.paths.get(path) ?? "present"),
    watchTown(onEvent) {
      wakes.add(onEvent);
      return () => void wakes.delete(onEvent);
    },
    settings: {
      pollMs: 30_000,
      readTimeoutMs: 10_000,
      stuckThresholdMs: STUCK_THRESHOLD_MS,
      namespace: undefined,
      adopt: ground.adopts,
      defaultWitness: ground.defaultWitness,
      townRoot: "/town",
      adoptNamespace: "default",
      instance: "sim",
    },
  });
  // A start that fails is a start that a close or a kill cut short; lists are asked for again without end.
  operator.start().catch(() => undefined);
  return {
    ...process,
    operator,
    told,
    phases,
    kill() {
      isDead = true;
    },
    wake() {
      if (!isDead) for (const wake of wakes) wake("hinted");
    },
  };
}

/** A dead process writes no record. */
function mortal(journal: Journal, process: Process): Journal {
  return {
    append: (entry) => (process.isDead() ? 0 : journal.append(entry)),
    commit(snapshots) {
      if (!process.isDead()) journal.commit(snapshots);
    },
    health: () => journal.health(),
    read: () => journal.read(),
    readLines: (from) => journal.readLines(from),
    readTexts: (from) => journal.readTexts(from),
    index: () => journal.index(),
    close: () => undefined,
  };
}

/** Metrics of thousands of lives would cost more than the lives; what is checked is what phases they tell. */
export function phasesOnly(phases: Map<string, string>): Metrics {
  const nothing = (): void => undefined;
  return {
    registry: new Registry(),
    phases: {
      set: (_kind, id, { phase }) => void phases.set(id, phase),
      remove: (_kind, id) => void phases.delete(id),
      clear: () => phases.clear(),
    },
    progress: { set: nothing, remove: nothing, clear: nothing },
    townRead: nothing,
    rigsRead: nothing,
    reconciled: nothing,
    reconcileFailed: nothing,
    attemptEnded: nothing,
    gtCalled: nothing,
    queueLengths: nothing,
    merged: nothing,
    keepRigs: nothing,
    observed: nothing,
    missedEvents: nothing,
    watchFailed: nothing,
    kindServed: () => undefined,
    statusWrite: nothing,
    writeRefused: nothing,
    writesRefused: nothing,
    journalFailed: nothing,
    watchJournal: nothing,
    leads: nothing,
  };
}
