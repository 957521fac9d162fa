/** The segments of a journal's folder: which there are, which have to go, and which are damaged and moved aside. */
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, unlinkSync } from "node:fs";
import path from "node:path";
import { decodeRecord } from "./line.ts";
import { firstOfName, lastLine } from "./segment.ts";
import { errorMessage } from "@gastown/system";

export interface SegmentFile {
  readonly file: string;
  /** Number of its first record. */
  readonly first: number;
}

/** A damaged segment keeps its name with this behind it: for people, never read again, and let go like the others. */
const ASIDE = ".damaged";

/** Oldest first. @throws what the file system says */
export function listSegments(folder: string): readonly SegmentFile[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const first = firstOfName(name);
      return first === null ? [] : [{ file: path.join(folder, name), first }];
    });
}

/**
 * The newest segment that can be gone on with, and the number of the newest record. A segment whose end is no record is
 * moved aside with a warning, so that it never keeps the operator from starting.
 */
export function openFolder(
  folder: string,
  warn: (warning: string) => void,
): { readonly newest: string | null; readonly sequence: number } {
  mkdirSync(folder, { recursive: true });
  let sequence = 0;
  let newest: string | null = null;
  for (const { file, first } of listSegments(folder)) {
    try {
      const line = lastLine(file);
      sequence = Math.max(sequence, line === null ? first - 1 : decodeRecord(line).sequence);
      newest = file;
    } catch (error) {
      sequence = Math.max(sequence, first);
      newest = null;
      moveAside(file, error, warn);
    }
  }
  return { newest, sequence };
}

function moveAside(file: string, error: unknown, warn: (warning: string) => void): void {
  const because = errorMessage(error).split("\n")[0];
  try {
    renameSync(file, `${file}${ASIDE}`);
    warn(`the journal segment ${file} is damaged and was moved to ${file}${ASIDE}: ${because}`);
  } catch (cause) {
    warn(`the journal segment ${file} is damaged and cannot be moved aside: ${because}; ${String(cause)}`);
  }
}

export interface Keep {
  /** Most bytes of all segments together; the one that is written to stays in any case. */
  readonly bytes: number;
  /** Segments that were last written to longer ago than this go, ms. */
  readonly ms: number;
}

/** Lets the oldest segments go. @param current is never let go. @throws what the file system says */
export function retain(folder: string, current: string, keep: Keep, now: number): void {
  const files = readdirSync(folder)
    .filter((name) => firstOfName(name.replace(ASIDE, "")) !== null)
    .sort()
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, ...sizeAndTime(file) }));
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size, mtimeMs } of files) {
    if (file === current || (total <= keep.bytes && mtimeMs >= now - keep.ms)) continue;
    unlinkSync(file);
    total -= size;
  }
}

function sizeAndTime(file: string): { readonly size: number; readonly mtimeMs: number } {
  const { size, mtimeMs } = statSync(file);
  return { size, mtimeMs };
}

/** The folder of the segments in a data folder; the folder itself where it holds segments. */
export function journalFolder(dataDir: string): string {
  const inner = path.join(dataDir, "journal");
  return existsSync(inner) ? inner : dataDir;
}
