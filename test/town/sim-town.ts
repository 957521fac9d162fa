/** A town in this process: the simulated gt behind the real client, with everything that can happen between two calls. */
import {
  execute,
  memoryWorktrees,
  townState,
  type TownSeed,
  type TownState,
  type Worktrees,
} from "simulated-town";
import {
  createGtClient,
  type ExecOutcome,
  type GtCall,
  type GtClient,
  type GtExec,
} from "../../src/gt/index.ts";
import { createFakeClock, type FakeClock } from "../host/fake-clock.ts";

/** What a test does to a call: its own answer, or gt's, before or after something else happens. */
export type Intercept = (
  run: () => ExecOutcome,
  /** Ends with the deadline of the call. */
  late: () => Promise<ExecOutcome>,
) => ExecOutcome | Promise<ExecOutcome>;

/** gt answers as it does, in other words. @param from each of its occurrences; a pattern has the flag `g`. */
export const inOtherWords =
  (from: string | RegExp, to: string): Intercept =>
  (run) => {
    const answer = run();
    return answer.outcome === "exited" ? { ...answer, stdout: answer.stdout.replaceAll(from, to) } : answer;
  };

export interface SimTown {
  readonly gt: GtClient;
  /** Another client of the same town: one a life of an operator, for its queues die with it. */
  readonly client: (onCall?: (call: GtCall) => void) => GtClient;
  readonly clock: FakeClock;
  readonly state: TownState;
  readonly worktrees: Worktrees;
  /** The argv of every call that reached gt, in order. */
  readonly calls: string[];
  doltDown: boolean;
  /** Whether worktrees are on the operator's own machine, so that it reads their branch without a call. */
  isOnDisk: boolean;
  /** The next call that begins with these words goes through `intercept`. */
  once(words: string, intercept: Intercept): void;
  /** Every call that begins with these words does. */
  always(words: string, intercept: Intercept): void;
  /** What a person or an agent does at a shell of the town; not counted as a call. */
  shell(program: "gt" | "bd", ...argv: readonly string[]): string;
  /** What a polecat's agent does in its worktree; not counted as a call. */
  agent(rig: string, polecat: string, ...argv: readonly string[]): string;
  /** Calls that change the town. */
  writes(): readonly string[];
}

interface Rule {
  readonly words: string;
  readonly intercept: Intercept;
  readonly isOnce: boolean;
}

const WRITES = /^(sling|polecat nuke|session stop|convoy create|mail send|nudge|escalate|bd)\b/;

/** The call is made, and its answer never arrives. */
export const lostAnswer: Intercept = (run) => {
  run();
  return { outcome: "timedOut" };
};

/** The call never gets to gt. */
export const lostCall: Intercept = () => ({ outcome: "timedOut" });

/** The call hangs until it is killed at its deadline. */
export const hanging: Intercept = (_run, late) => late();

export function createSimTown(seed: TownSeed, start = Date.parse("2026-05-01T12:00:00Z")): SimTown {
  const clock = createFakeClock(start);
  const state = townState(seed, clock.now());
  const worktrees = memoryWorktrees();
  const rules: Rule[] = [];
  const run = (program: "gt" | "bd", argv: readonly string[], cwd = "/town"): ExecOutcome => {
    const answer = execute(state, program, argv, {
      now: clock.now(),
      root: "/town",
      cwd,
      caller: 1,
      doltDown: town.doltDown,
      worktrees,
      emit: () => undefined,
    });
    return { outcome: "exited", ...answer };
  };
  const exec: GtExec = async (argv, { deadlineMs, bdIn }) => {
    const program = bdIn === undefined ? "gt" : "bd";
    const line = [...(program === "bd" ? ["bd"] : []), ...argv].join(" ");
    town.calls.push(line);
    const rule = rules.find(({ words }) => line.startsWith(words));
    if (rule?.isOnce === true) rules.splice(rules.indexOf(rule), 1);
    const late = (): Promise<ExecOutcome> =>
      new Promise((resolve) => void clock.setTimer(deadlineMs, () => resolve({ outcome: "timedOut" })));
    return rule === undefined ? run(program, argv) : rule.intercept(() => run(program, argv), late);
  };
  const client = (onCall: (call: GtCall) => void = () => undefined): GtClient =>
    createGtClient({
      exec,
      gtPath: "gt",
      now: () => clock.now(),
      setTimer: (ms, fire) => clock.setTimer(ms, fire),
      onCall,
      maxPauseMs: 30_000,
      worktree: (rig, name) => {
        const polecat = state.polecats.find((one) => one.rig === rig && one.name === name);
        const isSeen = town.isOnDisk && polecat !== undefined;
        return Promise.resolve(
          isSeen ? { path: `/town/${rig}/polecats/${name}`, branch: polecat.branch } : null,
        );
      },
    });
  const town: SimTown = {
    gt: client(),
    client,
    clock,
    state,
    worktrees,
    calls: [],
    doltDown: false,
    isOnDisk: false,
    once: (words, intercept) => rules.unshift({ words, intercept, isOnce: true }),
    always: (words, intercept) => rules.push({ words, intercept, isOnce: false }),
    shell: (program, ...argv) => said(argv, run(program, argv)),
    agent: (rig, polecat, ...argv) => said(argv, run("gt", argv, `/town/${rig}/polecats/${polecat}/${rig}`)),
    writes: () => town.calls.filter((line) => WRITES.test(line)),
  };
  return town;
}

function said(argv: readonly string[], answer: ExecOutcome): string {
  if (answer.outcome === "exited" && answer.exitCode === 0) return answer.stdout;
  throw new Error(`${argv.join(" ")}: ${JSON.stringify(answer)}`);
}
