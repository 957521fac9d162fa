/** JSON out of what gt prints, checked, with what is wrong with it in words. */
import { z } from "zod";
import { soleDocument } from "./sole-document.ts";

/** @throws SyntaxError that says what is wrong, for the caller to name the command and to quote gt. */
export function parseJson<Output>(schema: z.ZodType<Output>, stdout: string): Output {
  const read = schema.safeParse(unwrapped(soleDocument(stdout)));
  if (read.success) return read.data;
  throw new SyntaxError(problemOf(read.error), { cause: read.error });
}

/** For commands that print `null` for an empty list. Of the others `null` is no answer. */
export function listOrNull<Schema extends z.ZodType>(item: Schema) {
  return z
    .array(item)
    .nullable()
    .transform((list): z.output<Schema>[] => list ?? []);
}

/**
 * What names something or decides something. Bytes that are no UTF-8 come as U+FFFD: a name that holds one is another
 * name, and whoever has the true one would read as gone.
 */
export const word = z.string().regex(/^[^\uFFFD\u0000-\u001F\u007F]+$/, "damaged or empty");

/** The same, of a field that gt leaves out or empties where there is nothing to say. */
export const wordOrNothing = z
  .union([word, z.literal("")])
  .nullish()
  .transform((text) => (text === undefined || text === null || text === "" ? null : text));

/** Such as `[2].name: Invalid input: expected string, received undefined`. */
export function problemOf({ issues }: z.ZodError): string {
  const [first] = issues;
  if (first === undefined) return "it has another shape";
  const place = first.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return `${place.join("").replace(/^\./, "") || "its JSON"}: ${first.message}`;
}

const envelope = z.object({ schema_version: z.union([z.number(), z.string()]), data: z.unknown() });

/** With BD_JSON_ENVELOPE, bd wraps what it answers. */
function unwrapped(document: unknown): unknown {
  const wrapped = envelope.safeParse(document);
  return wrapped.success && wrapped.data.data !== undefined ? wrapped.data.data : document;
}
