/** JSON out of what gt prints: some commands print a sentence before it, and `null` for nothing. */
import { z } from "zod";

/** @throws SyntaxError or ZodError, for the caller to name the command. */
export function parseJson<Output>(schema: z.ZodType<Output>, stdout: string): Output {
  return schema.parse(JSON.parse(stdout.slice(beginning(stdout))));
}

/** gt prints `null` for an empty list. */
export function listOf<Schema extends z.ZodType>(item: Schema) {
  return z.union([z.array(item), z.null().transform((): z.output<Schema>[] => [])]);
}

/** Where the JSON begins: at the first line that opens an object or a list, or is a bare value. */
function beginning(stdout: string): number {
  const match = /^\s*([[{]|null\s*$)/m.exec(stdout);
  return match?.index ?? 0;
}
