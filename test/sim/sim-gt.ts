/** gt as one life of the operator calls it: each call takes its time, has its effect at one moment, and may go wrong. */
import { isDeepStrictEqual } from "node:util";
import { announceSling, execute, type TownState } from "simulated-town";
import type { ExecOutcome, GtExec } from "../../src/gt/index.ts";
import type { GtFault } from "./actions.ts";
import type { Ground, Process } from "./ground.ts";

export interface Call {
  readonly number: number;
  readonly life: number;
  readonly argv: readonly string[];
  readonly line: string;
}

/** A call that has done what it does. */
export interface Effect {
  readonly call: Call;
  readonly wasDoltDown: boolean;
  readonly exitCode: number;
}

export interface SimGtOptions {
  readonly ground: Ground;
  readonly life: Process;
  readonly nextCall: () => number;
  readonly onBegun: (call: Call) => void;
  /** Just before the effect: the town is as the call finds it. */
  readonly onEffect: (call: Call) => void;
  readonly onDone: (effect: Effect) => void;
  /** The operator gets this answer. `isHonest`: it is what gt found, neither lost nor garbled. */
  readonly onAnswer: (call: Call, isHonest: boolean) => void;
  /** The town wrote into its event feed. */
  readonly onFeed: () => void;
  /** Its process has ended, whether anybody hears of it or not. */
  readonly onGone?: (call: Call) => void;
}

/** Longest and shortest, ms; as measured, reads a little faster than the real ones so that a schedule has more of them. */
const LATENCIES: readonly (readonly [string, number, number])[] = [
  ["sling", 3_000, 9_000],
  ["polecat nuke", 2_000, 8_000],
  ["polecat list", 300, 3_000],
  ["convoy create", 300, 3_000],
  ["convoy add", 300, 3_000],
  ["mail", 300, 2_000],
  ["health", 100, 300],
  ["", 200, 900],
];

export function createSimGt(options: SimGtOptions): GtExec {
  const { ground, life } = options;
  const { time, chance, activeFaults } = ground;
  return (argv, { deadlineMs, signal }) => {
    const line = argv.join(" ");
    const call: Call = { number: options.nextCall(), life: life.number, argv, line };
    const how = activeFaults.takeGt(line);
    const ms = latency(ground, line) * (how === "slow" ? 12 : 1);
    const effectAt = ms * (0.2 + 0.7 * chance.number("effect", line));
    // What a kill leaves: a call that dies with its parent, or one that goes on without it.
    const isOrphan = chance.happens(0.5, "orphan", line);
    options.onBegun(call);
    return new Promise((resolve) => {
      const settle = (outcome: ExecOutcome, isHonest = false): void => {
        cancelDeadline();
        options.onGone?.(call);
        life.awake(() => {
          if (life.isDead()) return;
          options.onAnswer(call, isHonest);
          resolve(outcome);
        });
      };
      let isKilled = false;
      const kill = (outcome: ExecOutcome): void => {
        isKilled = true;
        settle(outcome);
      };
      const cancelDeadline = time.after(deadlineMs, `deadline gt ${line}`, () =>
        kill({ outcome: "timedOut" }),
      );
      signal.addEventListener("abort", () => kill({ outcome: "aborted" }), { once: true });
      if (how === "hangs") return;
      if (how === "missing" || how === "killedBefore") {
        time.after(how === "missing" ? 1 : effectAt, `gt ${how} ${line}`, () => settle(lost(how)));
        return;
      }
      if (argv[0] === "sling") {
        const now = ground.wallClock();
        announceSling(ground.town, argv, { now, until: now + effectAt, caller: call.number });
      }
      time.after(effectAt, `gt ${line}`, () => {
        if (isKilled || (life.isDead() && !isOrphan)) {
          options.onGone?.(call);
          return;
        }
        const wasDoltDown = activeFaults.isDoltDown();
        options.onEffect(call);
        const refusal = how === null ? null : refusalOf(how);
        const answer = refusal ?? run(options, call, wasDoltDown);
        options.onDone({ call, wasDoltDown, exitCode: refusal === null ? answer.exitCode : 1 });
        const given = how === null || how === "slow" ? answer : garbled(how, answer);
        // An answer that had nothing to lose says the truth all the same; what else is on stderr changes nothing.
        const isHonest =
          refusal === null && isDeepStrictEqual({ ...given, stderr: "" }, { ...answer, stderr: "" });
        time.after(ms - effectAt, `answer gt ${line}`, () => settle(given, isHonest));
      });
    });
  };
}

/** What gt says where it has done nothing. */
function refusalOf(how: GtFault): typeof FAILURE | typeof UNSAID | null {
  if (how === "fails") return FAILURE;
  if (how === "oversized") return { ...FAILURE, stderr: `Error: ${"refused: über ".repeat(3_000)}\n` };
  return how === "errorWithoutCode" ? UNSAID : null;
}

/** An error that the exit code does not tell. */
const UNSAID = { outcome: "exited", exitCode: 0, stdout: "", stderr: "Error: database is locked\n" } as const;
const FAILURE: Extract<ExecOutcome, { outcome: "exited" }> = {
  outcome: "exited",
  exitCode: 1,
  stdout: "",
  stderr: "Error: exit status 1\n",
};

function run(
  { ground, onFeed }: SimGtOptions,
  call: Call,
  doltDown: boolean,
): Extract<ExecOutcome, { outcome: "exited" }> {
  const answer = execute(ground.town, "gt", call.argv, {
    now: ground.wallClock(),
    root: "/town",
    cwd: "/town",
    caller: call.number,
    doltDown,
    worktrees: ground.worktrees,
    emit: onFeed,
  });
  return { outcome: "exited", ...answer };
}

function lost(how: "missing" | "killedBefore"): ExecOutcome {
  return how === "missing" ? { outcome: "missing" } : { outcome: "failed", message: "it was killed" };
}

function garbled(
  how: Exclude<GtFault, "slow" | "missing" | "killedBefore" | "hangs">,
  answer: Extract<ExecOutcome, { outcome: "exited" }>,
): ExecOutcome {
  switch (how) {
    case "killedAfter":
      return { outcome: "failed", message: "it was killed" };
    case "garbage":
      return { ...answer, exitCode: 0, stdout: "panic: runtime error: index out of range\n" };
    case "truncated":
      return { ...answer, stdout: answer.stdout.slice(0, answer.stdout.length / 2) };
    case "empty":
      return { ...answer, exitCode: 0, stdout: "" };
    case "noise":
      return { ...answer, stderr: `warning: the daemon is older than gt\n${answer.stderr}` };
    case "fails":
    case "oversized":
    case "errorWithoutCode":
      return answer;
    default:
      return how satisfies never;
  }
}

const SLOW_LISTS: typeof LATENCIES = [
  ["polecat list --all", 35_000, 50_000],
  ["polecat list", 11_000, 18_000],
  ...LATENCIES,
];

function latency({ chance, hasSlowLists }: Ground, line: string): number {
  const latencies = hasSlowLists ? SLOW_LISTS : LATENCIES;
  const [, least, most] = latencies.find(([words]) => line.startsWith(words)) ?? ["", 200, 900];
  return chance.between(least, most, "gt", line);
}

/** What somebody does at a shell of the town; refusals are their own affair. */
export function shell(
  ground: Ground,
  program: "gt" | "bd",
  argv: readonly string[],
  cwd = "/town",
): TownState {
  execute(ground.town, program, argv, {
    now: ground.wallClock(),
    root: "/town",
    cwd,
    caller: 0,
    doltDown: ground.activeFaults.isDoltDown(),
    worktrees: ground.worktrees,
    emit: () => undefined,
  });
  return ground.town;
}
