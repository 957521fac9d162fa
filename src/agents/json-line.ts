/** One line of an agent's output, where that is JSON of the wanted form. */
import type { z } from "zod";

/** @returns null for any other line: an agent may print anything between its events. */
export function jsonLine<Schema extends z.ZodType>(line: string, schema: Schema): z.output<Schema> | null {
  if (!line.startsWith("{")) return null;
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
