import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORCE_TERMINATION_ANNOTATION } from "../../src/api/index.ts";
import { ALPHA, condition, createWorld, polecat, rig, type World } from "./harness/index.ts";

const ASKED = { desiredState: "Terminated" };

describe("on gt 1.2.1", { timeout: 150_000, concurrent: true }, () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion: "1.2.1",
        rigs: [ALPHA],
        beads: ["al-merged", "al-kept"],
        plans: { "al-merged": { behaviour: "finish", afterMs: 0, mergeAfterMs: 8_000 } },
      },
    });
    const { cluster, town } = world;
    await cluster.apply(rig(town.root, ALPHA, { settings: { maxPolecats: 20 } }));
    await cluster.apply(
      polecat("merged", { beadID: "al-merged" }),
      polecat("kept", { beadID: "al-kept", terminationPolicy: "Force" }),
    );
  });
  afterAll(() => world.close());

  test("the Rig is Ready and names the version", async () => {
    const seen = await world.cluster.untilPhase("Rig", "alpha", "Ready");
    expect(seen.status["gtVersion"]).toBe("1.2.1");
  });

  test("a polecat whose work was done and merged ends", async () => {
    const { cluster, town } = world;
    await cluster.until("Polecat", "merged", "has worked", ({ status }) => status.phase === "Idle");
    const sim = cluster.get("Polecat", "merged")?.status.polecatName ?? "";
    await cluster.setSpec("Polecat", "merged", ASKED);
    await cluster.untilPhase("Polecat", "merged", "Terminated");
    expect(town.polecat("alpha", sim)).toBeUndefined();
    expect(town.writes().filter((line) => line.startsWith(`polecat nuke alpha/${sim}`))).toEqual([
      `polecat nuke alpha/${sim}`,
    ]);
  });

  test("one whose agent never said gt done is kept, in words, and ends by consent", async () => {
    const { cluster, town } = world;
    await cluster.untilPhase("Polecat", "kept", "Working");
    await cluster.setSpec("Polecat", "kept", ASKED);
    const blocked = await cluster.until(
      "Polecat",
      "kept",
      "is kept",
      (object) =>
        condition(object, "Terminating")?.reason === "CleanupStatusMissing" &&
        object.status.terminationProof !== undefined,
    );
    expect(condition(blocked, "Terminating")?.message).toContain("say gt done in its session");
    const sim = blocked.status.polecatName ?? "";
    expect(town.polecat("alpha", sim)?.session).toBe(true);
    const consent = blocked.status.terminationProof?.consent ?? "";
    await cluster.patch("Polecat", "kept", {
      metadata: { annotations: { [FORCE_TERMINATION_ANNOTATION]: consent } },
    });
    await cluster.untilPhase("Polecat", "kept", "Terminated");
    expect(town.polecat("alpha", sim)).toBeUndefined();
  });
});
