import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALPHA,
  BETA,
  condition,
  convoy,
  createWorld,
  gtVersions,
  polecat,
  rig,
  type World,
} from "./harness/index.ts";

const GAMMA = { name: "gamma", prefix: "ga", names: ["ace", "prime"] };

describe.each(gtVersions)("what a town of gt %s holds back", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion,
        rigs: [ALPHA, BETA, GAMMA],
        beads: ["al-blocked", "al-gone", "al-kept", "be-one", "ga-one", "ga-two"],
      },
    });
    world.town.change(({ beads }) => {
      for (const bead of beads) {
        if (bead.id === "al-blocked") bead.status = "blocked";
        if (bead.id === "al-gone") bead.status = "tombstone";
        if (bead.id === "al-kept") bead.status = "ready";
      }
    });
  });
  afterAll(() => world.close());

  test.concurrent("a blocked bead is not slung until a person opens it", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("patient", { beadID: "al-blocked" }));
    const waiting = await cluster.until(
      "Polecat",
      "patient",
      "says that its bead is blocked",
      (object) => condition(object, "Reconciling")?.reason === "BeadBlocked",
    );
    expect(waiting.status.phase).toBe("Pending");
    await world.syncs(2);
    expect(town.calls("sling al-blocked ")).toHaveLength(0);
    town.bd("update", "al-blocked", "--status", "open");
    await cluster.untilPhase("Polecat", "patient", "Working");
    expect(cluster.phases("Polecat", "patient")).toEqual(["Pending", "Working"]);
  });

  test.concurrent(
    "a deleted bead is neither slung nor waited for, and a convoy of it does not end as completed",
    async () => {
      const { cluster, town } = world;
      await cluster.apply(polecat("vain", { beadID: "al-gone" }), convoy("vain", ["al-gone"]));
      const failed = await cluster.untilPhase("Polecat", "vain", "Failed");
      expect(condition(failed, "Stalled")?.reason).toBe("BeadEnded");
      expect(condition(await cluster.untilPhase("Convoy", "vain", "Failed"), "Stalled")?.message).toContain(
        "al-gone is tombstone",
      );
      expect(town.calls("sling al-gone ")).toHaveLength(0);
    },
  );

  test.concurrent(
    "a parked rig gets no work until it is unparked, and nothing has failed meanwhile",
    async () => {
      const { cluster, town } = world;
      town.gt("rig", "park", "beta");
      await cluster.apply(polecat("parked", { rig: "beta", beadID: "be-one" }));
      await cluster.until(
        "Rig",
        "beta",
        "says how to undo it",
        (object) => condition(object, "Ready")?.message.includes("gt rig unpark beta") === true,
      );
      await cluster.until(
        "Polecat",
        "parked",
        "says why it waits",
        (object) => condition(object, "Reconciling")?.reason === "RigParked",
      );
      await world.syncs(2);
      expect(town.calls("sling be-one ")).toHaveLength(0);
      town.gt("rig", "unpark", "beta");
      await cluster.untilPhase("Polecat", "parked", "Working");
      expect(cluster.phases("Polecat", "parked")).toEqual(["Pending", "Working"]);
      expect(town.calls("sling be-one ")).toHaveLength(1);
    },
  );

  test.concurrent("a convoy names a status of the town's own", async () => {
    const { cluster } = world;
    await cluster.apply(convoy("named", ["al-kept"]));
    await cluster.until(
      "Convoy",
      "named",
      "names it",
      (object) => condition(object, "Reconciling")?.message.includes("al-kept is ready") === true,
    );
  });

  test.concurrent("a rig with maxPolecats polecats lets the next one wait, until one has ended", async () => {
    const { cluster, town } = world;
    await cluster.apply(rig(town.root, GAMMA, { settings: { maxPolecats: 1 } }));
    await cluster.apply(polecat("one", { rig: "gamma", beadID: "ga-one" }));
    const one = await cluster.untilPhase("Polecat", "one", "Working");
    await cluster.apply(polecat("two", { rig: "gamma", beadID: "ga-two" }));
    const waiting = await cluster.until(
      "Polecat",
      "two",
      "waits for capacity",
      (object) => condition(object, "Reconciling")?.reason === "NoCapacity",
    );
    expect(waiting.status.phase).toBe("Pending");
    expect(condition(waiting, "Reconciling")?.message).toContain("maxPolecats is 1");
    await world.syncs(1);
    expect(town.calls("sling ga-two ")).toHaveLength(0);
    town.complete("ga-one");
    await cluster.setSpec("Polecat", "one", { desiredState: "Terminated" });
    await cluster.untilPhase("Polecat", "one", "Terminated");
    const two = await cluster.untilPhase("Polecat", "two", "Working");
    // gt gives the freed name out again.
    expect(two.status.polecatName).toBe(one.status.polecatName);
    expect(two.status.branch).not.toBe(one.status.branch);
    expect(cluster.get("Polecat", "one")?.status.phase).toBe("Terminated");
  });
});
