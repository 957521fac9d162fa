import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALPHA,
  BETA,
  condition,
  createWorld,
  gtVersions,
  polecat,
  type Seen,
  until,
  type World,
} from "./harness/index.ts";

/** Its polecat is nuked by a person: no other sling may be given the freed name. */
const GAMMA = { name: "gamma", prefix: "ga", names: ["ace", "prime"] };

describe.each(gtVersions)("an adopted polecat of gt %s", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion,
        rigs: [ALPHA, BETA, GAMMA],
        beads: ["al-taken", "ga-edited", "al-deleted", "be-claimed"],
      },
      flags: ["--adopt", "true"],
    });
  });
  afterAll(() => world.close());

  /** Somebody slings the bead at a shell. @returns the polecat's name, and the view that it is given. */
  async function viewed(bead: string, rig: string): Promise<{ readonly sim: string; readonly view: Seen }> {
    world.town.gt("sling", bead, rig);
    const sim = (world.town.bead(bead).assignee ?? "").replace(`${rig}/polecats/`, "");
    return { sim, view: await world.cluster.untilPhase("Polecat", `${rig}-${sim}`, "Working") };
  }

  const writesTo = (sim: string, bead: string): readonly string[] =>
    world.town.writes().filter((line) => line.includes(`/${sim}`) || line.includes(bead));

  test.concurrent(
    "is taken over with its work: resource, branch, bead and session stay, and nothing is ended",
    async () => {
      const { cluster, town } = world;
      const { sim, view } = await viewed("al-taken", "alpha");
      const name = view.metadata.name;
      const before = town.polecat("alpha", sim);
      await cluster.setSpec("Polecat", name, { management: "Manage", deletionPolicy: "Terminate" });
      await cluster.until(
        "Polecat",
        name,
        "goes on with its bead",
        (object) => condition(object, "Reconciling")?.reason === "AwaitingClose",
      );
      await world.syncs(3);
      expect(cluster.get("Polecat", name)?.metadata).toMatchObject({ uid: view.metadata.uid });
      expect(cluster.get("Polecat", name)?.metadata.deletionTimestamp).toBeUndefined();
      expect(town.polecat("alpha", sim)).toEqual(before);
      town.bd("close", "al-taken");
      await cluster.untilPhase("Polecat", name, "Idle");
      await world.syncs(3);
      expect(town.polecat("alpha", sim)).toMatchObject({ session: true, branch: before?.branch });
      expect(cluster.get("Polecat", name)?.spec).toMatchObject({
        management: "Manage",
        desiredState: "Idle",
      });
      expect(writesTo(sim, "al-taken")).toEqual([]);
    },
  );

  test.concurrent("keeps a resource that a person has edited, also when it is gone", async () => {
    const { cluster, town } = world;
    const { sim, view } = await viewed("ga-edited", "gamma");
    const name = view.metadata.name;
    await cluster.setSpec("Polecat", name, { taskDescription: "keep an eye on it" });
    town.gt("polecat", "nuke", `gamma/${sim}`, "--force");
    await cluster.untilPhase("Polecat", name, "Terminated");
    await world.syncs(3);
    expect(cluster.get("Polecat", name)?.spec).toMatchObject({ taskDescription: "keep an eye on it" });
  });

  test.concurrent(
    "gets another view when a person deletes it while the polecat lives, and loses nothing",
    async () => {
      const { cluster, town } = world;
      const { sim, view } = await viewed("al-deleted", "alpha");
      const before = town.polecat("alpha", sim);
      await cluster.delete("Polecat", view.metadata.name);
      await until("it has another view", () => {
        const again = cluster.get("Polecat", view.metadata.name);
        return again !== undefined && again.metadata.uid !== view.metadata.uid;
      });
      await cluster.untilPhase("Polecat", view.metadata.name, "Working");
      expect(town.polecat("alpha", sim)).toEqual(before);
      expect(writesTo(sim, "al-deleted")).toEqual([]);
    },
  );

  test.concurrent(
    "that another resource drives is left to it: one that is taken over besides says so and stays",
    async () => {
      const { cluster } = world;
      const { sim, view } = await viewed("be-claimed", "beta");
      const name = view.metadata.name;
      await cluster.setSpec("Polecat", name, { taskDescription: "mine" });
      await cluster.apply(polecat("driver", { rig: "beta", beadID: "be-claimed" }));
      await cluster.untilPhase("Polecat", "driver", "Working");
      await cluster.setSpec("Polecat", name, { management: "Manage" });
      const claimed = await cluster.until(
        "Polecat",
        name,
        "says that another one drives it",
        (object) => condition(object, "Stalled")?.reason === "PolecatClaimed",
      );
      await world.syncs(2);
      expect(claimed.status.phase).toBe("Idle");
      expect(cluster.get("Polecat", name)?.metadata.uid).toBe(view.metadata.uid);
      expect(cluster.get("Polecat", "driver")?.status).toMatchObject({ phase: "Working", polecatName: sim });
      expect(writesTo(sim, "be-claimed")).toEqual([]);
    },
  );
});
