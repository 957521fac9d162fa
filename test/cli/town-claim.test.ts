/** Whom a town has for its operator: one `local`, or `run` with its replicas, and never both. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { claimTown } from "../../src/cli/town-claim.ts";

const logger = pino({ enabled: false });
let town: string;
beforeEach(() => {
  town = mkdtempSync(path.join(tmpdir(), "gastown-claim-"));
  onTestFinished(() => rmSync(town, { recursive: true, force: true }));
});

it.each([
  ["local", "run", "gastown-operator local serves the town at"],
  ["local", "local", "gastown-operator local serves the town at"],
  ["run", "local", "gastown-operator run serves the town at"],
] as const)("While %s serves a town %s is refused, and afterwards it is not", async (one, other, words) => {
  const release = await claimTown(town, one, logger);
  await expect(claimTown(town, other, logger)).rejects.toThrow(`${words} ${town} already: `);
  await release();
  await (
    await claimTown(town, other, logger)
  )();
});

it("Replicas of run begin beside each other", async () => {
  const release = await claimTown(town, "run", logger);
  const standby = await claimTown(town, "run", logger);
  await standby();
  await expect(claimTown(town, "local", logger)).rejects.toThrow("run serves the town");
  await release();
  expect(readdirSync(path.join(town, ".runtime/gastown-operator"))).toEqual([]);
});

it("A town that is not there is not made", async () => {
  const gone = path.join(town, "gone");
  await (
    await claimTown(gone, "local", logger)
  )();
  expect(existsSync(gone)).toBe(false);
});
