/**
 * Paths as bytes. A file's name is any bytes but NUL and `/`, and no text: what is no UTF-8 would come back as another name.
 * Here each byte is one character (Latin-1), so that names can be keys, and be compared and sorted as git sorts them.
 */
import { visibleText } from "../grammar/index.ts";

export type BytePath = string;

export function bytesOf(path: BytePath): Buffer {
  return Buffer.from(path, "latin1");
}

export function bytePath(bytes: Buffer): BytePath {
  return bytes.toString("latin1");
}

/** For people: as UTF-8, and without what a terminal would obey. */
export function shownPath(path: BytePath): string {
  return visibleText(bytesOf(path).toString("utf8")).replaceAll("\n", String.raw`\n`);
}

/** Byte order, which is that of UTF-16 units here: each is a byte. */
export function byBytes(one: BytePath, other: BytePath): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The parts that end with NUL. */
export function fieldsOf(output: Buffer): readonly BytePath[] {
  const text = bytePath(output);
  return text === "" ? [] : text.replace(/\0$/, "").split("\0");
}

/**
 * Whether git may not have it in a tree: `.git` in any spelling under which some file system or host would take it for
 * the repository's own folder. One such name would make the remote refuse all the rest.
 */
export function isForbidden(path: BytePath): boolean {
  return /(?:^|\/)(?:\.git[ .]*|git~1)(?:\/|$)/i.test(path) || hasIgnoredCharacter(path);
}

/** HFS+ ignores some characters of a name: with any of them between its letters it is `.git`, too. */
function hasIgnoredCharacter(path: BytePath): boolean {
  if (!/[\x80-\xff]/.test(path)) return false;
  const name = bytesOf(path)
    .toString("utf8")
    .replaceAll(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "");
  return /(?:^|\/)\.git(?:\/|$)/i.test(name);
}
