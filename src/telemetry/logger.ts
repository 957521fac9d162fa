/** Logs: JSON lines, or readable ones on a terminal (`readableLines`). */
import { pino, type Logger } from "pino";
import { visibleText } from "../grammar/index.ts";

export type { Logger } from "pino";

/** Takes one line at a time, each with its newline. */
export interface LineTaker {
  write(line: string): unknown;
}

export interface LoggerOptions {
  readonly level: string;
  /** Where lines go; standard output unless given. */
  readonly destination?: LineTaker;
  /** What is done to each line of JSON before it goes out: taking out credentials. */
  readonly redact?: (line: string) => string;
}

export function createLogger({
  level,
  destination = process.stdout,
  redact = (line) => line,
}: LoggerOptions): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, { write: (line) => void destination.write(`${redact(line.trimEnd())}\n`) });
}

/** Fields of a transition whose message says the same, or whose rest the journal has for whoever asks. */
const FOR_PROGRAMS = "actor,event,from,to,cause";

/**
 * For a person at a terminal: takes lines of JSON and writes readable ones. In a stream of this process, not in a worker
 * thread, for which the bundle would need a file more. Loaded for a terminal only: a pod has none.
 */
export async function readableLines(destination: NodeJS.WritableStream): Promise<LineTaker> {
  // In a bundle a CommonJS package that is imported late has its default alone.
  const { default: pinoPretty } = await import("pino-pretty");
  const options = { colorize: true, translateTime: "HH:MM:ss", singleLine: true, ignore: FOR_PROGRAMS };
  const pretty = pinoPretty({ ...options, destination });
  return { write: (line) => pretty.write(`${visibleLine(line.trimEnd())}\n`) };
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
