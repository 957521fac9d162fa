import { describe, expect, it } from "vitest";
import { ORIGIN_ANNOTATION } from "../../src/kinds/index.ts";
import { ALPHA } from "simulated-town";
import { createWorld, type World } from "./world.ts";

const KEY = "default/polecats/alpha-furiosa";

/** A polecat that somebody slung at a shell. */
function strangers(): World {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.town.shell("gt", "sling", "al-1", "alpha");
  return world;
}

describe("A resource that is deleted while its polecat lives", () => {
  const told = (world: World, reason: string): readonly string[] =>
    world.api.events
      .filter((event) => event.reason === reason)
      .map(({ regarding, note }) => `${regarding.name}: ${note}`);
  const origin = (world: World): string | undefined =>
    world.api.object(KEY).metadata.annotations?.[ORIGIN_ANNOTATION];

  it("says that it lives on, and the view that is made for it names whose it was", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    await world.start({ adopt: true });
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    world.api.remove("default/polecats/one");
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    expect(told(world, "PolecatLivesOn")).toEqual([
      "one: polecat alpha/furiosa lives on, for deleting a resource ends nothing in the town: it gets a resource that only observes",
    ]);
    expect(origin(world)).toMatch(/^polecat\/default\/one, deleted at \d{4}-\d\d-\d\dT[\d:]+Z$/);
    expect(told(world, "Adopted")[0]).toContain(
      "alpha-furiosa: polecat alpha/furiosa is shown, only observed",
    );
    world.town.shell("gt", "polecat", "nuke", "alpha/furiosa", "--force");
    await world.until("its view goes all the same", () => !world.api.objects.has(KEY));
    expect(told(world, "PolecatLivesOn")).toHaveLength(1);
  });

  it("says so of a view, which is made anew", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    expect(origin(world)).toBe("no resource stood for it when it was found");
    const { uid } = world.api.object(KEY).metadata;
    world.api.remove(KEY);
    await world.until("it is made anew", () => world.api.object(KEY).metadata.uid !== uid);
    expect(told(world, "PolecatLivesOn")).toHaveLength(1);
    expect(origin(world)).toContain("polecat/default/alpha-furiosa, deleted at");
  });

  it("says nothing where another resource drives the polecat, or the operator itself lets a view go", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    world.polecat("one");
    await world.until("the view is gone", () => !world.api.objects.has(KEY));
    world.rig("mine", { gtName: "alpha", beadsPrefix: "al", localPath: "/town/alpha" });
    await world.pass(60_000);
    expect(told(world, "PolecatLivesOn")).toEqual([]);
  });

  it("says what would have ended it, where nothing is adopted", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    await world.start();
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    world.api.remove("default/polecats/one");
    await world.until("it is said", () => told(world, "PolecatLivesOn").length === 1);
    expect(told(world, "PolecatLivesOn")[0]).toContain("deletionPolicy Terminate");
  });
});
