/** The flags of verbs that write, and what they tell. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { z } from "zod";
import { complain, print } from "../output.ts";
import type { Changed } from "./change.ts";
import { addClusterFlags, clusterFlags } from "./cluster.ts";
import { fullName } from "./full-name.ts";
import { addOutputFlag, objectsText, outputFormat } from "./output-format.ts";

const FORMATS = ["json", "yaml", "name"] as const;

export const writeFlags = {
  ...clusterFlags,
  output: z.string().optional(),
  dryRun: z.literal("server").optional(),
};

export type WriteFlags = z.infer<z.ZodObject<typeof writeFlags>>;

/** @param about what the namespace is of. */
export function addWriteFlags(command: Command, about: string): Command {
  addClusterFlags(command, `${about} (the context's, or default)`);
  addOutputFlag(command, FORMATS);
  return command.addOption(
    new Option("--dry-run <server>", "let the API server check it, and write nothing").argParser((value) => {
      if (value === "server") return value;
      throw new InvalidArgumentError("It takes server: without a server nothing could be checked.");
    }),
  );
}

/** @throws ConfigError for a format that there is not. */
export function checkWriteFlags({ output }: WriteFlags): void {
  outputFormat(output, FORMATS);
}

/** What was written, and what comes of it: for people, or as the objects themselves. */
export function tellChanges(changes: readonly Changed[], flags: WriteFlags): void {
  if (changes.length === 0) return;
  const format = outputFormat(flags.output, FORMATS);
  const suffix = flags.dryRun === undefined ? "" : " (server dry run)";
  if (format !== undefined && format !== "wide") {
    print(
      objectsText(
        changes.map(({ kind, held }) => ({ kind, ...held })),
        format,
      ),
    );
    return;
  }
  for (const { kind, held, done, note } of changes) {
    print(`${fullName(kind, held.shown.metadata.name)} ${done}${suffix}`);
    if (note !== undefined && suffix === "") complain(`  ${note}`);
  }
}
