/**
 * A whole operator in this process: simulated town, API in memory, a clock that is moved by hand. It knows no test
 * runner, so that a process of its own can have one, too.
 */
import { setImmediate } from "node:timers/promises";
import { Writable } from "node:stream";
import type { TownSeed } from "simulated-town";
import type { Hint } from "../../src/gt/index.ts";
import { createMemoryJournal, type Journal } from "../../src/host/index.ts";
import { ALL_KINDS, type Kind } from "../../src/kinds/index.ts";
import { createOperator, type Operator, type OperatorSettings } from "../../src/operator/index.ts";
import { createLogger, createMetrics, type Metrics } from "../../src/telemetry/index.ts";
import type { PathState } from "../../src/projection/index.ts";
import { createSimTown, type SimTown } from "../town/sim-town.ts";
import { MemoryApi, type MemoryObject } from "./memory-api.ts";

export interface Life {
  readonly operator: Operator;
  readonly metrics: Metrics;
  readonly journal: Journal;
  /** Log lines, parsed. */
  readonly logs: Record<string, unknown>[];
  /** Something in the town's files has changed. */
  readonly hint: (hint: Hint) => void;
  /** Whether it follows the town's files. */
  readonly watchesTown: () => boolean;
  /** Ends this life as SIGTERM does. */
  readonly close: () => Promise<void>;
}

export interface World {
  readonly town: SimTown;
  readonly api: MemoryApi;
  readonly paths: Map<string, PathState>;
  readonly rig: (name: string, spec?: object, metadata?: object) => void;
  readonly polecat: (name: string, spec?: object, metadata?: object) => void;
  readonly convoy: (name: string, spec?: object) => void;
  readonly witness: (name: string, spec?: object) => void;
  readonly refinery: (name: string, spec?: object) => void;
  readonly beadStore: (name: string, spec?: object) => void;
  /** Status of `polecats/one`, `convoys/wave`; `rigs/alpha`. */
  readonly status: (key: string) => Readonly<Record<string, unknown>>;
  readonly condition: (key: string, type: string) => Condition | undefined;
  /** Each life has a journal of its own, unless it goes on with a given one. */
  readonly start: (settings?: Partial<OperatorSettings>, journal?: Journal) => Promise<Life>;
  /** A life that the test starts itself. */
  readonly prepare: (settings: Partial<OperatorSettings>, journal: Journal) => Life;
  /** Lets time go by in steps until the condition holds. @throws when it does not within 20 s of real time. */
  readonly until: (what: string, condition: () => boolean) => Promise<void>;
  /** Lets so much time go by, so that what should not happen has had its chance. */
  readonly pass: (ms: number) => Promise<void>;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
}

const STEP_MS = 50;
/** It never waits for another process: so long it computes at most. */
const LONGEST_MS = 60_000;

/**
 * @param atEnd takes what ends each life that is begun, whether or not its maker ends it.
 * @param kinds that are served.
 */
export function createBareWorld(
  seed: TownSeed,
  atEnd: (close: () => Promise<void>) => void,
  kinds: readonly Kind[] = ALL_KINDS,
): World {
  const town = createSimTown(seed);
  const api = new MemoryApi(() => town.clock.now());
  const paths = new Map<string, PathState>();
  const find = (key: string): MemoryObject => api.object(key.startsWith("rigs/") ? key : `default/${key}`);
  const step = async (): Promise<void> => {
    // Answers of the API and of gt take a few turns each.
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    town.clock.advance(STEP_MS);
  };
  const conditions = (key: string): readonly Condition[] =>
    (find(key).status?.["conditions"] ?? []) as readonly Condition[];
  return {
    town,
    api,
    paths,
    rig: (name, spec = {}, metadata = {}) =>
      api.create("rigs", "Rig", name, {
        metadata,
        spec: {
          gitURL: "https://example.com/r.git",
          beadsPrefix: name.slice(0, 2),
          localPath: `/town/${name}`,
          ...spec,
        },
      }),
    polecat: (name, spec = {}, metadata = {}) =>
      api.create("polecats", "Polecat", name, {
        metadata,
        spec: { rig: "alpha", desiredState: "Working", beadID: "al-1", ...spec },
      }),
    convoy: (name, spec = {}) =>
      api.create("convoys", "Convoy", name, {
        spec: { description: "Wave 1", trackedBeads: ["al-1", "al-2"], ...spec },
      }),
    witness: (name, spec = {}) =>
      api.create("witnesses", "Witness", name, { spec: { rigRef: "alpha", ...spec } }),
    refinery: (name, spec = {}) =>
      api.create("refineries", "Refinery", name, { spec: { rigRef: "alpha", ...spec } }),
    beadStore: (name, spec = {}) =>
      api.create("beadstores", "BeadStore", name, { spec: { rigRef: "alpha", prefix: "al-", ...spec } }),
    status: (key) => find(key).status ?? {},
    condition: (key, type) => conditions(key).find((condition) => condition.type === type),
    start: async (settings = {}, journal = createMemoryJournal()) => {
      const life = prepare({ town, api, paths, step, atEnd, kinds }, settings, journal);
      await life.operator.start();
      return life;
    },
    prepare: (settings, journal) => prepare({ town, api, paths, step, atEnd, kinds }, settings, journal),
    until: async (what, condition) => {
      const deadline = Date.now() + LONGEST_MS;
      while (!holds(condition)) {
        if (Date.now() > deadline) throw new Error(`it did not come to this: ${what}`);
        await step();
      }
    },
    pass: async (ms) => {
      for (const end = town.clock.now() + ms; town.clock.now() < end;) await step();
    },
  };
}

/** What is not there yet does not hold yet. */
function holds(condition: () => boolean): boolean {
  try {
    return condition();
  } catch {
    return false;
  }
}

interface Ground {
  readonly town: SimTown;
  readonly api: MemoryApi;
  readonly paths: ReadonlyMap<string, PathState>;
  readonly step: () => Promise<void>;
  readonly atEnd: (close: () => Promise<void>) => void;
  readonly kinds: readonly Kind[];
}

function prepare(
  { town, api, paths, step, atEnd, kinds }: Ground,
  settings: Partial<OperatorSettings>,
  journal: Journal,
): Life {
  const logs: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().trim().split("\n"))
        logs.push(JSON.parse(line) as Record<string, unknown>);
      done();
    },
  });
  const metrics = createMetrics(kinds);
  let hear: ((hint: Hint) => void) | null = null;
  const operator = createOperator({
    ...{ api, kinds },
    gt: town.client((call) => metrics.gtCalled(call)),
    clock: town.clock,
    random: () => 0.5,
    journal,
    logger: createLogger({ level: "info", destination }),
    metrics,
    rigUrls: () => Promise.resolve(new Map()),
    statPath: (path) => Promise.resolve(paths.get(path) ?? "present"),
    watchTown(onHint) {
      hear = onHint;
      return () => (hear = null);
    },
    settings: {
      pollMs: 30_000,
      readTimeoutMs: 10_000,
      stuckThresholdMs: 900_000,
      defaultWitness: true,
      namespace: undefined,
      adopt: false,
      townRoot: "/town",
      adoptNamespace: "default",
      instance: "test",
      ...settings,
    },
  });
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    const closed = operator.close(1_000).then(() => "closed");
    while ((await Promise.race([closed, Promise.resolve("not yet")])) === "not yet") await step();
  };
  atEnd(close);
  return {
    ...{ operator, metrics, journal, logs, close },
    hint: (hint) => hear?.(hint),
    watchesTown: () => hear !== null,
  };
}
