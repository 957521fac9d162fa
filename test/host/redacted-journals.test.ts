import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createMemoryJournal, openFileJournal } from "../../src/host/index.ts";
import { createFakeClock } from "./fake-clock.ts";
import { BASE, EVENT, write } from "./journal-entries.ts";
import { LIMITS } from "./journal-limits.ts";

/** Made up; in pieces, so that scanners of repositories are not alarmed. */
const GITHUB = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");

describe("No journal", () => {
  const event = {
    type: "note",
    message: `push to https://bot:hunter2@x failed, token=${GITHUB}`,
    env: ["a=b"],
  };
  const decision = { state: "failed", changed: { blocker: { message: GITHUB } }, taken: [], effects: [] };

  it("in files holds what was taken out", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "redaction-"));
    const journal = openFileJournal({
      ...LIMITS,
      folder,
      clock: createFakeClock(),
      onWarning: () => undefined,
    });
    write(journal, EVENT, { ...BASE, type: "event", event, decision });
    journal.close();
    const text = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
    rmSync(folder, { recursive: true });
    expect(text.join("")).not.toMatch(/hunter2|ghp_|a=b/);
    expect(text.join("")).toContain("town.observed");
  });

  it("in memory does, either", () => {
    const journal = createMemoryJournal();
    write(journal, { ...BASE, type: "event", event, decision });
    expect(JSON.stringify([...journal.read()])).not.toMatch(/hunter2|ghp_|a=b/);
  });
});
