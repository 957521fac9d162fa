import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runInTown, TownFileError, townFiles, withState, worktreePath } from "../src/index.ts";
import { setFaults } from "../src/testing.ts";
import { gitStateIn, isRunningIn } from "./answers.ts";
import { townFolder, type TownFolder } from "./program.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const folders: TownFolder[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function seeded(seed: Parameters<typeof townFolder>[0] = {}): TownFolder {
  const folder = townFolder(seed);
  folders.push(folder);
  return folder;
}

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `al-${index}`);

describe("the executable gt of a simulated town", () => {
  it("answers as the engine does, and keeps what it did", async () => {
    const at = seeded({ beads: ["al-1"] });
    expect(isRunningIn(await at.call(["health", "--json"]))).toBe(true);
    const { exitCode, stdout } = await at.call(["sling", "al-1", "alpha"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("🎯 Slinging al-1 to alpha/polecats/furiosa...\n");
    expect(at.state().beads).toMatchObject([{ status: "hooked", assignee: "alpha/polecats/furiosa" }]);
  });

  it("finds the town around its working directory, and that of GT_TOWN_ROOT elsewhere", async () => {
    const [around, other] = [seeded({ beads: ["al-1"] }), seeded()];
    const inside = { cwd: path.join(around.root, "alpha"), env: { GT_TOWN_ROOT: other.root } };
    expect((await around.call(["show", "al-1", "--json"], inside)).exitCode).toBe(0);
    const outside = { cwd: tmpdir(), env: { GT_TOWN_ROOT: other.root } };
    expect((await around.call(["show", "al-1", "--json"], outside)).exitCode).toBe(1);
  });

  it("says outside of every town that it is in none", async () => {
    const { exitCode, stderr } = await seeded().call(["health", "--json"], { env: {} });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "Error: not in a Gas Town workspace: not in a Gas Town workspace\n",
    });
  });

  it("takes a file in a worktree for work that is not committed", async () => {
    const at = seeded({ beads: ["al-1"] });
    await at.call(["sling", "al-1", "alpha"]);
    writeFileSync(path.join(worktreePath(at.root, "alpha", "furiosa"), "idea.md"), "an idea\n");
    const answer = await at.call(["polecat", "git-state", "alpha/furiosa", "--json"]);
    expect(gitStateIn(answer)).toMatchObject({ clean: false, uncommitted_files: ["idea.md"] });
    expect((await at.call(["polecat", "nuke", "alpha/furiosa"])).exitCode).toBe(1);
  });

  it("takes gt done in a worktree for the end of that polecat's work", async () => {
    const at = seeded({ beads: ["al-1"] });
    await at.call(["sling", "al-1", "alpha"]);
    const cwd = worktreePath(at.root, "alpha", "furiosa");
    expect((await at.call(["done"], { cwd, env: {} })).stderr).not.toContain("Error");
    expect(at.state()).toMatchObject({
      beads: [{ status: "closed" }],
      mergeRequests: [{ worker: "furiosa" }],
    });
  });

  it("writes an event for each sling into the feed", async () => {
    const at = seeded({ beads: ["al-1"] });
    await at.call(["sling", "al-1", "alpha"]);
    const lines = readFileSync(townFiles(at.root).events, "utf8").trim().split("\n");
    expect(lines.map((line) => /"type":"(\w+)"/.exec(line)?.[1])).toEqual(["spawn", "sling"]);
  });

  it("logs each call with its argv and the names, not the values, of its environment", async () => {
    const at = seeded();
    await at.call(["health", "--json"], { env: { GT_TOWN_ROOT: at.root, API_TOKEN: "a-secret" } });
    const [start, end] = at.calls();
    expect(start).toMatchObject({ program: "gt", argv: ["health", "--json"], event: "start" });
    expect(start?.env).toEqual(expect.arrayContaining(["API_TOKEN", "GT_TOWN_ROOT", "PATH"]));
    expect(start?.env).not.toContain("NODE_COMPILE_CACHE");
    expect(end).toMatchObject({ event: "end", exitCode: 0, pid: start?.pid });
    expect(readFileSync(townFiles(at.root).calls, "utf8")).not.toContain("a-secret");
  });

  it("takes as long as its seed says of a command, and of the rest", async () => {
    const at = seeded({ latency: { "": 10, "rig list": 700 } });
    await at.call(["health", "--json"]);
    await at.call(["rig", "list", "--json"]);
    const [shortStart, shortEnd, longStart, longEnd] = at.calls().map((call) => call.at);
    expect((shortEnd ?? 0) - (shortStart ?? 0)).toBeGreaterThanOrEqual(9);
    expect((longEnd ?? 0) - (longStart ?? 0)).toBeGreaterThanOrEqual(699);
  });

  it("loses nothing of ten slings at the same time", async () => {
    const beads = ids(10);
    const at = seeded({ beads });
    const ended = await Promise.all(beads.map((bead) => at.call(["sling", bead, "alpha"])));
    expect(ended.map(({ exitCode }) => exitCode)).toEqual(beads.map(() => 0));
    const { beads: after, polecats } = at.state();
    expect(new Set(after.map(({ assignee }) => assignee)).size).toBe(10);
    expect(new Set(polecats.map(({ name }) => name)).size).toBe(10);
    expect(at.calls().filter(({ event }) => event === "end")).toHaveLength(10);
  });

  it("makes a sling known to others while it takes its time", async () => {
    const at = seeded({ beads: ["al-1"], latency: { sling: 1_000 } });
    const slung = at.call(["sling", "al-1", "alpha"]);
    await vi.waitFor(() => expect(at.state().slinging).toMatchObject([{ bead: "al-1", isSecond: false }]), {
      timeout: WAIT_DEADLINE_MS,
      interval: 10,
    });
    expect((await slung).exitCode).toBe(0);
    expect(at.state()).toMatchObject({ polecats: [{ name: "furiosa" }], slinging: [] });
  });

  it.each([0, 50])("refuses a sling of %i ms of a bead that is being slung", async (sling) => {
    const at = seeded({ beads: ["al-1"], latency: { sling } });
    const until = Date.now() + 3_600_000;
    withState(at.root, ({ slinging }) => {
      slinging.push({ bead: "al-1", until, caller: 1, isSecond: false });
    });
    expect((await at.call(["sling", "al-1", "alpha"])).stderr).toContain("al-1 is already being slung");
    expect(at.state()).toMatchObject({ polecats: [], slinging: [{ caller: 1 }] });
  });
});

describe("a broken file of a simulated town", () => {
  it("with something else in the state is an error that names the place", async () => {
    const at = seeded();
    const { state } = townFiles(at.root);
    const broken = { ...at.state(), polecats: [{ rig: "alpha" }] };
    writeFileSync(state, JSON.stringify(broken));
    const { exitCode, stderr } = await at.call(["health", "--json"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${state}: polecats.0.name`);
    expect(readFileSync(state, "utf8")).toBe(JSON.stringify(broken));
  });

  it("is the same error in process", () => {
    const at = seeded();
    writeFileSync(townFiles(at.root).state, JSON.stringify({ ...at.state(), beads: null }));
    expect(() => runInTown(at.root, "gt", ["health", "--json"], 0)).toThrow(TownFileError);
  });

  it("that is no JSON is an error", async () => {
    const at = seeded();
    writeFileSync(townFiles(at.root).state, "{");
    expect((await at.call(["health", "--json"])).stderr).toMatch(/^Error: .*: not JSON; mend the file/);
  });

  it("with a fault that does not exist is an error, not a call without fault", async () => {
    const at = seeded();
    writeFileSync(townFiles(at.root).faults, JSON.stringify({ rules: [{ kind: "hangs" }] }));
    const { exitCode, stderr } = await at.call(["health", "--json"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("rules.0.kind");
  });

  it("is none where a person left out what has a default", async () => {
    const at = seeded();
    writeFileSync(townFiles(at.root).faults, JSON.stringify({ doltDown: true }));
    expect(isRunningIn(await at.call(["health", "--json"]))).toBe(false);
    setFaults(at.root, {});
    expect(isRunningIn(await at.call(["health", "--json"]))).toBe(true);
  });
});
