/** A town as `gt install` leaves it: gt answers with a sentence where its list of rigs is asked for as JSON. */
import { expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createWorld } from "./world.ts";

it("A town without rigs can be read: a Rig says how to add its rig, and is Ready once gt has it", async () => {
  const world = createWorld({ rigs: [], beads: [] });
  world.rig("alpha");
  const { operator } = await world.start();
  await world.until("it was looked for", () => world.condition("rigs/alpha", "Synced")?.status === "True");
  expect(world.condition("rigs/alpha", "Ready")).toMatchObject({ reason: "RigUnknownToTown" });
  expect(world.condition("rigs/alpha", "Synced")?.status).toBe("True");
  expect(operator.ready().ok).toBe(true);
  Object.assign(world.town.state, { rigs: [ALPHA] });
  await world.until("it is there", () => world.condition("rigs/alpha", "Ready")?.status === "True");
});
