import { expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createWorld } from "./world.ts";

it("A polecat that somebody slung shows the branch that gt 1.2 lists, before and after it was taken over", async () => {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"], gtVersion: "1.2.1" });
  world.rig("alpha");
  world.town.shell("gt", "sling", "al-1", "alpha");
  const branch = world.town.state.polecats[0]?.branch;
  expect(branch).toMatch(/^polecat\/furiosa\//);
  const shown = (): unknown => world.status("polecats/alpha-furiosa")["branch"];
  await world.start({ adopt: true });
  await world.until("it is shown", () => shown() === branch);
  world.api.edit("default/polecats/alpha-furiosa", { management: "Manage" });
  await world.until(
    "it is driven",
    () => world.condition("polecats/alpha-furiosa", "Ready")?.reason === "AwaitingClose",
  );
  expect(shown()).toBe(branch);
});
