/** What the real gt printed: 1.0.1 from transcripts/, 1.1.0 and 1.2.1 from the folders of these names in it. */
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

/** @param name without `.json`; `1.1.0/NAME` and `1.2.1/NAME` of these versions. */
export function transcript(name: string): Transcript {
  const file = readFileSync(path.join(FOLDER, `${name}.json`), "utf8");
  return { name, ...transcriptSchema.parse(JSON.parse(file)) };
}

/** @param version empty for 1.0.1. */
export function transcripts(version: "" | "1.1.0" | "1.2.1" = ""): readonly Transcript[] {
  const files = readdirSync(path.join(FOLDER, version)).filter((file) => file.endsWith(".json"));
  return files.toSorted().map((file) => transcript(path.posix.join(version, file.replace(/\.json$/, ""))));
}

export function transcriptsOfAllVersions(): readonly Transcript[] {
  return [...transcripts(), ...transcripts("1.1.0"), ...transcripts("1.2.1")];
}
