/**
 * The caller: one command through breaker, single flight, budget and exec, to a parsed answer or a GtError.
 * The same read never runs twice at once, and an answer counts only for who asked before the call began: who asks while
 * it runs gets the answer of the next one. Otherwise a read could be older than the write, or the health read, before it.
 */
import type { Breaker } from "./breaker.ts";
import type { Budget } from "./budget.ts";
import { calledName, type Command, type CommandClass } from "./commands.ts";
import { GtError, type GtReason } from "./errors.ts";
import type { ExecOutcome, GtExec } from "./exec-port.ts";
import { exitFailure, failureOf } from "./failure.ts";
import { plainText } from "./parse/plain-text.ts";
import { ERROR_LINE } from "./parse/sole-document.ts";
import { tellingLine } from "./parse/telling-line.ts";

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
/** @param onTurn called when it is gt that is waited for, and no longer a place among the other reads. */
export type Caller = <Answer>(
  command: Command,
  parse: (exited: Exited) => Answer,
  onTurn?: () => void,
) => Promise<Answer>;

/** A call that has exited. It is reported once, by whoever of those that asked reads its answer first. */
interface Ended {
  readonly exited: Exited;
  readonly report: (failure: GtError | null) => void;
}

/** A read that was asked for. Until it begins, others may join it. */
interface Flight {
  readonly answer: Promise<Ended>;
  readonly turn: Promise<unknown>;
  readonly hasBegun: boolean;
}

export function createCaller(options: CallerOptions): Caller {
  const { breaker, budget } = options;
  const fly = createFlights(options);
  return async (command, parse, onTurn = () => undefined) => {
    breaker.check(command);
    if (command.class !== "read") {
      return readAnswer(command, await budget.run(command, () => runOnce(options, command)), parse);
    }
    const flight = fly(command);
    void flight.turn.then(onTurn);
    return readAnswer(command, await flight.answer, parse);
  };
}

function createFlights(options: CallerOptions): (command: Command) => Flight {
  /** The newest flight of each read, by argv; gone once it has ended. */
  const flights = new Map<string, Flight>();
  const start = (command: Command, earlier: Flight | undefined): Flight => {
    const { promise: turn, resolve: takeTurn } = Promise.withResolvers<undefined>();
    let hasBegun = false;
    const begin = (): Promise<Ended> => {
      hasBegun = true;
      return runOnce(options, command);
    };
    const ask = (): Promise<Ended> => options.budget.run(command, begin, () => takeTurn(undefined));
    // gt is at work on this very question: that is waiting for gt.
    if (earlier !== undefined) takeTurn(undefined);
    const answer = earlier === undefined ? ask() : earlier.answer.then(ask, ask);
    return {
      answer,
      turn,
      get hasBegun() {
        return hasBegun;
      },
    };
  };
  return (command) => {
    // What waits in another place may wait longer.
    const key = [command.place ?? "", ...command.argv].join("\0");
    const newest = flights.get(key);
    if (newest?.hasBegun === false) return newest;
    const flight = start(command, newest);
    flights.set(key, flight);
    const land = (): void => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    flight.answer.then(land, land);
    return flight;
  };
}

async function runOnce(options: CallerOptions, command: Command): Promise<Ended> {
  const { exec, breaker, now, deadlines, maxOutputBytes, signal, gtPath } = options;
  const deadlineMs = deadlines[command.class];
  // It may have waited behind the very call that has failed meanwhile.
  breaker.check(command);
  const startedAt = now();
  const outcome = await exec(command.argv, {
    deadlineMs,
    maxOutputBytes,
    signal,
    isWrite: command.class !== "read",
    ...(command.program === "bd" && command.rig !== null && { bdIn: command.rig }),
  });
  // Not less than nothing where the clock was set back meanwhile: a sum of durations that shrinks reads as a restart.
  const report = reportOnce(options, command, Math.max(0, now() - startedAt));
  const error =
    outcome.outcome === "exited"
      ? rejected(command, outcome)
      : failureOf(command, outcome, gtPath, deadlineMs);
  if (outcome.outcome === "exited" && error?.reason !== "NotInTown") breaker.succeeded(command);
  else if (error !== null) breaker.failed(command, error);
  if (outcome.outcome === "exited" && (error === null || isPartOfAnswer(command))) {
    // An exit that is part of the answer stays counted for what it was.
    return { exited: outcome, report: (failure) => report(error ?? failure) };
  }
  const failure = error ?? new GtError("Failed", command.label, `${calledName(command)} gave no answer`);
  report(failure);
  throw failure;
}

/** Only once its answer was read is it known whether a call has succeeded. */
function reportOnce({ onCall }: CallerOptions, command: Command, durationMs: number): Ended["report"] {
  let isReported = false;
  return (failure) => {
    if (isReported) return;
    isReported = true;
    onCall({
      command: command.label,
      argv: command.argv,
      rig: command.rig,
      result: failure === null ? "success" : "error",
      reason: failure?.reason ?? null,
      durationMs,
    });
  };
}

/** `gt show` exits 1 when none of the beads is there: which is an answer. */
function isPartOfAnswer(command: Command): boolean {
  return command.label === "show";
}

function rejected(command: Command, exited: Exited): GtError | null {
  const { exitCode, stdout, stderr } = exited;
  return exitCode === 0 && !saysOnlyAnError(command, exited) ? null : exitFailure(command, stdout, stderr);
}

/** An exit code of 0 is no evidence for a write that tells an error and nothing else; an answer is read for what it says. */
function saysOnlyAnError(command: Command, { stdout, stderr }: Exited): boolean {
  return command.class !== "read" && stdout.trim() === "" && /^[ \t]*Error:/im.test(plainText(stderr));
}

function readAnswer<Answer>(
  command: Command,
  { exited, report }: Ended,
  parse: (exited: Exited) => Answer,
): Answer {
  try {
    if (exited.exitCode === 0 && command.class === "read" && ERROR_LINE.test(plainText(exited.stderr))) {
      throw new SyntaxError("it exits with 0 and prints an error");
    }
    const answer = parse(exited);
    report(null);
    return answer;
  } catch (cause) {
    const failure = cause instanceof GtError ? cause : unreadable(command, exited, cause);
    report(failure);
    throw failure;
  }
}

function unreadable(command: Command, { stdout, stderr }: Exited, cause: unknown): GtError {
  const problem = cause instanceof SyntaxError ? cause.message : String(cause);
  const line = tellingLine(stdout, stderr);
  const told = line === null ? "it printed nothing" : `it printed: ${line}`;
  const message = `${calledName(command)} answered what the operator cannot read (${problem}); ${told}`;
  return new GtError("InvalidOutput", command.label, message, { cause });
}
