/** Small things about the files of a git folder. */
import type { BytePath } from "./byte-path.ts";
import type { OpenFolder } from "./open-folder.ts";

/** A commit's id, SHA-1 or SHA-256. */
export const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A repository that cannot be read, with what is wrong with it, in words. */
export class UnreadableRepository extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableRepository";
  }
}

/** @returns null where one of the folders is not there. */
export function below<Value>(
  folder: OpenFolder,
  [name, ...names]: readonly BytePath[],
  look: (folder: OpenFolder) => Value,
): Value | null {
  if (name === undefined) return look(folder);
  const next = folder.folder(name);
  if (next === null) return null;
  try {
    return below(next, names, look);
  } finally {
    next.close();
  }
}

/** Names that are no UTF-8 are reported, and restored, under one that is. */
export function linesOf(text: Buffer | null): readonly string[] {
  return text === null
    ? []
    : text
        .toString("utf8")
        .split("\n")
        .filter((line) => line !== "");
}
