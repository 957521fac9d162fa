/** The caller: one command through breaker, single flight, budget and exec, to a parsed answer or a GtError. */
import type { Breaker } from "./breaker.ts";
import type { Budget } from "./budget.ts";
import type { Command, CommandClass } from "./commands.ts";
import { GtError, type GtReason } from "./errors.ts";
import type { ExecOutcome, GtExec } from "./exec.ts";
import { exitFailure, failureOf } from "./failure.ts";

/** One call that has ended, for metrics and logs. */
export interface GtCall {
  readonly command: string;
  readonly argv: readonly string[];
  readonly rig: string | null;
  readonly result: "success" | "error";
  readonly reason: GtReason | null;
  readonly durationMs: number;
}

export interface CallerOptions {
  readonly exec: GtExec;
  readonly gtPath: string;
  readonly now: () => number;
  readonly breaker: Breaker;
  readonly budget: Budget;
  readonly deadlines: Readonly<Record<CommandClass, number>>;
  readonly maxOutputBytes: number;
  readonly onCall: (call: GtCall) => void;
  readonly signal: AbortSignal;
}

export type Exited = Extract<ExecOutcome, { outcome: "exited" }>;
export type Caller = <Answer>(command: Command, parse: (exited: Exited) => Answer) => Promise<Answer>;

export function createCaller(options: CallerOptions): Caller {
  const flights = new Map<string, Promise<Exited>>();
  const start = (command: Command): Promise<Exited> =>
    options.budget.run(command, () => runOnce(options, command));
  const fly = (command: Command): Promise<Exited> => {
    // Who reads after a write must not be given an answer from before it.
    if (command.class !== "read") return start(command).finally(() => flights.clear());
    const key = command.argv.join("\0");
    const earlier = flights.get(key);
    if (earlier !== undefined) return earlier;
    const flight = start(command).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    flights.set(key, flight);
    return flight;
  };
  return async (command, parse) => {
    options.breaker.check(command);
    const exited = await fly(command);
    return readAnswer(command, exited, parse);
  };
}

async function runOnce(options: CallerOptions, command: Command): Promise<Exited> {
  const { exec, breaker, now, onCall, deadlines, maxOutputBytes, signal, gtPath } = options;
  const deadlineMs = deadlines[command.class];
  const startedAt = now();
  const outcome = await exec(command.argv, {
    deadlineMs,
    maxOutputBytes,
    signal,
    isWrite: command.class !== "read",
  });
  const error =
    outcome.outcome === "exited"
      ? rejected(command, outcome)
      : failureOf(command, outcome, gtPath, deadlineMs);
  onCall({
    command: command.label,
    argv: command.argv,
    rig: command.rig,
    result: error === null ? "success" : "error",
    reason: error?.reason ?? null,
    durationMs: now() - startedAt,
  });
  if (outcome.outcome === "exited" && error?.reason !== "NotInTown") breaker.succeeded(command);
  else if (error !== null) breaker.failed(command, error);
  if (outcome.outcome === "exited" && (error === null || isPartOfAnswer(command))) return outcome;
  throw error ?? new GtError("Failed", command.label, `gt ${command.label} gave no answer`);
}

/** `gt show` exits 1 when none of the beads is there: which is an answer. */
function isPartOfAnswer(command: Command): boolean {
  return command.label === "show";
}

function rejected(command: Command, { exitCode, stdout, stderr }: Exited): GtError | null {
  return exitCode === 0 ? null : exitFailure(command, stdout, stderr);
}

function readAnswer<Answer>(command: Command, exited: Exited, parse: (exited: Exited) => Answer): Answer {
  try {
    return parse(exited);
  } catch (cause) {
    if (cause instanceof GtError) throw cause;
    const message = `gt ${command.label} printed what the operator cannot read: is it version 1.0?`;
    throw new GtError("InvalidOutput", command.label, message, { cause });
  }
}
