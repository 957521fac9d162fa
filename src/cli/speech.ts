/** What the program says of a failure, and its exit code, under each of its two names. */
import { z } from "zod";
import { ConfigError } from "../settings/index.ts";
import { redactText } from "../host/index.ts";
import { NoClusterError } from "../kube/index.ts";
import { PartlyError } from "./plugin/each.ts";
import { ServerError } from "./plugin/server-error.ts";
import { BEGIN_LOCALLY } from "./unreached.ts";

/** As a plugin it speaks like kubectl. */
export type ProgramName = "gastown-operator" | "kubectl gastown";

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

/** Commander puts what it suggests on a second line. */
export function oneLine(message: string, name: ProgramName): string {
  const prefix = name === "gastown-operator" ? "gastown-operator" : "error";
  return `${prefix}: ${message
    .replace(/^error: /, "")
    .trim()
    .replaceAll(/\s+/g, " ")}; see --help\n`;
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
