import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import { createGlance, createAdaptiveTimeouts, createTurns, observe } from "../../src/town/index.ts";
import { type TownObservation } from "../../src/projection/index.ts";
import { ALL_OF_IT } from "./observations.ts";
import { createSimTown, hanging, type SimTown } from "./sim-town.ts";

const seed = { rigs: [ALPHA, BETA], beads: ["al-1", "al-2", "be-1"] };

async function lookedAt(town: SimTown) {
  const glance = createGlance({ gt: town.gt, clock: town.clock });
  const observation = await observe(
    {
      gt: town.gt,
      clock: town.clock,
      timeouts: createAdaptiveTimeouts(town.clock, 10_000),
      turns: createTurns(30_000),
      statPath: () => Promise.resolve("present"),
    },
    { ...ALL_OF_IT, beads: ["al-1", "be-1", "al-none"] },
  );
  glance.note(observation);
  return { glance, observation };
}

const ids = (ended: readonly { readonly id: string }[] | undefined) => ended?.map(({ id }) => id);

describe("A glance at the town", () => {
  it("sees that a followed bead was closed or slung", async () => {
    for (const change of [
      (town: SimTown) => town.shell("bd", "close", "be-1"),
      (town: SimTown) => town.shell("gt", "sling", "al-1", "alpha"),
    ]) {
      const town = createSimTown(seed);
      const { glance } = await lookedAt(town);
      await glance.look([]);
      expect(glance.isBehind()).toBe(false);
      change(town);
      await glance.look([]);
      expect(glance.isBehind()).toBe(true);
    }
  });

  it("costs one call a database, and sees no change in beads that nobody follows", async () => {
    const town = createSimTown(seed);
    const { glance } = await lookedAt(town);
    town.shell("bd", "close", "al-2");
    const before = town.calls.length;
    expect(await glance.look([])).toBeNull();
    expect(glance.isBehind()).toBe(false);
    expect(town.calls.slice(before).toSorted()).toEqual(["show al-1 al-none --json", "show be-1 --json"]);
  });

  it("sees a bead that is followed only since the newest read", async () => {
    const town = createSimTown(seed);
    const { glance } = await lookedAt(town);
    await glance.look(["al-1", "al-none"]);
    expect(glance.isBehind()).toBe(false);
    await glance.look(["al-1", "al-2"]);
    expect(glance.isBehind()).toBe(true);
  });

  it("asks for a read of a bead that the read under way was not asked for, until one has begun since", async () => {
    const town = createSimTown(seed);
    const { glance, observation } = await lookedAt(town);
    const startedAt = town.clock.now() + 500;
    town.clock.advance(1_000);
    await glance.look(["al-2"]);
    glance.note({ ...observation, startedAt });
    expect(glance.isBehind()).toBe(true);
    glance.note({ ...observation, startedAt: town.clock.now() + 500 });
    expect(glance.isBehind()).toBe(false);
  });

  it("says nothing where gt does not answer, and knows what was read before", async () => {
    const town = createSimTown(seed);
    const { glance } = await lookedAt(town);
    town.shell("bd", "close", "al-1");
    town.doltDown = true;
    expect(await glance.look([])).toBeNull();
    town.doltDown = false;
    expect(ids((await glance.look([]))?.ended)).toEqual(["al-1"]);
    expect(glance.isBehind()).toBe(true);
  });

  it("asks for a read where the database is away, until a read has begun since", async () => {
    const town = createSimTown(seed);
    const { glance, observation } = await lookedAt(town);
    town.clock.advance(1_000);
    town.doltDown = true;
    await glance.look([]);
    expect([glance.isBehind(), glance.isAway()]).toEqual([true, true]);
    glance.note(observation);
    expect(glance.isBehind()).toBe(true);
    glance.note({
      ...observation,
      startedAt: town.clock.now(),
      trust: { trusted: false, reason: "DoltDown", message: "" },
    });
    expect(glance.isBehind()).toBe(false);
  });

  it("does not wait for a slow list of polecats, nor for the reads behind that", async () => {
    const town = createSimTown(seed);
    const { glance } = await lookedAt(town);
    town.shell("bd", "close", "al-1");
    town.always("polecat list", hanging);
    const slow = [town.gt.listRigPolecats("alpha"), town.gt.listRigPolecats("beta"), town.gt.listRigs()];
    expect(ids((await glance.look([]))?.ended)).toEqual(["al-1"]);
    town.clock.advance(60_000);
    await Promise.allSettled(slow);
  });

  it("is sure of an end only where the database is found running behind it", async () => {
    const town = createSimTown(seed);
    const { glance } = await lookedAt(town);
    town.shell("bd", "close", "al-1");
    town.once("health", (run) => {
      town.doltDown = true;
      const answer = run();
      town.doltDown = false;
      return answer;
    });
    expect(await glance.look([])).toBeNull();
    expect(glance.isBehind()).toBe(true);
  });

  it("has its news told with all else that the newest read said", async () => {
    const town = createSimTown(seed);
    const { glance, observation } = await lookedAt(town);
    town.shell("bd", "close", "al-1");
    town.clock.advance(1_000);
    const glimpse = await glance.look([]);
    const news = glimpse === null ? null : glance.newsOf(glimpse);
    expect(news?.restReadAt).toBe(observation.startedAt);
    expect(news?.observation.rigs).toEqual(observation.rigs);
    expect(news?.observation.beads.get("al-1")).toMatchObject({ ok: true, value: { status: "closed" } });
    expect(news?.observation.beads.get("be-1")).toMatchObject({ ok: true, value: { status: "open" } });
  });

  it("holds an end against a read that began before it, and not against a later one", async () => {
    const town = createSimTown(seed);
    const { glance, observation } = await lookedAt(town);
    town.shell("bd", "close", "al-1");
    town.clock.advance(1_000);
    await glance.look([]).then((glimpse) => glimpse && glance.newsOf(glimpse));
    const status = (read: TownObservation): unknown => {
      const reading = glance.note(read).beads.get("al-1");
      return reading?.ok === true ? reading.value?.status : reading;
    };
    expect(status({ ...observation, startedAt: town.clock.now() - 500 })).toBe("closed");
    expect(glance.isBehind()).toBe(true);
    expect(status({ ...observation, startedAt: town.clock.now() + 500 })).toBe("open");
    expect(glance.isBehind()).toBe(false);
  });

  it("tells nothing while the newest read of the town is not to be trusted, or where it knows more", async () => {
    const town = createSimTown(seed);
    const { glance, observation } = await lookedAt(town);
    town.shell("bd", "close", "al-1");
    town.clock.advance(1_000);
    const glimpse = await glance.look([]);
    if (glimpse === null) throw new Error("the glance saw nothing");
    glance.note({ ...observation, startedAt: glimpse.startedAt + 1 });
    expect(glance.newsOf(glimpse)).toBeNull();
    const trust = { trusted: false, reason: "TownUnhealthy", message: "no Dolt" } as const;
    glance.note({ ...observation, trust });
    expect(glance.newsOf(glimpse)).toBeNull();
  });
});
