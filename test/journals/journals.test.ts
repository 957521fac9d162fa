import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkJournal, timeline, type Moment } from "../../src/explain/index.ts";
import { createMemoryJournal, readJournal, type JournalLine } from "../../src/host/index.ts";
import { SCENARIOS } from "./scenarios.ts";

const FILES = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".jsonl"));
const fileOf = (name: string): string => path.join(import.meta.dirname, name);
const momentsOf = (lines: Iterable<JournalLine>): readonly Moment[] =>
  [...timeline(lines)].map((moment) => {
    if ("problem" in moment) throw new Error(moment.problem);
    return moment;
  });
const statesOf = (name: string): readonly string[] =>
  momentsOf(readJournal(fileOf(`${name}.jsonl`))).map(
    ({ actor, told }) => `${actor} ${told?.state ?? "ended"}`,
  );

/** Where this fails, a machine decides otherwise than it did: raise its version, with an upcast or new journals. */
describe.each(FILES)("The recorded journal %s", (name) => {
  it("replays to the decisions that were taken then", () => {
    const { checked, difference, unclear } = checkJournal(readJournal(fileOf(name)));
    expect({ difference, unclear }).toEqual({ difference: null, unclear: [] });
    expect(checked).toBeGreaterThan(5);
  });

  it("holds nothing of the machine that it was recorded on", () => {
    expect(readFileSync(fileOf(name), "utf8")).not.toMatch(/\/home\/|\/Users\/|\/root\/|\/tmp\//);
  });
});

describe("The recorded journals", () => {
  it("are one for each scenario", () => {
    expect(FILES.toSorted()).toEqual(SCENARIOS.map(({ name }) => `${name}.jsonl`).toSorted());
  });

  it.each([
    ["polecat-life", "polecat/default/one idle.limited"],
    ["polecat-life", "polecat/default/one terminated"],
    ["refused-termination", "polecat/default/one terminating.revocable.blocked"],
    ["convoy", "convoy/default/wave completed.settled"],
    ["dolt-down", "rig/alpha degraded"],
    ["gt-faults", "polecat/default/one working.stuck.mailed"],
    ["gt-faults", "polecat/default/two failed"],
    ["restart", "polecat/default/two ended"],
  ])("come to what they are named after: %s to %s", (name, state) => {
    expect(statesOf(name)).toContain(state);
  });

  it("would be noticed if they were recorded by a machine that decides otherwise", () => {
    const lines = [...readJournal(fileOf("polecat-life.jsonl"))].map((line): JournalLine => {
      if (!line.ok || line.record.type !== "event" || line.record.decision?.state !== "working.healthy")
        return line;
      return {
        ok: true,
        record: { ...line.record, decision: { ...line.record.decision, state: "idle.resting" } },
      };
    });
    expect(checkJournal(lines).difference).toMatch(
      /^record \d+ of polecat\/default\/one on .*: state was recorded as "idle.resting", the replay gives "working.healthy"$/,
    );
  });
});

describe.each(SCENARIOS)("The scenario $name, played now", ({ play }) => {
  it("writes a journal that replays to what it decided", async () => {
    const journal = createMemoryJournal(100_000);
    await play(journal);
    const lines = [...journal.read()].map((record): JournalLine => ({ ok: true, record }));
    expect(checkJournal(lines)).toEqual({ checked: lines.length, difference: null, unclear: [] });
  });
});
