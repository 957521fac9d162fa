import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { TOWN_LABEL } from "../../src/kinds/index.ts";
import { ALPHA, BETA, convoy, createWorld, polecat, rig, Town, until, witness } from "./harness/index.ts";

test("two operators with two towns on one API, each with a gt of its own: each serves its own Rigs, and leaves those of the other alone", async ({
  onTestFinished,
}) => {
  const world = await createWorld({ seed: { gtVersion: "1.0.1", rigs: [ALPHA], beads: ["al-one"] } });
  onTestFinished(() => world.close());
  const { cluster, town: west, operator } = world;
  mkdirSync(path.join(world.folder, "east"));
  const seed = { gtVersion: "1.2.1" as const, rigs: [BETA], beads: ["be-one", "be-two"] };
  const east = new Town(path.join(world.folder, "east", "town"), seed);
  const labels = { [TOWN_LABEL]: "east" };
  const beta = rig(east.root, BETA);
  await cluster.apply({ ...beta, metadata: { ...beta.metadata, labels } });
  await operator.ready();
  await cluster.apply(
    polecat("in-west", { beadID: "al-one" }),
    polecat("in-east", { rig: "beta", beadID: "be-one" }),
    convoy("of-east", ["be-one", "be-two"], { rigRef: "beta" }),
    witness("eyes-of-east", { rigRef: "beta" }),
  );
  await cluster.untilPhase("Polecat", "in-west", "Working");
  await world.syncs(2);
  for (const [kind, name] of [
    ["Rig", "beta"],
    ["Polecat", "in-east"],
    ["Convoy", "of-east"],
    ["Witness", "eyes-of-east"],
  ] as const) {
    expect(cluster.get(kind, name)?.status, name).toEqual({ conditions: [] });
  }
  const east1 = world.startOperator(["--town", "east"], { GT_TOWN_ROOT: east.root, GT_PATH: east.gtPath });
  await cluster.untilPhase("Polecat", "in-east", "Working");
  await cluster.untilPhase("Convoy", "of-east", "InProgress");
  const { status } = await cluster.untilPhase("Rig", "beta", "Ready");
  expect(status["gtVersion"]).toBe("1.2.1");
  expect(cluster.get("Rig", "alpha")?.status["gtVersion"]).toBe("1.0.1");
  await cluster.untilPhase("Witness", "eyes-of-east", "Active");
  const versions = cluster.history("Polecat", "in-west").length;
  await cluster.apply(polecat("more-east", { rig: "beta", beadID: "be-two" }));
  await cluster.untilPhase("Polecat", "more-east", "Working");
  expect(cluster.history("Polecat", "in-west")).toHaveLength(versions);
  expect(west.writes()).toEqual([expect.stringMatching(/^sling al-one /)]);
  expect(east.writes().filter((line) => line.startsWith("sling "))).toHaveLength(2);

  // The label taken away, the rig is the other operator's, which finds no such rig in its town.
  await east1.stop();
  await cluster.apply(rig(east.root, BETA));
  await cluster.until("Rig", "beta", "is degraded", ({ status }) =>
    status.conditions.some(({ reason }) => reason === "RigUnknownToTown"),
  );
  await until("nothing was slung for it", () => west.calls("sling ").length === 1);
});
