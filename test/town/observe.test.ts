import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import { createAdaptiveTimeouts, createTurns, observe } from "../../src/town/index.ts";
import { type ObservationRequest, type TownObservation } from "../../src/projection/index.ts";
import { containing } from "../containing.ts";
import { ALL_OF_IT } from "./observations.ts";
import { createSimTown, hanging, type SimTown } from "./sim-town.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const RIGS = [
  { name: "alpha", localPath: "/town/alpha" },
  { name: "beta", localPath: "/town/beta" },
];

type Look = (request?: Partial<ObservationRequest>) => Promise<TownObservation>;

/** Syncs of one life of an operator, which learns how long reads take. */
const looker = (town: SimTown): Look => {
  const timeouts = createAdaptiveTimeouts(town.clock, 10_000);
  const turns = createTurns(30_000);
  return (request = {}) =>
    observe(
      { gt: town.gt, clock: town.clock, timeouts, turns, statPath: () => Promise.resolve("present") },
      { ...ALL_OF_IT, rigs: RIGS, ...request },
    );
};

const look = (town: SimTown, request: Partial<ObservationRequest> = {}): Promise<TownObservation> =>
  looker(town)(request);

const tenRigs = () =>
  Array.from({ length: 10 }, (_, index) => ({
    ...ALPHA,
    name: `rig${index}`,
    prefix: `r${"abcdefghij"[index]}`,
  }));

/** Lets time go by, in steps, until the work has ended. */
async function inTime<Value>(town: SimTown, work: Promise<Value>): Promise<Value> {
  const deadline = Date.now() + WAIT_DEADLINE_MS;
  while (Date.now() < deadline) {
    const over = await Promise.race([work, setImmediate("not yet")]);
    if (over !== "not yet") break;
    town.clock.advance(500);
  }
  return work;
}

async function pass(town: SimTown, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    await setImmediate();
    town.clock.advance(500);
  }
}

/** A town in which each of so many polecats has a bead on its hook. */
function crowd(count: number): { town: SimTown; beads: readonly string[] } {
  const beads = Array.from({ length: count }, (_, index) => `al-${index}`);
  const town = createSimTown({ rigs: [ALPHA, BETA], beads });
  for (const [index, bead] of town.state.beads.entries()) {
    Object.assign(bead, { status: "hooked", assignee: `alpha/polecats/cat${index}` });
    town.state.polecats.push({
      rig: "alpha",
      name: `cat${index}`,
      branch: `polecat/cat${index}`,
      session: true,
      createdAt: 0,
      unpushed: 0,
      stashes: 0,
      endsAt: null,
      quietSince: null,
    });
  }
  return { town, beads };
}
const withoutIds = (call: string): string => call.replaceAll(/ al-\d+/g, "");

describe("One sync", () => {
  it("makes the same calls for 10 and for 500 polecats", async () => {
    const [few, many] = [crowd(10), crowd(500)];
    const small = await look(few.town, { beads: few.beads });
    const large = await look(many.town, { beads: many.beads });
    expect(many.town.calls.map(withoutIds)).toEqual(few.town.calls.map(withoutIds));
    expect(few.town.calls.map(withoutIds)).toEqual([
      "health --json",
      "rig list --json",
      "polecat list --all --json",
      "show --json",
      "convoy list --json",
      "mq list alpha --json",
      "mq list beta --json",
      "version",
      "health --json",
    ]);
    for (const [read, count] of [
      [small, 10],
      [large, 500],
    ] as const) {
      expect(read.polecats.get("alpha")).toMatchObject({ ok: true, value: { length: count } });
      expect(
        [...read.beads.values()].every((reading) => reading.ok && reading.value?.status === "hooked"),
      ).toBe(true);
    }
  });

  it("looks at three terminals at most, of those that are wanted and that gt calls stalled, most wanted first", async () => {
    const { town } = crowd(40);
    town.clock.advance(600_000);
    for (const [index, polecat] of town.state.polecats.entries()) {
      if (index >= 30) polecat.quietSince = 0;
    }
    const watched = town.state.polecats.map(({ name }) => `alpha/${name}`).reverse();
    const read = await look(town, { watched });
    expect([...read.panes.keys()]).toEqual(["alpha/cat39", "alpha/cat38", "alpha/cat37"]);
    expect(town.calls.filter((call) => call.startsWith("peek"))).toHaveLength(3);
    expect(town.calls.at(-1)).toBe("health --json");
  });

  it("keeps a digest of a terminal, which is the same for the same text and tells nothing of it", async () => {
    const { town } = crowd(1);
    for (const polecat of town.state.polecats) polecat.quietSince = -600_000;
    const digest = async (): Promise<unknown> =>
      (await look(town, { watched: ["alpha/cat0"] })).panes.get("alpha/cat0");
    const first = await digest();
    expect(first).toEqual({ ok: true, value: expect.stringMatching(/^[0-9a-f]{16}$/) as string });
    expect(await digest()).toEqual(first);
    town.shell("gt", "nudge", "alpha/cat0", "hello");
    expect(await digest()).not.toEqual(first);
  });

  it("knows a rig without polecats as empty, not as unread", async () => {
    const { town } = crowd(1);
    expect((await look(town)).polecats.get("beta")).toEqual({ ok: true, value: [] });
  });

  it("tells a bead that is missing from one that is there", async () => {
    const { town } = crowd(1);
    const { beads } = await look(town, { beads: ["al-0", "al-99"] });
    expect(beads.get("al-0")).toMatchObject({ ok: true, value: { id: "al-0" } });
    expect(beads.get("al-99")).toEqual({ ok: true, value: null });
  });

  it("costs one call while the town's database is down, and believes nothing", async () => {
    const { town } = crowd(3);
    town.doltDown = true;
    const read = await look(town, { beads: ["al-0"] });
    expect(town.calls).toEqual(["health --json"]);
    expect(read.trust).toMatchObject({
      trusted: false,
      reason: "TownUnhealthy",
      message: containing("`gt dolt start` in that same shell"),
    });
    expect(read.polecats.size).toBe(0);
    expect(read.beads.get("al-0")).toMatchObject({ ok: false });
    expect(read.paths.get("/town/alpha")).toBe("present");
  });

  it("is not trusted when the database goes down in the middle", async () => {
    const { town } = crowd(3);
    town.once("convoy list", (run) => {
      town.doltDown = true;
      return run();
    });
    expect((await look(town, { beads: ["al-0"] })).trust).toMatchObject({
      trusted: false,
      reason: "TownUnhealthy",
    });
  });

  it("is not trusted when gt is missing, and says so in the words that help", async () => {
    const { town } = crowd(1);
    town.always("", () => ({ outcome: "missing" }));
    expect((await look(town)).trust).toMatchObject({
      trusted: false,
      reason: "GtMissing",
      message: containing("GT_PATH"),
    });
  });

  it("calls no answer that it cannot read an empty one", async () => {
    const { town } = crowd(1);
    town.once("polecat list", () => ({
      outcome: "exited",
      exitCode: 0,
      stdout: '[{"rig": nonsense',
      stderr: "",
    }));
    const read = await look(town, { beads: ["al-0"] });
    expect(read.polecats.get("alpha")).toMatchObject({ ok: true, value: [{ name: "cat0" }] });
    town.always("polecat list", () => ({
      outcome: "exited",
      exitCode: 0,
      stdout: '[{"rig": nonsense',
      stderr: "",
    }));
    expect((await look(town)).polecats.get("alpha")).toMatchObject({ ok: false, reason: "InvalidOutput" });
  });
});

describe("A rig whose calls hang", () => {
  it("is unread alone; the others are read in the same sync", async () => {
    const { town } = crowd(1);
    town.always("polecat list --all", hanging);
    town.always("polecat list alpha", hanging);
    town.always("mq list alpha", hanging);
    const read = await inTime(town, look(town, { beads: ["al-0"] }));
    expect(read.trust).toEqual({ trusted: true });
    expect(read.polecats.get("alpha")).toMatchObject({ ok: false, reason: "Timeout" });
    expect(read.queues.get("alpha")).toMatchObject({ ok: false, reason: "Timeout" });
    expect(read.polecats.get("beta")).toEqual({ ok: true, value: [] });
    expect(read.queues.get("beta")).toEqual({ ok: true, value: [] });
    expect(read.beads.get("al-0")).toMatchObject({ ok: true });
  });

  it("holds the sync up by its own timeout only, whichever read it is", async () => {
    for (const words of ["show be-1", "convoy list", "mq list beta", "peek", "vitals"]) {
      const { town } = crowd(1);
      for (const polecat of town.state.polecats) polecat.quietSince = -600_000;
      town.always(words, hanging);
      const request = { beads: ["al-0", "be-1"], watched: ["alpha/cat0"], countsIssues: true };
      const read = await inTime(town, look(town, request));
      expect(read.finishedAt - read.startedAt, words).toBeLessThanOrEqual(10_500);
      expect(read.trust).toEqual({ trusted: true });
      expect(read.busyMs, words).toBeLessThanOrEqual(1_000);
      expect(read.beads.get("al-0")).toMatchObject({ ok: true });
      expect(read.queues.get("alpha")).toEqual({ ok: true, value: [] });
    }
  });

  it("has its beads unread alone, with the reason, when their database cannot be opened", async () => {
    const { town } = crowd(1);
    town.always("show be-", () => ({
      outcome: "exited",
      exitCode: 1,
      stdout: "",
      stderr: "Error: failed to open database: dolt error\n",
    }));
    const read = await look(town, { beads: ["al-0", "be-1"] });
    expect(read.beads.get("al-0")).toMatchObject({ ok: true });
    expect(read.beads.get("be-1")).toMatchObject({ ok: false, reason: "DoltDown" });
    expect([...read.unreadDatabases.keys()]).toEqual(["be"]);
  });

  it("with two others of ten leaves the other seven read, in this sync and the next ones", async () => {
    const town = createSimTown({ rigs: tenRigs(), beads: [] });
    const hung = ["rig0", "rig4", "rig7"];
    for (const rig of hung) {
      town.always(`polecat list ${rig}`, hanging);
      town.always(`mq list ${rig}`, hanging);
    }
    town.always("polecat list --all", hanging);
    const looking = looker(town);
    for (let sync = 0; sync < 4; sync += 1) {
      const read = await inTime(town, looking());
      expect(read.trust).toEqual({ trusted: true });
      const failing = (parts: TownObservation["polecats"] | TownObservation["queues"]): readonly string[] =>
        [...parts].flatMap(([rig, reading]) => (reading.ok ? [] : [rig]));
      expect([failing(read.polecats), failing(read.queues)], `sync ${sync}`).toEqual([hung, hung]);
      if (sync > 0) expect(read.finishedAt - read.startedAt).toBeLessThanOrEqual(11_000);
      await pass(town, 30_000);
    }
  });

  it("is read again in the sync after its return, and so is the whole town's list", async () => {
    const { town } = crowd(1);
    let isHanging = true;
    for (const words of ["polecat list", "mq list alpha"])
      town.always(words, (run, late) => (isHanging ? late() : run()));
    const looking = looker(town);
    await inTime(town, looking());
    await inTime(town, looking());
    isHanging = false;
    await pass(town, 65_000);
    const back = await inTime(town, looking());
    expect(back.polecats.get("alpha")).toMatchObject({ ok: true, value: [{ name: "cat0" }] });
    expect(back.queues.get("alpha")).toEqual({ ok: true, value: [] });
    town.calls.length = 0;
    await inTime(town, looking());
    expect(town.calls.filter((call) => call.startsWith("polecat list"))).toEqual([
      "polecat list --all --json",
    ]);
  });

  it("is not asked again while its earlier call still hangs", async () => {
    const { town } = crowd(1);
    town.always("mq list alpha", hanging);
    await inTime(town, look(town));
    await inTime(town, look(town));
    expect(town.calls.filter((call) => call === "mq list alpha --json")).toHaveLength(1);
    expect(town.calls.filter((call) => call === "mq list beta --json")).toHaveLength(2);
  });
});
