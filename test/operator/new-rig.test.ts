import { expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createWorld } from "./world.ts";

it("A Polecat whose Rig was made while the town was read waits for the next read, and is not Degraded meanwhile", async () => {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
  const seen: (string | undefined)[] = [];
  let isMade = false;
  world.town.always("mq list", (run) => {
    if (!isMade) {
      isMade = true;
      world.rig("alpha");
      world.polecat("one");
    }
    return run();
  });
  await world.start();
  await world.until("it is at work", () => {
    seen.push(world.condition("polecats/one", "Reconciling")?.reason);
    expect(world.condition("polecats/one", "Degraded")?.status).not.toBe("True");
    return world.status("polecats/one")["phase"] === "Working";
  });
  expect(seen).toContain("AwaitingObservation");
  expect(seen).not.toContain("RigDegraded");
});
