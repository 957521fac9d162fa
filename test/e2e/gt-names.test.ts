import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALPHA, condition, createWorld, gtVersions, polecat, type World } from "./harness/index.ts";

const DATA = { ...ALPHA, name: "Data_2", prefix: "Dt" };

describe.each(gtVersions)("a rig that gt %s calls Data_2", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: { gtVersion, rigs: [ALPHA, DATA], beads: ["Dt-1", "Dt-by-hand"] },
      flags: ["--adopt", "true"],
    });
  });
  afterAll(() => world.close());

  test.concurrent("gets its beads slung, their closing followed, and its polecat ended", async () => {
    const { cluster, town } = world;
    await cluster.untilPhase("Rig", "data-2", "Ready");
    await cluster.apply(polecat("worker", { rig: "data-2", beadID: "Dt-1" }));
    const working = await cluster.untilPhase("Polecat", "worker", "Working");
    const sim = working.status.polecatName ?? "";
    expect(town.bead("Dt-1").assignee).toBe(`Data_2/polecats/${sim}`);
    town.complete("Dt-1");
    const idle = await cluster.untilPhase("Polecat", "worker", "Idle");
    expect(condition(idle, "Ready")?.message).toContain("Dt-1 is closed");
    await cluster.setSpec("Polecat", "worker", { desiredState: "Terminated" });
    await cluster.untilPhase("Polecat", "worker", "Terminated");
    expect(town.polecat("Data_2", sim)).toBeUndefined();
    expect(town.writes()).toContain(`polecat nuke Data_2/${sim}`);
  });

  test.concurrent(
    "shows a polecat that was slung there by hand, under a name that Kubernetes takes",
    async () => {
      const { cluster, town } = world;
      town.gt("sling", "Dt-by-hand", "Data_2");
      const sim = town.bead("Dt-by-hand").assignee?.split("/").at(-1) ?? "";
      const view = await cluster.until(
        "Polecat",
        `data-2-${sim}`,
        "is shown",
        ({ status }) => status.phase === "Working",
      );
      expect(view.spec).toMatchObject({ rig: "data-2", management: "Observe" });
      town.bd("close", "Dt-by-hand");
      await cluster.untilPhase("Polecat", `data-2-${sim}`, "Idle");
    },
  );
});
