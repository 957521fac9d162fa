/** The boundary to the town's files: what is read is what its schema says, or an error that names the place. */
import { readFileSync } from "node:fs";
import type * as z from "zod/mini";

/** A file of the town that a person or another program broke. */
export class TownFileError extends Error {
  override readonly name = "TownFileError";

  constructor(file: string, problem: string, cause: unknown) {
    super(`${file}: ${problem}; mend the file or seed the town anew`, { cause });
  }
}

/** @throws TownFileError when the file is not JSON, or not what the schema says. */
export function readTownFile<Value>(file: string, schema: z.ZodMiniType<Value>): Value {
  const text = readFileSync(file, "utf8");
  const checked = schema.safeParse(parseJson(file, text));
  if (checked.success) return checked.data;
  const [first] = checked.error.issues;
  const place = first?.path.map(String).join(".") ?? "";
  throw new TownFileError(file, `${place}: ${first?.message ?? "not as expected"}`, checked.error);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TownFileError(file, "not JSON", cause);
  }
}

/** True of the error of a file that is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
