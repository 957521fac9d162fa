/** The contents of a file, as git names them: read once where they fit into memory, and twice where they do not. */
import { createHash } from "node:crypto";
import { read } from "node:fs";
import { promisify } from "node:util";
import type { ObjectFormat } from "./vault.ts";

const readFd = promisify(read);

/** Files up to this are held in memory. */
const SMALL_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

export interface Contents {
  readonly object: string;
  readonly length: number;
  /** The bytes again. A file that has become shorter is filled up: see `isWhole`. */
  chunks(): AsyncIterable<Buffer>;
  /** Whether what `chunks` gave, if anything, is what `object` names. */
  isWhole(): boolean;
  /** Whether the file in HEAD is the same but for its line ends: git changes them as it checks out. */
  isSameButForLineEnds(object: string): boolean;
}

/** @param length of the file now. @returns null where it changed while it was read: the next look has it. */
export async function readContents(
  fd: number,
  length: number,
  format: ObjectFormat,
): Promise<Contents | null> {
  return length <= SMALL_BYTES ? readSmall(fd, length, format) : readLarge(fd, length, format);
}

async function readSmall(fd: number, length: number, format: ObjectFormat): Promise<Contents | null> {
  const parts: Buffer[] = [];
  for await (const chunk of chunksOf(fd, length)) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  if (bytes.length !== length) return null;
  return {
    object: objectOf(bytes, format),
    length,
    async *chunks() {
      yield await Promise.resolve(bytes);
    },
    isWhole: () => true,
    isSameButForLineEnds: (object) =>
      bytes.includes("\r\n") && objectOf(withoutCarriageReturns(bytes), format) === object,
  };
}

async function readLarge(fd: number, length: number, format: ObjectFormat): Promise<Contents | null> {
  const hash = begun(length, format);
  let seen = 0;
  for await (const chunk of chunksOf(fd, length)) {
    hash.update(chunk);
    seen += chunk.length;
  }
  if (seen !== length) return null;
  const object = hash.digest("hex");
  let isWhole = true;
  return {
    object,
    length,
    async *chunks() {
      const again = begun(length, format);
      let given = 0;
      for await (const chunk of chunksOf(fd, length)) {
        again.update(chunk);
        given += chunk.length;
        yield chunk;
      }
      isWhole = given === length && again.digest("hex") === object;
      for (; given < length; given += Math.min(CHUNK_BYTES, length - given))
        yield Buffer.alloc(Math.min(CHUNK_BYTES, length - given));
    },
    isWhole: () => isWhole,
    isSameButForLineEnds: () => false,
  };
}

export function objectOf(bytes: Buffer, format: ObjectFormat): string {
  return begun(bytes.length, format).update(bytes).digest("hex");
}

function begun(length: number, format: ObjectFormat): ReturnType<typeof createHash> {
  return createHash(format).update(`blob ${length}\0`);
}

/** From the beginning, no more than `length` bytes. */
async function* chunksOf(fd: number, length: number): AsyncIterable<Buffer> {
  for (let at = 0; at < length;) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, length - at));
    const { bytesRead } = await readFd(fd, buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function withoutCarriageReturns(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}
