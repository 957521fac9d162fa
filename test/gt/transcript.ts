/** What the real gt printed, from test/transcripts/. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const FOLDER = path.join(import.meta.dirname, "../transcripts");

const transcriptSchema = z.object({
  argv: z.string(),
  exitCode: z.number(),
  durationMs: z.number(),
  stdout: z.string(),
  stderr: z.string(),
});

export type Transcript = z.infer<typeof transcriptSchema> & { readonly name: string };

/** @param name without `.json`. */
export function transcript(name: string): Transcript {
  const file = readFileSync(path.join(FOLDER, `${name}.json`), "utf8");
  return { name, ...transcriptSchema.parse(JSON.parse(file)) };
}

export function transcripts(): readonly Transcript[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  return files.toSorted().map((file) => transcript(file.replace(/\.json$/, "")));
}
