import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ALPHA } from "simulated-town";
import { openFileJournal } from "../../src/host/index.ts";
import { createWorld } from "./world.ts";

it("A journal that cannot be written shows as a condition of the Rigs while the operator goes on, until it heals", async () => {
  const root = mkdtempSync(path.join(tmpdir(), "gastown-journal-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [folder, away] = [path.join(root, "journal"), path.join(root, "away")];
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  // Each group begins a segment, as when the newest one is full.
  const limits = { segmentBytes: 1, segmentMs: 60_000, keepBytes: 1_000_000, keepMs: 3_600_000 };
  const { clock } = world.town;
  const journal = openFileJournal({ ...limits, folder, clock, fsync: "never", onWarning: () => undefined });
  world.rig("alpha");
  world.polecat("one");
  const { operator } = await world.start({}, journal);
  const isWritable = (status: string): boolean =>
    world.condition("rigs/alpha", "JournalWritable")?.status === status;
  await world.until("it is kept", () => isWritable("True"));
  await world.until("one works", () => world.status("polecats/one")["phase"] === "Working");

  renameSync(folder, away);
  world.polecat("two", { beadID: "al-2" });
  await world.until("it works all the same", () => world.status("polecats/two")["phase"] === "Working");
  await world.until("the Rig tells", () => isWritable("False"));
  expect(world.condition("rigs/alpha", "JournalWritable")).toMatchObject({
    reason: "JournalUnwritable",
    message: expect.stringContaining(`cannot write the journal in ${folder}`) as string,
  });
  expect(world.condition("rigs/alpha", "Ready")).toMatchObject({ status: "True" });
  expect(operator.ready().checks.find(({ name }) => name === "journal")).toMatchObject({
    ok: true,
    message: expect.stringContaining("records were lost") as string,
  });
  const patches = (): number => world.api.writes.filter(({ name }) => name === "alpha").length;
  await world.pass(60_000);
  const before = patches();
  await world.pass(300_000);
  expect(patches()).toBe(before);

  renameSync(away, folder);
  await world.until("the Rig tells that it is kept again", () => isWritable("True"));
});
