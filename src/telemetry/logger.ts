/** Logs: JSON lines, or readable ones on a terminal. */
import { pino, type Logger } from "pino";
import { PinoPretty } from "pino-pretty";
import { visibleText } from "../grammar/index.ts";

export type { Logger } from "pino";

export interface LoggerOptions {
  readonly level: string;
  readonly isTerminal: boolean;
  /** Where lines go; standard output unless given. */
  readonly destination?: NodeJS.WritableStream;
  /** What is done to each line of JSON before it goes out: taking out credentials. */
  readonly redact?: (line: string) => string;
}

/** In a stream of this process, not in a worker thread: a single bundled file has no second one to start. */
export function createLogger({
  level,
  isTerminal,
  destination = process.stdout,
  redact = (line) => line,
}: LoggerOptions): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const out = isTerminal
    ? PinoPretty({ colorize: true, translateTime: "HH:MM:ss", destination })
    : destination;
  const shown = isTerminal ? visibleLine : (line: string) => line;
  return pino(options, { write: (line) => void out.write(`${shown(redact(line.trimEnd()))}\n`) });
}

/** A line of JSON whose texts a terminal may show, and what is no JSON any more as such a text. */
function visibleLine(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), (_, value: unknown) =>
      typeof value === "string" ? visibleText(value) : value,
    );
  } catch {
    return visibleText(line);
  }
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
