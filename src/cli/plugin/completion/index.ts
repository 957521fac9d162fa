/**
 * src/cli/plugin/completion/: what may come next on a command line, for shells.
 *
 * In: the words so far, the last of which is being typed. Out: one candidate a line, with a tab and what it is behind it,
 * and a last line for the shell, in the form that kubectl asks plugins for (Cobra's `__complete`). Names come from the
 * cluster; where it does not answer at once there are none, and never an error: it would end up in the line being typed.
 */
import type { Command } from "commander";
import type { Environment } from "../../../settings/index.ts";
import { candidatesFor } from "./candidates.ts";
import { placeOf } from "./place.ts";

/** Cobra's ShellCompDirective: files are no candidates, or they are what is meant. */
const [NO_FILES, FILES] = [":4", ":0"];
const FILE_FLAGS = new Set([
  "--kubeconfig",
  "--journal",
  "--token-file",
  "--data-dir",
  "--town-root",
  "--gt-path",
]);

/** A shell waits for it with every tab. */
const TIMEOUT_MS = 3_000;

/** @returns the lines for the shell. */
export async function complete(
  program: Command,
  words: readonly string[],
  environment: Environment,
): Promise<readonly string[]> {
  const place = placeOf(program, words);
  const isFile = place.flag !== null && FILE_FLAGS.has(place.flag.long ?? "");
  const found = isFile ? [] : await within(candidatesFor(place, environment));
  const fitting = found.filter(({ word }) => word.startsWith(place.typed));
  return [
    ...fitting.map(({ word, about }) => (about === "" ? word : `${word}\t${about}`)),
    isFile || words[0] === "replay" ? FILES : NO_FILES,
  ];
}

async function within<T>(work: Promise<readonly T[]>): Promise<readonly T[]> {
  const { promise: timeUp, resolve } = Promise.withResolvers<readonly T[]>();
  const timer = setTimeout(() => resolve([]), TIMEOUT_MS);
  try {
    return await Promise.race([work, timeUp]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
