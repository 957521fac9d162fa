/** Logs: JSON lines, or readable ones on a terminal. */
import { pino, type Logger } from "pino";
import { PinoPretty } from "pino-pretty";

export type { Logger } from "pino";

export interface LoggerOptions {
  readonly level: string;
  readonly isTerminal: boolean;
  /** Where lines go; standard output unless given. */
  readonly destination?: NodeJS.WritableStream;
}

/** In a stream of this process, not in a worker thread: a single bundled file has no second one to start. */
export function createLogger({ level, isTerminal, destination = process.stdout }: LoggerOptions): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!isTerminal) return pino(options, destination);
  return pino(options, PinoPretty({ colorize: true, translateTime: "HH:MM:ss", destination }));
}

export interface TransitionLine {
  /** Such as `polecat/default/nux`. */
  readonly actor: string;
  readonly event: string;
  /** Null for an actor's first state. */
  readonly from: string | null;
  readonly to: string;
  readonly cause: string;
}

export function transitionLine(logger: Logger, line: TransitionLine): void {
  logger.info(line, `${line.actor}: ${line.from ?? "new"} → ${line.to}`);
}
