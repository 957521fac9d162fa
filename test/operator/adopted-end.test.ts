import { expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createWorld } from "./world.ts";

const NAME = "polecats/alpha-furiosa";

it("The end of an adopted polecat is that of this one, also where gt has given its bead to another one meanwhile", async () => {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
  world.rig("alpha");
  world.town.shell("gt", "sling", "al-1", "alpha");
  await world.start({ adopt: true });
  await world.until("it is shown", () => world.status(NAME)["phase"] === "Working");
  world.town.once("polecat list", (run) => {
    world.town.shell("gt", "session", "stop", "alpha/furiosa");
    // gt gives the bead of a dead session to a second polecat.
    world.town.shell("gt", "sling", "al-1", "alpha");
    world.api.edit(`default/${NAME}`, { management: "Manage", desiredState: "Terminated" });
    return run();
  });
  await world.until("it has ended", () => world.status(NAME)["phase"] === "Terminated");
  await world.pass(120_000);
  expect(world.town.state.polecats).toMatchObject([{ name: "nux", session: true }]);
  expect(world.town.state.beads).toMatchObject([{ id: "al-1", assignee: "alpha/polecats/nux" }]);
  expect(world.town.writes()).not.toContainEqual(expect.stringContaining("alpha/nux"));
});
