import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { anyObjectName } from "../../src/cli/plugin/object-name.ts";
import { why } from "../../src/cli/why.ts";
import { ConfigError } from "../../src/settings/index.ts";
import { ALPHA } from "simulated-town";
import { explanationText, type Explanation } from "../../src/explain/index.ts";
import { createMemoryJournal, type Journal } from "../../src/host/index.ts";
import { refused } from "../operator/memory-api.ts";
import { createWorld, type World } from "../operator/world.ts";

const explained = async (world: World, name: string, journal?: string): Promise<Explanation> =>
  why({ api: world.api, asked: undefined, namespace: "default" }, anyObjectName(name), journal);
const ask = async (world: World, name: string, journal?: string): Promise<string> =>
  explanationText(await explained(world, name, journal));
const phase = (world: World, key: string): unknown => world.status(key)["phase"];

async function town(journal?: Journal): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2", "al-3", "al-4"] });
  world.rig("alpha", { settings: { maxPolecats: 2 } });
  world.polecat("one");
  await world.start({}, journal);
  await world.until("one works", () => phase(world, "polecats/one") === "Working");
  return world;
}

/** A journal as an operator with a data folder has it. */
function written(journal: Journal): string {
  const folder = mkdtempSync(path.join(tmpdir(), "why-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = [...journal.read()].map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(path.join(folder, "000000000000001.jsonl"), lines.join(""));
  return folder;
}

describe("why polecat/NAME", () => {
  it("says what it does, since when, and that nothing is asked of anybody", async () => {
    const said = await ask(await town(), "polecat/one");
    expect(said).toMatch(/^polecat default\/one is Working \(working\.healthy\) since 2026-05-01T12:00:\d\d/);
    expect(said).toContain("why:       Working: al-1 is in work by alpha/furiosa");
    expect(said).toContain("waits for: the bead to read closed");
    expect(said).toMatch(/what you can do:\n {4}nothing is asked of you$/);
  });

  it("names what keeps a termination, and what to do about it", async () => {
    const world = await town();
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    world.api.edit("default/polecats/one", { desiredState: "Terminated" });
    await world.until(
      "it is blocked",
      () => world.status("polecats/one")["state"] === "terminating.revocable.blocked",
    );
    const said = await ask(world, "pc/one");
    expect(said).toContain("why:       UncommittedWork: uncommitted files: notes.txt");
    expect(said).toContain("Stalled for the same reason");
    expect(said.match(/uncommitted files: notes\.txt/g)).toHaveLength(1);
    expect(said).toMatch(/\n {6}git -C \S+\/alpha\/polecats\/furiosa\/alpha status\n/);
    expect(said).toMatch(/what you can do:\n {4}commit or remove the files named above in its worktree/);
    expect(said).toMatch(
      /with spec\.terminationPolicy Force, run\n {6}kubectl annotate --overwrite -n default polecat\/one 'gastown\.gastown\.io\/force-termination=alpha\/furiosa@[^:']+:[0-9a-f]{16}[^']*'$/,
    );
  });

  it("says with a journal how it came here and what was tried", async () => {
    const journal = createMemoryJournal();
    const world = await town(journal);
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    world.api.edit("default/polecats/one", { desiredState: "Terminated" });
    await world.pass(60_000);
    const said = await ask(world, "polecat/one", written(journal));
    expect(said).toMatch(/tried:\n( {4}.*proveTermination answered: UncommittedWork: .*\n){2,}/);
    expect(said).toContain("pending.slinging → working.healthy on sling answered");
    expect(said).toContain(
      "terminating.revocable.proving → terminating.revocable.blocked on proveTermination answered",
    );
    expect(said).toMatch(/is Working \(terminating\.revocable\.blocked\) since 2026-05-01T12:00:4\d/);
  });

  it("calls the age of the newest read a bound: what tells of it is renewed once a minute at most", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    await world.start({ townLease: { namespace: "default", name: "gastown-operator-town-read" } });
    await world.until("one works", () => phase(world, "polecats/one") === "Working");
    await world.pass(60_000);
    expect(await ask(world, "polecat/one")).toMatch(
      /town read: at most \d+ s ago \(2026-05-01T12:\d\d:\d\d\.\d{3}Z or later\)\n/,
    );
  });

  it("never says that the town was last read before it said what the status tells of it", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    await world.start({ townLease: { namespace: "default", name: "gastown-operator-town-read" } });
    await world.until("one works", () => phase(world, "polecats/one") === "Working");
    await world.pass(5_000);
    world.town.shell("bd", "close", "al-1");
    await world.until("it is idle", () => phase(world, "polecats/one") === "Idle");
    const said = await ask(world, "polecat/one");
    const read = Date.parse(/town read: .*\((\S+) or later\)/.exec(said)?.[1] ?? "");
    expect(read).toBe(Date.parse(/unchanged: since (\S+)/.exec(said)?.[1] ?? "no time"));
  });

  it("says that nobody reads the town any more, and where to look for the reason", async () => {
    const lease = "gastown-operator-town-read";
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    await world.start({ townLease: { namespace: "default", name: lease } });
    await world.pass(60_000);
    const key = [...world.api.objects.keys()].find((one) => one.endsWith(lease)) ?? "";
    const stale = "the town was not read for a while: check that the operator runs; its /readyz";
    expect(await ask(world, "polecat/one")).toContain(stale);
    const { spec } = world.api.object(key);
    world.api.edit(key, { ...spec, renewTime: new Date().toISOString() });
    expect(await ask(world, "polecat/one")).not.toContain(stale);
  });

  it("says that no operator has seen it", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: [] });
    world.polecat("one");
    const said = await ask(world, "polecat/one");
    expect(said).toContain("polecat default/one is none");
    expect(said).toContain("NotObserved: no operator has written its status yet");
    expect(said).toContain("check that the operator runs");
  });
});

describe("why rig/NAME", () => {
  it("names what is wrong with it", async () => {
    const world = await town();
    world.town.doltDown = true;
    await world.until("it says so", () => phase(world, "rigs/alpha") === "Degraded");
    const said = await ask(world, "rig/alpha");
    expect(said).toContain("rig alpha is Degraded");
    expect(said).toContain("TownUnhealthy");
    expect(said).toContain("with the town's own GT_DOLT_HOST and GT_DOLT_PORT where it has them");
    expect(said).toContain("`gt dolt start` in that same shell");
  });
});

describe("why convoy/NAME", () => {
  const WAVE = { trackedBeads: ["al-1", "al-2", "al-3", "al-4"] };

  async function wave(): Promise<World> {
    const world = await town();
    world.polecat("two", { beadID: "al-2" });
    await world.until("two works", () => phase(world, "polecats/two") === "Working");
    world.polecat("three", { beadID: "al-3" });
    world.convoy("wave", WAVE);
    await world.until(
      "three waits",
      () => world.condition("polecats/three", "Ready")?.reason === "NoCapacity",
    );
    await world.until("it is counted", () => world.status("convoys/wave")["progress"] === "0/4");
    return world;
  }

  it("says of each bead who has it, that it is queued, or that nobody asks for it", async () => {
    const said = await ask(await wave(), "convoy/wave");
    expect(said).toContain("BeadsOpen: 4 of 4 beads are open");
    expect(said).toMatch(/al-1 +in work by polecat default\/one: in work by alpha\/furiosa/);
    expect(said).toMatch(/al-3 +queued by polecat default\/three: NoCapacity/);
    expect(said.replaceAll(/\s+/g, " ")).toContain(
      "al-4 no polecat: no Polecat asks for it: `kubectl gastown sling al-4 alpha` makes one",
    );
  });

  it("says of a bead that it is blocked, and by what, when the town is down", async () => {
    const world = await wave();
    world.town.doltDown = true;
    await world.until("it says so", () => world.condition("polecats/one", "Degraded")?.status === "True");
    const said = await ask(world, "cv/wave");
    expect(said).toMatch(/al-1 +blocked by polecat default\/one: TownUnhealthy/);
    expect(said).toMatch(/al-4 +no polecat: .*its rig alpha is Degraded \(TownUnhealthy/);
  });

  it("is told bead by bead to programs, too", async () => {
    expect(await explained(await wave(), "convoys/wave")).toMatchObject({
      phase: "InProgress",
      beads: [
        { bead: "al-1", progress: "inWork", polecat: "default/one" },
        { bead: "al-2", progress: "inWork", polecat: "default/two" },
        { bead: "al-3", progress: "queued", polecat: "default/three" },
        { bead: "al-4", progress: "noPolecat", polecat: null },
      ],
    });
  });

  it("says what it can to whoever may not list Polecats", async () => {
    const world = await wave();
    world.api.intercept = (method, asked) => {
      if (method === "GET" && asked.endsWith("/polecats")) throw refused(`GET ${asked}`, 403, "Forbidden");
      return Promise.resolve();
    };
    const said = await ask(world, "convoy/wave");
    expect(said).toContain("BeadsOpen: 4 of 4 beads are open");
    expect(said).toMatch(/al-1 +unknown: the Polecats of the cluster cannot be listed/);
  });
});

describe("why", () => {
  it.each(["Nux", "a/b/c", "polecat/", "polecat/Nux", "polecat/a/b/c", "rig/a/b"])(
    "refuses %s and says what it takes",
    (text) => expect(ask(createWorld({ rigs: [], beads: [] }), text)).rejects.toThrow(ConfigError),
  );

  it("says where it looked for what is not there", () =>
    expect(ask(createWorld({ rigs: [], beads: [] }), "polecat/nux")).rejects.toThrow(
      'polecats.gastown.gastown.io "nux" not found in namespace default (choose another with -n)',
    ));
});
