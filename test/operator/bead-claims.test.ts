import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import { createWorld, type World } from "./world.ts";

const phase = (world: World, name: string): unknown => world.status(`polecats/${name}`)["phase"];

describe("A Polecat that can be slung with a bead", () => {
  it.each([
    ["of the wrong rig", { rig: "alpha" }, "BeadOfAnotherRig"],
    ["without a Rig", { rig: "nowhere" }, "RigNotFound"],
    ["whose rig gt does not know", { rig: "unlisted" }, "RigDegraded"],
    ["whose Rig is the second for one rig of gt", { rig: "second" }, "RigDegraded"],
  ])("is not kept from it by one %s, which can never be slung with it", async (_which, spec, reason) => {
    const world = createWorld({ rigs: [ALPHA, BETA], beads: ["be-1"] });
    world.rig("alpha");
    world.rig("beta", { beadsPrefix: undefined });
    await world.pass(2_000);
    world.rig("unlisted", { beadsPrefix: undefined });
    world.rig("second", { gtName: "beta", beadsPrefix: undefined });
    world.polecat("one", { ...spec, beadID: "be-1" });
    await world.pass(2_000);
    world.polecat("two", { rig: "beta", beadID: "be-1" });
    await world.start();
    await world.until("the rightful one works", () => phase(world, "two") === "Working");
    await world.until(
      "the other one is reported",
      () => world.condition("polecats/one", "Ready")?.reason === reason,
    );
    await world.pass(60_000);
    expect(world.town.calls.filter((call) => call.startsWith("sling"))).toHaveLength(1);
    expect(phase(world, "one")).toBe("Pending");
  });
});
