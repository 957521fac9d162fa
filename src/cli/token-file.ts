/** A token in a file. */
import { readFileSync } from "node:fs";
import { ConfigError } from "../settings/index.ts";
import { troubleWith } from "@gastown/system";

/** @param flag names the file. @throws ConfigError with one line that names flag, file and what is wrong with it. */
export function readToken(flag: string, file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new ConfigError(`${flag} cannot be read, ${troubleWith(file, cause)}`, { cause });
  }
}
