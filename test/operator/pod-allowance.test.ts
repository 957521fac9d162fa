import { ALPHA } from "simulated-town";
import { expect, it } from "vitest";
import { createWorld } from "./world.ts";

it("A Polecat that asks for a pod says what its Rig has against that, and hears of it when the Rig changes", async () => {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
  world.rig("alpha");
  world.polecat("one", {
    executionMode: "kubernetes",
    kubernetes: {
      gitRepository: "https://example.com/r.git",
      gitSecretRef: { name: "admin" },
      image: "registry.example/agent",
    },
  });
  await world.start();
  const told = (): string => world.condition("polecats/one", "Ready")?.message ?? "";
  await world.until("it says that nothing is listed", () => told().includes("lets no polecat run in a pod"));

  const pods = {
    namespaces: ["default"],
    images: ["registry.example/agent"],
    repositories: ["https://example.com"],
  };
  world.api.edit("rigs/alpha", { pods });
  await world.until("it says what is not listed", () => told().includes("Secret admin"));

  world.api.edit("rigs/alpha", { pods: { ...pods, secrets: ["admin"] } });
  await world.until("nothing is said of the Rig", () => !told().includes("Rig alpha"));
  expect(world.condition("polecats/one", "Stalled")).toMatchObject({
    status: "True",
    reason: "ExecutionModeNotEnabled",
  });
  expect(world.town.writes()).toEqual([]);
});
