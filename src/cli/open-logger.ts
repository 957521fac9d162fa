/** The log of a command: on its standard output, without credentials. */
import type { Config } from "../settings/index.ts";
import { redactLine } from "../host/index.ts";
import { createLogger, readableLines, type Logger } from "../telemetry/index.ts";

export async function openLogger({ logLevel }: Config): Promise<Logger> {
  const destination = process.stdout.isTTY ? await readableLines(process.stdout) : process.stdout;
  return createLogger({ level: logLevel, destination, redact: redactLine });
}
