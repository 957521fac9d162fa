import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { containing } from "../containing.ts";
import { createWorld, type World } from "./world.ts";

/** bd obeys the BEADS_DOLT_DATA_DIR that gt 1.2 gives it. */
async function misled(beadID: string): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"], gtVersion: "1.2.1" });
  world.town.state.isTownDatabaseAlone = true;
  world.rig("alpha");
  world.polecat("one", { beadID });
  await world.start();
  await world.until(
    "it is reported",
    () => world.condition("polecats/one", "Degraded")?.reason === "BeadsUnread",
  );
  await world.pass(180_000);
  return world;
}

describe("A bead that gt 1.2 does not find while it looks into the town's own database alone", () => {
  it("is not called missing: its Polecat waits, says why, and is slung once gt finds it", async () => {
    const world = await misled("al-1");
    expect(world.status("polecats/one")["phase"]).toBe("Pending");
    expect(world.condition("polecats/one", "Degraded")).toMatchObject({
      status: "True",
      message: containing("gt looks for beads of rigs in the town's own database"),
    });
    expect(world.town.writes()).toEqual([]);
    world.town.state.isTownDatabaseAlone = false;
    await world.until("it is at work", () => world.status("polecats/one")["phase"] === "Working");
  });

  it("is called missing once gt looks into the rig's database, and does not find it there", async () => {
    const world = await misled("al-none");
    world.town.state.isTownDatabaseAlone = false;
    await world.until("it has failed", () => world.status("polecats/one")["phase"] === "Failed");
    expect(world.condition("polecats/one", "Ready")).toMatchObject({ reason: "BeadNotFound" });
  });
});
