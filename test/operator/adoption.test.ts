import { describe, expect, it } from "vitest";
import { ADOPTED_LABEL, BOUND_POLECAT_ANNOTATION } from "../../src/api/index.ts";
import { ALPHA } from "../../src/embedded/town/index.ts";
import { createWorld, type World } from "./world.ts";

const KEY = "default/polecats/alpha-furiosa";

/** A polecat that somebody slung at a shell. */
function strangers(): World {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.town.shell("gt", "sling", "al-1", "alpha");
  return world;
}

describe("A polecat without a resource", () => {
  it("gets one that only observes, shows its work, and is never written to", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    expect(world.api.object(KEY)).toMatchObject({
      metadata: {
        labels: { [ADOPTED_LABEL]: "true" },
        annotations: { [BOUND_POLECAT_ANNOTATION]: "furiosa" },
      },
      spec: { rig: "alpha", management: "Observe" },
    });
    expect(world.status("polecats/alpha-furiosa")).toMatchObject({
      assignedBead: "al-1",
      polecatName: "furiosa",
    });
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.pass(120_000);
    expect(world.town.writes()).toEqual([]);
  });

  it("gets none unless it is asked for", async () => {
    const world = strangers();
    await world.start();
    await world.pass(60_000);
    expect(world.api.objects.has(KEY)).toBe(false);
  });

  it("loses its resource when it is gone, twice, in a healthy town", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    world.town.doltDown = true;
    await world.pass(120_000);
    expect(world.api.objects.has(KEY)).toBe(true);
    world.town.doltDown = false;
    world.town.shell("gt", "polecat", "nuke", "alpha/furiosa");
    await world.until("its resource is gone", () => !world.api.objects.has(KEY));
  });

  it("is taken over by a resource that names its bead, and the view of it goes", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    world.polecat("one");
    await world.until("it is driven", () => world.status("polecats/one")["polecatName"] === "furiosa");
    await world.until("the view is gone", () => !world.api.objects.has(KEY));
    expect(world.town.state.polecats).toHaveLength(1);
    expect(world.town.writes()).toEqual([]);
  });

  it("is not adopted twice after a restart, nor while the operator does not know its resources yet", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    const first = await world.start({ adopt: true });
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    await first.close();
    await world.start({ adopt: true });
    await world.pass(120_000);
    expect([...world.api.objects.keys()].sort()).toEqual(["default/polecats/one", "rigs/alpha"]);
  });
});
