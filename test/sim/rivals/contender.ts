/** One replica's process: the real election and the real replica, with an operator for each term that it leads. */
import { createGtClient, type GtExec } from "../../../src/gt/index.ts";
import { createMemoryJournal, type Journal } from "../../../src/host/index.ts";
import { Election, underTerm, type KubeApi, type Term } from "../../../src/kube/index.ts";
import { createOperator, createReplica } from "../../../src/operator/index.ts";
import type { Ground, Process } from "../ground.ts";
import { logger, phasesOnly, STUCK_THRESHOLD_MS } from "../life.ts";
import type { TownFence } from "./town-fence.ts";
import { worktreesOnDisk } from "../sim-worktrees.ts";

/** Longer than those of `run`, so that a schedule has fewer renewals; in the same proportions. */
const TIMINGS = { leaseMs: 60_000, renewDeadlineMs: 40_000, retryMs: 8_000 };

export interface ContenderOptions {
  readonly number: number;
  readonly ground: Ground;
  /** Epoch ms of its machine. */
  readonly clock: () => number;
  readonly fence: TownFence;
  readonly api: (process: Process) => KubeApi;
  readonly gt: (process: Process, term: Term) => GtExec;
  readonly onTerm: (term: Term, journal: Journal) => void;
}

export interface Contender {
  readonly kill: () => void;
  /** Until then nothing in it runs, and its children go on. */
  readonly freeze: (ms: number) => void;
  readonly cut: (ms: number) => void;
}

export function startContender(options: ContenderOptions): Contender {
  const { number, ground, clock } = options;
  const { time, chance } = ground;
  let [isDead, frozenUntil, cutUntil] = [false, 0, 0];
  const process: Process = {
    number,
    isDead: () => isDead,
    isCut: () => time.now() < cutUntil,
    awake(hear) {
      if (time.now() < frozenUntil) time.after(frozenUntil - time.now(), "thaw", () => process.awake(hear));
      else hear();
    },
  };
  const setTimer = (ms: number, fire: () => void): (() => void) => {
    let isCancelled = false;
    const cancel = time.after(ms, "timer", () =>
      process.awake(() => {
        if (!isDead && !isCancelled) fire();
      }),
    );
    return () => {
      isCancelled = true;
      cancel();
    };
  };
  const parts = { now: clock, setTimer, random: () => chance.number("operator", number) };
  const api = options.api(process);
  const identity = `replica-${number}`;
  const election = new Election({
    ...parts,
    api,
    identity,
    lease: { namespace: "default", name: "gastown-operator" },
    timings: TIMINGS,
    monotonic: () => time.now(),
    onDisturbance: () => undefined,
  });
  const replica = createReplica({
    election,
    lease: "default/gastown-operator",
    identity,
    setTimer,
    logger,
    metrics: phasesOnly(new Map()),
    run(term, over) {
      const journal = createMemoryJournal(1_000);
      options.onTerm(term, journal);
      const fence = options.fence.forTerm(term, process, over);
      const exec = fence.around(options.gt(process, term));
      const operator = operatorOf(options, { ...parts, journal }, underTerm(api, term), exec);
      return { operator, fencingBarrier: fence.take, idle: fence.idle };
    },
  });
  replica.start().catch(() => undefined);
  return {
    kill() {
      isDead = true;
    },
    freeze(ms) {
      frozenUntil = Math.max(frozenUntil, time.now() + ms);
    },
    cut(ms) {
      cutUntil = Math.max(cutUntil, time.now() + ms);
    },
  };
}

function operatorOf(
  { ground }: ContenderOptions,
  parts: Pick<ConstructorParameters<typeof Election>[0], "now" | "setTimer" | "random"> & {
    journal: Journal;
  },
  api: KubeApi,
  exec: GtExec,
): ReturnType<typeof createOperator> {
  const { now, setTimer, random, journal } = parts;
  return createOperator({
    api,
    gt: createGtClient({
      exec,
      gtPath: "gt",
      now,
      setTimer,
      onCall: () => undefined,
      maxPauseMs: 30_000,
      worktree: worktreesOnDisk(ground),
    }),
    clock: { now, setTimer },
    random,
    journal,
    logger,
    metrics: phasesOnly(new Map()),
    rigUrls: () => Promise.resolve(new Map()),
    statPath: (path) => Promise.resolve(ground.paths.get(path) ?? "present"),
    watchTown: () => () => undefined,
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
}
