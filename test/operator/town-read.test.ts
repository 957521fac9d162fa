import { describe, expect, it } from "vitest";
import { readTownRead } from "../../src/cli/town-read.ts";
import { ALPHA } from "simulated-town";
import { refused } from "./memory-api.ts";
import { createWorld, type World } from "./world.ts";

const LEASE = { namespace: "default", name: "gastown-operator-town-read" };
const minute = 60_000;

async function quiet(): Promise<{ world: World; life: Awaited<ReturnType<World["start"]>> }> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
  world.rig("alpha");
  world.polecat("one");
  const life = await world.start({ townLease: LEASE });
  await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
  await world.pass(2 * minute);
  return { world, life };
}
const townRead = (world: World) => readTownRead(world.api, {}, "default", world.town.clock.now());
const town = ({ operator }: Awaited<ReturnType<World["start"]>>): string =>
  operator.ready().checks.find(({ name }) => name === "town")?.message ?? "";

describe("A quiet town", () => {
  it("is told from a dead operator by the age of its last read, at no status write and one Lease a minute", async () => {
    const { world, life } = await quiet();
    const statuses = world.api.writes.length;
    let leases = 0;
    world.api.intercept = (method, path) => {
      if (method !== "GET" && path.includes("/leases")) leases += 1;
    };
    await world.pass(10 * minute);
    expect(world.api.writes).toHaveLength(statuses);
    expect(leases).toBeGreaterThanOrEqual(5);
    expect(leases).toBeLessThanOrEqual(10);
    const alive = await townRead(world);
    expect(alive).toMatchObject({ isStale: false });
    expect(alive).toHaveProperty(
      "secondsAgo",
      expect.toSatisfy((age: number) => age <= 120),
    );
    await life.close();
    await world.pass(10 * minute);
    expect(await townRead(world)).toMatchObject({ isStale: true });
  });

  it("says at /readyz and in a metric when it was last read, and when that could last be trusted", async () => {
    const { world, life } = await quiet();
    expect(town(life)).toMatch(/^last read \d+ s ago, at 20\S+Z$/);
    world.town.doltDown = true;
    await world.pass(5 * minute);
    expect(town(life)).toMatch(
      /^last read \d\d? s ago, .*; last trusted read \d{3} s ago: .*Dolt server is not running/,
    );
    const told = life.logs.filter(({ msg }) => String(msg).startsWith("the town cannot be read: "));
    expect(told).toHaveLength(1);
    const series = (await life.metrics.registry.metrics()).match(
      /^gastown_operator_town_read_timestamp_seconds\{trusted="(?:true|false)"\} \d+/gm,
    );
    expect(series).toHaveLength(2);
  });

  it("that cannot be read is not said to have been read", async () => {
    const { world } = await quiet();
    world.town.doltDown = true;
    await world.pass(10 * minute);
    expect(await townRead(world)).toMatchObject({ isStale: true });
  });

  it.each([
    [403, "Forbidden"],
    [422, "Invalid"],
  ])(
    "whose Lease is refused with %i says so in /readyz and in the metrics, until it goes through",
    async (code, reason) => {
      const { world, life } = await quiet();
      world.api.intercept = (method, path) => {
        if (method !== "GET" && path.includes("/leases")) throw refused(path, code, reason, "no Lease today");
      };
      const writes = (): { ok: boolean; message: string } | undefined =>
        life.operator.ready().checks.find(({ name }) => name === "writes");
      const outstanding = async (): Promise<unknown> =>
        (await life.metrics.registry.getSingleMetric("gastown_operator_writes_refused")?.get())?.values[0]
          ?.value;
      await world.until("it is reported", () => writes()?.ok === false);
      expect(writes()?.message).toMatch(
        new RegExp(`^lease of lease/default/gastown-operator-town-read is refused since .*no Lease today`),
      );
      expect(await outstanding()).toBe(1);
      world.api.intercept = () => undefined;
      await world.until("it is reported no more", () => writes()?.ok === true);
      expect(await outstanding()).toBe(0);
    },
  );

  it("is served although its Lease is forbidden, and the log says what is missing", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    world.api.intercept = (_method, path) => {
      if (path.includes("/leases")) throw refused(path, 403, "Forbidden");
    };
    const { logs } = await world.start({ townLease: LEASE });
    await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
    expect(await townRead(world)).toBe("unknown");
    expect(logs.map(({ msg }) => msg)).toContain(
      "the Lease that tells when the town was read was not written",
    );
  });
});
