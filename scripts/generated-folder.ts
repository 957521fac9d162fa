/** A folder whose files are all written from the code, and how it differs from that. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface Generated {
  /** File names with their texts. */
  readonly files: ReadonlyMap<string, string>;
  /** Other files of this ending are left over from something that is gone. */
  readonly ending: string;
}

/** @returns the names of files that are missing, that say something else, or that nothing is behind any more. */
export function staleFiles(folder: string, { files, ending }: Generated): readonly string[] {
  const changed = [...files].filter(([name, text]) => textOf(path.join(folder, name)) !== text);
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const leftOver = present.filter((name) => name.endsWith(ending) && !files.has(name));
  return [...changed.map(([name]) => name), ...leftOver];
}

export function writeFiles(folder: string, wanted: Generated): void {
  mkdirSync(folder, { recursive: true });
  for (const name of staleFiles(folder, wanted)) {
    const text = wanted.files.get(name);
    if (text === undefined) rmSync(path.join(folder, name));
    else writeFileSync(path.join(folder, name), text);
  }
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
