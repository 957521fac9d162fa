import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "../../src/embedded/town/index.ts";
import {
  createPatience,
  observe,
  type ObservationRequest,
  type TownObservation,
} from "../../src/town/index.ts";
import { containing } from "../containing.ts";
import { createSimTown, hanging, type SimTown } from "./sim-town.ts";

const RIGS = [
  { name: "alpha", localPath: "/town/alpha" },
  { name: "beta", localPath: "/town/beta" },
];

const look = (town: SimTown, request: Partial<ObservationRequest> = {}): Promise<TownObservation> =>
  observe(
    {
      gt: town.gt,
      clock: town.clock,
      patience: createPatience(town.clock, 10_000),
      statPath: () => Promise.resolve("present"),
    },
    { rigs: RIGS, beads: [], watched: [], countsIssues: false, ...request },
  );

/** Lets time go by, in steps, until the work has ended. */
async function inTime<Value>(town: SimTown, work: Promise<Value>): Promise<Value> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const over = await Promise.race([work, setImmediate("not yet")]);
    if (over !== "not yet") break;
    town.clock.advance(500);
  }
  return work;
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
      message: containing("gt dolt start"),
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

  it("is not asked again while its earlier call still hangs", async () => {
    const { town } = crowd(1);
    town.always("mq list alpha", hanging);
    await inTime(town, look(town));
    await inTime(town, look(town));
    expect(town.calls.filter((call) => call === "mq list alpha --json")).toHaveLength(1);
    expect(town.calls.filter((call) => call === "mq list beta --json")).toHaveLength(2);
  });
});
