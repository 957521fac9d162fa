/** The flags of verbs that only read. */
import type { Command } from "commander";
import { z } from "zod";
import { ConfigError } from "../../settings/index.ts";
import { addClusterFlags, clusterFlags } from "./cluster.ts";
import { addOutputFlag, outputFormat, type OutputFormat } from "./output-format.ts";

export const READ_FORMATS = ["json", "yaml", "name", "wide"] as const;

export const readFlags = { ...clusterFlags, output: z.string().optional() };

export type ReadFlags = z.infer<z.ZodObject<typeof readFlags>>;

export function addReadFlags(
  command: Command,
  about: string,
  formats: readonly OutputFormat[] = READ_FORMATS,
): Command {
  return addOutputFlag(addClusterFlags(command, about), formats);
}

/** @throws ConfigError where one namespace is asked for beside all. */
export function checkNoNamespace({ namespace }: Pick<ReadFlags, "namespace">): void {
  if (namespace !== undefined)
    throw new ConfigError("--all-namespaces and --namespace exclude each other: leave one out");
}

/** @throws ConfigError for a format that there is not. */
export function readFormat(
  { output }: ReadFlags,
  formats: readonly OutputFormat[] = READ_FORMATS,
): OutputFormat | undefined {
  return outputFormat(output, formats);
}
