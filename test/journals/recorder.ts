/**
 * `npm run record-journals`: plays the scenarios and keeps their journals anew. Only to be run when a machine has
 * changed its decisions on purpose: until then the journals of older versions are worth more than new ones.
 */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createMemoryJournal } from "../../src/host/index.ts";
import { SCENARIOS } from "./scenarios.ts";

it.each(SCENARIOS)("The journal of $name is recorded", async ({ name, play }) => {
  const journal = createMemoryJournal(100_000);
  await play(journal);
  const records = [...journal.read()];
  const file = path.join(import.meta.dirname, `${name}.jsonl`);
  rmSync(file, { force: true });
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  expect(records.length).toBeGreaterThan(5);
});
