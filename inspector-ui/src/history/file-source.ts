/**
 * A journal in a file, which may be longer than memory is: looked through once for where its parts begin, and read part
 * by part from then on.
 */
import { z } from "zod";
import type { JournalIndex, JournalPart } from "../../../src/host/journal/journal.ts";
import { search, type Finding } from "../../../src/inspector/search.ts";
import type { JournalSource } from "./source.ts";

interface FilePart extends JournalPart {
  /** Where its first line begins. */
  readonly offset: number;
}

interface FileIndex extends JournalIndex {
  readonly parts: readonly FilePart[];
}

/** What is shorter than this is not worth a part of its own. */
const LEAST_PART = 4 * 1024 * 1024;
const LINE_END = 0x0a;

export function fileSource(file: File): JournalSource {
  let looked: Promise<FileIndex> | null = null;
  const index = (): Promise<FileIndex> => (looked ??= lookThrough(file));
  const sliceOf = async (first: number, end: number): Promise<Blob> => {
    const { parts } = await index();
    const begin = parts.findLast((part) => part.first <= first)?.offset ?? 0;
    return file.slice(begin, parts.find((part) => part.first >= end)?.offset ?? file.size);
  };
  return {
    name: file.name,
    index,
    read: async (first, end) => (await sliceOf(first, end)).text(),
    async search(asked) {
      const known = await index();
      const searched = {
        index: () => known,
        readTexts: (from: number) => textsOf(() => sliceOf(from, Infinity)),
        rest: () => new Promise<void>((resolve) => setTimeout(resolve)),
      };
      const findings: Finding[] = [];
      for await (const finding of search(searched, asked)) findings.push(finding);
      return findings;
    },
  };
}

async function* textsOf(open: () => Promise<Blob>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const { line } of linesOf(await open())) yield decoder.decode(line);
}

interface Line {
  readonly line: Uint8Array;
  readonly offset: number;
}

/** What stands behind the last line end is left out, as the operator leaves it out. */
async function* linesOf(blob: Blob): AsyncGenerator<Line> {
  let rest = new Uint8Array(0);
  let offset = 0;
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const chunk = new Uint8Array(rest.length + value.length);
    chunk.set(rest);
    chunk.set(value, rest.length);
    let begin = 0;
    for (let end = 0; (end = chunk.indexOf(LINE_END, begin)) >= 0; begin = end + 1) {
      if (end > begin) yield { line: chunk.subarray(begin, end), offset: offset + begin };
    }
    rest = chunk.slice(begin);
    offset += begin;
  }
}

const headSchema = z.object({ sequence: z.number(), at: z.number(), type: z.string() });

/** Parts begin where all actors are reported anew, as the operator begins its own. */
async function lookThrough(file: File): Promise<FileIndex> {
  const decoder = new TextDecoder();
  const parts: FilePart[] = [];
  let last: FileIndex["last"] = null;
  let wasSnapshot = false;
  for await (const { line, offset } of linesOf(file)) {
    const head = headOf(decoder.decode(line));
    if (head === null) continue;
    const { sequence, at, type } = head;
    const isSnapshot = type === "snapshot";
    const begun = parts.at(-1)?.offset ?? 0;
    if (last === null || (isSnapshot && !wasSnapshot && offset - begun >= LEAST_PART))
      parts.push({ first: sequence, at, bytes: 0, offset: last === null ? 0 : offset });
    last = { sequence, at };
    wasSnapshot = isSnapshot;
  }
  const sized = parts.map((part, at) => ({
    ...part,
    bytes: (parts[at + 1]?.offset ?? file.size) - part.offset,
  }));
  return { parts: sized, last };
}

function headOf(text: string): z.infer<typeof headSchema> | null {
  try {
    return headSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
