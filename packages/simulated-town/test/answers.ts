/** What tests read of answers in JSON, as gt writes it. */
import { z } from "zod";

const polecats = z.array(
  z.object({
    rig: z.string(),
    name: z.string(),
    state: z.string(),
    issue: z.string().nullable().default(null),
    session_running: z.boolean(),
  }),
);
const gitState = z.object({
  clean: z.boolean(),
  uncommitted_files: z.array(z.string()).nullable(),
  unpushed_commits: z.number(),
  stash_count: z.number(),
});
const recovery = z.object({ verdict: z.string() });
const mergeQueue = z.array(z.object({ id: z.string() })).nullable();
const health = z.object({ server: z.object({ running: z.boolean() }) });

interface Said {
  readonly stdout: string;
}

const read = <Value>(schema: z.ZodType<Value>, { stdout }: Said): Value => schema.parse(JSON.parse(stdout));

export const polecatsIn = (said: Said) => read(polecats, said);
export const gitStateIn = (said: Said) => read(gitState, said);
export const verdictIn = (said: Said) => read(recovery, said).verdict;
export const requestsIn = (said: Said) => read(mergeQueue, said) ?? [];
export const isRunningIn = (said: Said) => read(health, said).server.running;
