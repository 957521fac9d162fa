import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const ROOT = path.join(import.meta.dirname, "../..");
const JOURNALS = path.join(ROOT, "test/journals");
const run = (...argv: readonly string[]) =>
  execa(path.join(ROOT, "node_modules/.bin/node"), [path.join(ROOT, "src/main.ts"), "replay", ...argv], {
    reject: false,
    timeout: WAIT_DEADLINE_MS,
  });

/** A data folder with one of the recorded journals, changed. */
function changed(name: string, change: (text: string) => string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "replay-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "000000000000001.jsonl");
  copyFileSync(path.join(JOURNALS, `${name}.jsonl`), file);
  writeFileSync(file, change(readFileSync(file, "utf8")));
  return folder;
}

describe("gastown-operator replay", () => {
  it("prints each record with state, reason and what was set out to do", async () => {
    const { stdout, exitCode } = await run(path.join(JOURNALS, "refused-termination.jsonl"));
    expect(stdout).toMatch(
      /polecat\/default\/one town\.observed \(sync:1\): unobserved → pending\.slinging \(Slinging: gt slings al-1\) \[invoke sling\]/,
    );
    expect(stdout).toMatch(
      /proveTermination answered .*: terminating\.revocable\.proving → terminating\.revocable\.blocked \(UncommittedWork: /,
    );
    expect(stdout).toMatch(
      /proofBackoff elapsed: terminating\.revocable\.blocked → terminating\.revocable\.proving/,
    );
    expect(exitCode).toBe(0);
  });

  it("prints the trace of each record, and only what one trace led to when asked to", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const folder = changed("polecat-life", (text) =>
      text.replaceAll(/"cause":"sync:1","trace":"[0-9a-f]+"/g, `"cause":"sync:1","trace":"${trace}"`),
    );
    const all = (await run(folder)).stdout.split("\n");
    const traced = (await run(folder, "--trace", trace)).stdout.split("\n");
    expect(traced.length).toBeGreaterThan(1);
    expect(traced).toEqual(all.filter((line) => line.includes(`(sync:1, trace ${trace})`)));
  });

  it("prints one actor only, as JSON, when asked to", async () => {
    const { stdout } = await run(path.join(JOURNALS, "dolt-down.jsonl"), "--actor", "rig/alpha", "--json");
    const moments = stdout
      .split("\n")
      .map((line) => JSON.parse(line) as { actor: string; told: { phase: string } });
    expect(new Set(moments.map(({ actor }) => actor))).toEqual(new Set(["rig/alpha"]));
    expect(moments.map(({ told }) => told.phase)).toEqual(
      expect.arrayContaining(["Pending", "Ready", "Degraded"]),
    );
  });

  it.each(["4", "2026-05-01T12:00:00.049Z"])("prints where each actor stood at %s", async (at) => {
    const { stdout } = await run(path.join(JOURNALS, "polecat-life.jsonl"), "--at", at);
    expect(stdout).toMatch(/^rig\/alpha (Pending: pending|Ready: ready) since 2026-05-01T12:00:00\.\d+Z/m);
    expect(stdout).toMatch(/^polecat\/default\/one Pending: (unobserved|pending\.slinging) since/m);
  });

  it("says that all is as it was recorded, and exits with 0", async () => {
    const { stdout, exitCode } = await run(path.join(JOURNALS, "convoy.jsonl"), "--check");
    expect(stdout).toMatch(/^\d+ records, all as they were recorded$/);
    expect(exitCode).toBe(0);
  });

  it("names the first difference, and exits with 1", async () => {
    const folder = changed("polecat-life", (text) => text.replaceAll('"attempts":0', '"attempts":2'));
    const { stdout, exitCode } = await run(folder, "--check");
    expect(stdout).toMatch(
      /^record \d+ of polecat\/default\/one on .*attempts was recorded as 2, the replay gives 0$/,
    );
    expect(exitCode).toBe(1);
  });

  it("goes on over a damaged line, names it, and leaves out what it cannot know", async () => {
    const folder = changed("polecat-life", (text) => text.replace(/^.*"sequence":4,.*$/m, "{torn"));
    const { stdout, stderr, exitCode } = await run(folder);
    expect(stderr).toContain("000000000000001.jsonl line 4 is not a journal record");
    expect(stderr).toContain("what its actor was before is not in this journal");
    expect(stdout).toContain("rig/alpha begin");
    expect(exitCode).toBe(0);
  });

  it.each([
    [
      ["/nowhere"],
      1,
      /cannot read the journal \/nowhere: ENOENT.*: it is not there; give a segment or a --data-dir/,
    ],
    [
      [path.join(JOURNALS, "convoy.jsonl"), "--at", "noon"],
      2,
      /--at is "noon": it takes a record's number or a time/,
    ],
    [[], 2, /missing required argument 'journal'/],
  ])("says in one line what is wrong: %j", async (argv, code, said) => {
    const { stderr, exitCode } = await run(...argv);
    expect(stderr).toMatch(said);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(exitCode).toBe(code);
  });
});
