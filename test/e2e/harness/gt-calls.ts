/** The call log of the simulated gt: who called what, when, and how it ended. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { townFiles } from "simulated-town";

const lineSchema = z.object({
  at: z.number(),
  pid: z.number(),
  program: z.string(),
  argv: z.array(z.string()),
  /** `start`, `end`, and whatever else the town notes of a call. */
  event: z.string(),
  env: z.array(z.string()).optional(),
  exitCode: z.number().optional(),
});

/** One call. `endedAt` is null while it runs, and for ever where it was killed. */
export interface GtCall {
  readonly pid: number;
  /** The words of the command line, joined by spaces. */
  readonly line: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly exitCode: number | null;
  /** Names of the variables that it was given. */
  readonly env: readonly string[];
}

/** Calls of `gt` by the operator, in the order in which they began. */
export function readGtCalls(townRoot: string): readonly GtCall[] {
  const { calls: file } = townFiles(townRoot);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8")
    .split("\n")
    // The last one may be half written.
    .slice(0, -1)
    .map((line) => lineSchema.parse(JSON.parse(line)));
  const ends = lines.filter(({ event }) => event === "end");
  return lines
    .filter(({ event, program }) => event === "start" && program === "gt")
    .map(({ at, pid, argv, env = [] }) => {
      const end = ends.find((candidate) => candidate.pid === pid && candidate.at >= at);
      const line = argv.join(" ");
      return { pid, line, startedAt: at, endedAt: end?.at ?? null, exitCode: end?.exitCode ?? null, env };
    });
}
