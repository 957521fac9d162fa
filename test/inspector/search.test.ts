import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, describe, it, onTestFinished } from "vitest";
import { z } from "zod";
import { indexOf, readJournal, readTexts } from "../../src/host/index.ts";
import type { JournalFeed } from "../../src/inspector/port.ts";
import { ask, inspectedTown } from "./given.ts";

const findingSchema = z.object({
  sequence: z.number(),
  actor: z.string(),
  event: z.string(),
  state: z.string().nullable(),
  isChange: z.boolean(),
  text: z.string(),
});
type Finding = z.infer<typeof findingSchema>;

const linesOf = (body: string): readonly unknown[] =>
  body
    .split("\n")
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));

interface Told {
  readonly name: string;
  readonly state: string;
  readonly [more: string]: unknown;
}

const recordOf = (sequence: number, { name, state, ...more }: Told): string =>
  `${JSON.stringify({
    ...{ sequence, at: sequence * 1_000 },
    actor: { kind: "polecat", namespace: "default", name, uid: `uid-${name}`, incarnation: 1 },
    ...{ machine: "polecat", version: 9, cause: "test", trace: null, type: "event" },
    event: { type: "town.observed", ...more },
    decision: { state, changed: {}, taken: [], effects: [] },
  })}\n`;

/** Two parts: a was blocked in the first and in the second, b never. */
const PARTS = [
  [
    recordOf(1, { name: "a", state: "working.healthy", bead: "al-1" }),
    recordOf(2, { name: "b", state: "working.healthy", bead: "al-2" }),
    recordOf(3, { name: "a", state: "terminating.blocked", reason: "UncommittedWork", bead: "al-1" }),
  ],
  [
    recordOf(4, { name: "a", state: "terminating.blocked", reason: "UncommittedWork", bead: "al-1" }),
    recordOf(5, { name: "a", state: "terminating.proving", bead: "al-1" }),
    recordOf(6, {
      name: "a",
      state: "terminating.blocked",
      reason: "UncommittedWork",
      token: "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    }),
  ],
];

function journalIn(parts: readonly (readonly string[])[]): JournalFeed {
  const folder = mkdtempSync(path.join(tmpdir(), "search-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let first = 1;
  for (const lines of parts) {
    writeFileSync(path.join(folder, `${String(first).padStart(15, "0")}.jsonl`), lines.join(""));
    first += lines.length;
  }
  return {
    readLines: (from) => readJournal(folder, from),
    readTexts: (from) => readTexts(folder, from),
    index: () => indexOf(folder),
    subscribe: () => () => undefined,
  };
}

async function asked(journal: JournalFeed, path: string): Promise<{ status: number; body: string }> {
  const town = await inspectedTown({ journal });
  onTestFinished(() => town.close());
  return ask(`${town.inspector.url}${path}`);
}

async function found(query: string): Promise<readonly Finding[]> {
  const { status, body } = await asked(journalIn(PARTS), `search?${query}`);
  expect(status).toBe(200);
  return linesOf(body).map((line) => findingSchema.parse(line));
}

describe("a search over the journal", () => {
  it("finds a reason, a bead, an actor and any text, the newest first, in all parts", async () => {
    const numbers = async (q: string): Promise<readonly number[]> =>
      (await found(`q=${encodeURIComponent(q)}`)).map(({ sequence }) => sequence);
    expect(await numbers("uncommittedwork")).toEqual([6, 4, 3]);
    expect(await numbers("AL-2")).toEqual([2]);
    expect(await numbers("polecat/default/b")).toEqual([2]);
    expect(await numbers("al-1 blocked")).toEqual([4, 3]);
    expect(await numbers("nothing of the kind")).toEqual([]);
  });

  it("tells where the words stand, and which records changed a state", async () => {
    const [newest, , oldest] = await found("q=uncommittedwork");
    expect(newest).toMatchObject({
      actor: "polecat/default/a",
      isChange: true,
      text: "reason: UncommittedWork",
    });
    expect(oldest).toMatchObject({ sequence: 3, event: "town.observed", state: "terminating.blocked" });
    expect((await found("q=uncommittedwork&changes=1")).map(({ sequence }) => sequence)).toEqual([6, 3]);
  });

  it("tells the first time that something was so", async () => {
    expect((await found("q=blocked&order=oldest&limit=1")).map(({ sequence }) => sequence)).toEqual([3]);
    expect((await found("q=blocked&limit=2")).map(({ sequence }) => sequence)).toEqual([6, 4]);
  });

  it("tells no credential, and what is no search is refused in words", async () => {
    const [finding] = await found("q=token");
    expect(finding).toBeUndefined();
    const { body } = await asked(journalIn(PARTS), "search?q=ghp");
    expect(body).toContain("[redacted]");
    expect(body).not.toContain("ghp_");
    expect(await asked(journalIn(PARTS), "search?q=")).toMatchObject({ status: 400 });
  });
});

describe("the index of a journal", () => {
  it("tells its parts and its newest record without reading it", async () => {
    const { body } = await asked(journalIn(PARTS), "journal/index");
    expect(JSON.parse(body)).toEqual({
      parts: [
        { first: 1, at: 1_000, bytes: PARTS[0]?.join("").length },
        { first: 4, at: 4_000, bytes: PARTS[1]?.join("").length },
      ],
      last: { sequence: 6, at: 6_000 },
    });
  });

  it("leads to a part alone: the others are not read for it", async () => {
    const journal = journalIn([["{damaged\n", ...(PARTS[0] ?? []).slice(1)], PARTS[1] ?? []]);
    const numbers = async (query: string): Promise<readonly unknown[]> =>
      linesOf((await asked(journal, `journal?${query}`)).body).map(
        (line) => z.object({ sequence: z.number() }).safeParse(line).data?.sequence ?? "damaged",
      );
    expect(await numbers("after=3&until=6")).toEqual([4, 5, 6]);
    expect(await numbers("after=0&until=3")).toEqual(["damaged", 2, 3]);
    expect(await numbers("actor=polecat/default/a&limit=2")).toEqual([5, 6]);
    expect(await numbers("download=1")).toEqual(["damaged", 2, 3, 4, 5, 6]);
  });

  it("is empty of a journal without records", async () => {
    expect(JSON.parse((await asked(journalIn([[]]), "journal/index")).body)).toMatchObject({ last: null });
    expect((await asked(journalIn([[]]), "search?q=any")).body).toBe("");
  });
});
