/** What the program says of a failure, and its exit code, under each of its two names. */
import { z } from "zod";
import { ConfigError } from "../settings/index.ts";
import { redactText } from "../host/index.ts";
import { NoClusterError } from "../kube/index.ts";
import { commandMeant } from "./other-words.ts";
import { PartlyError } from "./plugin/each.ts";
import { ServerError } from "./plugin/server-error.ts";
import type { ProgramName } from "./program-name.ts";
import { BEGIN_LOCALLY } from "./unreached.ts";

/** One line for each thing that failed. */
export function spoken(error: unknown, name: ProgramName): readonly string[] {
  if (error instanceof PartlyError) return error.errors.flatMap((one) => spoken(one, name));
  const words = redactText(describe(error));
  if (name === "gastown-operator") return [`gastown-operator: ${words}`];
  return [error instanceof ServerError ? `Error from server (${error.reason}): ${words}` : `error: ${words}`];
}

/** kubectl has one code for all failures; beside it, 2 says that the arguments are wrong. */
export function exitCodeFor(error: unknown, name: ProgramName): number {
  return name === "gastown-operator" && error instanceof ConfigError ? 2 : 1;
}

/** Commander puts what it suggests on a second line, and ends some lines with a full stop. */
export function oneLine(message: string, name: ProgramName): string {
  const prefix = name === "gastown-operator" ? "gastown-operator" : "error";
  const [, unknown] = /unknown command '(.*?)'/.exec(message) ?? [];
  const meant = unknown === undefined ? null : commandMeant(unknown, name);
  const words =
    meant === null
      ? message
          .replace(/^error: /, "")
          .trim()
          .replace(/\.$/, "")
          .replaceAll(/\s+/g, " ")
      : `unknown command '${unknown ?? ""}': ${meant}`;
  return `${prefix}: ${words}; see --help`;
}

/** The message and what caused it, on one line. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof NoClusterError) return `${error.message}; ${BEGIN_LOCALLY}`;
  const cause = error instanceof ServerError ? null : causeOf(error);
  return `${error.message}${cause === null || error.message.includes(cause) ? "" : ` (${cause})`}`.replaceAll(
    /\s+/g,
    " ",
  );
}

/** A schema's own message is JSON, which is no word for people. */
function causeOf({ cause }: Error): string | null {
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  return cause instanceof Error ? cause.message : null;
}
