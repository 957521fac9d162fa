import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALPHA,
  BETA,
  condition,
  createWorld,
  gtVersions,
  polecat,
  rig,
  until,
  type World,
} from "./harness/index.ts";

const GAMMA = { name: "gamma", prefix: "ga", names: ["ace", "prime"] };

describe.each(gtVersions)("what happens beside the operator on gt %s", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion,
        rigs: [ALPHA, BETA, GAMMA],
        beads: [
          "al-closed",
          "al-slung",
          "al-nuked",
          "al-killed",
          "be-adopted",
          "be-asked",
          "be-driven",
          "ga-one",
        ],
      },
      flags: ["--stuck-threshold", "2s", "--adopt", "true"],
    });
  });
  afterAll(() => world.close());

  test.concurrent("a bead closed by a person makes its polecat Idle", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("closed", { beadID: "al-closed" }));
    await cluster.untilPhase("Polecat", "closed", "Working");
    town.bd("close", "al-closed");
    await cluster.untilPhase("Polecat", "closed", "Idle");
  });

  test.concurrent("a bead slung by a person is not slung again: its polecat is followed", async () => {
    const { cluster, town } = world;
    town.gt("sling", "al-slung", "alpha");
    const holder = town.bead("al-slung").assignee;
    await cluster.apply(polecat("slung", { beadID: "al-slung" }));
    const working = await cluster.untilPhase("Polecat", "slung", "Working");
    expect(`alpha/polecats/${working.status.polecatName ?? ""}`).toBe(holder);
    await world.syncs(1);
    expect(town.calls("sling al-slung ")).toHaveLength(0);
  });

  test.concurrent("a polecat nuked by a person gives its bead back, which is slung anew, once", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("nuked", { beadID: "al-nuked" }));
    const { status } = await cluster.untilPhase("Polecat", "nuked", "Working");
    const { branch, polecatName = "" } = status;
    town.gt("polecat", "nuke", `alpha/${polecatName}`, "--force");
    await until("it is slung again", () => town.calls("sling al-nuked ").length === 2);
    await cluster.until(
      "Polecat",
      "nuked",
      "works on another branch",
      (object) =>
        object.status.phase === "Working" &&
        object.status.branch !== undefined &&
        object.status.branch !== branch,
    );
    expect(town.bead("al-nuked").status).toBe("hooked");
  });

  test.concurrent("a session killed by a person makes its polecat Stuck, and nothing else", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("killed", { beadID: "al-killed" }));
    const { status } = await cluster.untilPhase("Polecat", "killed", "Working");
    const { polecatName = "" } = status;
    town.gt("session", "stop", `alpha/${polecatName}`);
    const stuck = await cluster.until(
      "Polecat",
      "killed",
      "is Stuck",
      (object) => condition(object, "Stuck") !== undefined,
    );
    expect(stuck.status.phase).toBe("Working");
    expect(condition(stuck, "Stuck")?.message).toContain("session is dead");
    expect(town.writes().filter((line) => line.includes(polecatName))).toEqual([]);
    expect(town.calls("sling al-killed ")).toHaveLength(1);
  });

  test.concurrent(
    "a rig that the town loses is Degraded and its polecats wait; when it is back they are slung",
    async () => {
      const { cluster, town } = world;
      await cluster.untilPhase("Rig", "gamma", "Ready");
      town.change((state) =>
        Object.assign(state, { rigs: state.rigs.filter(({ name }) => name !== "gamma") }),
      );
      const degraded = await cluster.untilPhase("Rig", "gamma", "Degraded");
      expect(condition(degraded, "Degraded")).toMatchObject({ reason: "RigUnknownToTown" });
      await cluster.apply(polecat("lost", { rig: "gamma", beadID: "ga-one" }));
      const waiting = await cluster.until(
        "Polecat",
        "lost",
        "waits for its rig",
        (object) => condition(object, "Reconciling")?.reason === "RigDegraded",
      );
      expect(waiting.status.phase).toBe("Pending");
      expect(town.calls("sling ga-one ")).toHaveLength(0);
      town.change((state) => Object.assign(state, { rigs: [...state.rigs, GAMMA] }));
      await cluster.untilPhase("Rig", "gamma", "Ready");
      await cluster.untilPhase("Polecat", "lost", "Working");
    },
  );

  test.concurrent("a Rig whose folder is missing says so", async () => {
    const { cluster, town } = world;
    await cluster.apply(rig(town.root, { name: "delta", prefix: "de" }));
    const degraded = await cluster.untilPhase("Rig", "delta", "Degraded");
    expect(condition(degraded, "Degraded")).toMatchObject({ reason: "LocalPathMissing" });
    expect(condition(degraded, "Degraded")?.message).toContain(`${town.root}/delta`);
  });

  test.concurrent(
    "a polecat without a resource is adopted, only observed, and released when it is gone",
    async () => {
      const { cluster, town } = world;
      town.gt("sling", "be-adopted", "beta");
      const name = (town.bead("be-adopted").assignee ?? "").replace("beta/polecats/", "");
      const adopted = await cluster.untilPhase("Polecat", `beta-${name}`, "Working");
      expect(adopted.spec.management).toBe("Observe");
      expect(adopted.status.assignedBead).toBe("be-adopted");
      town.bd("close", "be-adopted");
      await cluster.untilPhase("Polecat", `beta-${name}`, "Idle");
      town.gt("polecat", "nuke", `beta/${name}`, "--force");
      await cluster.untilGone("Polecat", `beta-${name}`);
      expect(
        town.writes().filter((line) => line.includes("be-adopted") || line.includes(`beta/${name}`)),
      ).toEqual([]);
    },
  );

  test.concurrent(
    "an end that is asked of an adopted polecat is not carried out while its resource only observes",
    async () => {
      const { cluster, town } = world;
      town.gt("sling", "be-asked", "beta");
      const name = (town.bead("be-asked").assignee ?? "").replace("beta/polecats/", "");
      await cluster.untilPhase("Polecat", `beta-${name}`, "Working");
      await cluster.setSpec("Polecat", `beta-${name}`, { desiredState: "Terminated" });
      await cluster.until(
        "Polecat",
        `beta-${name}`,
        "has seen the new spec",
        ({ metadata, status }) => status.observedGeneration === metadata.generation,
      );
      await world.syncs(2);
      expect(town.polecat("beta", name)).toBeDefined();
      expect(town.writes().filter((line) => line.includes(`beta/${name}`))).toEqual([]);
    },
  );

  test.concurrent("an adopted polecat's resource goes as soon as a managed one drives it", async () => {
    const { cluster, town } = world;
    town.gt("sling", "be-driven", "beta");
    const name = (town.bead("be-driven").assignee ?? "").replace("beta/polecats/", "");
    await cluster.untilPhase("Polecat", `beta-${name}`, "Working");
    await cluster.apply(polecat("driver", { rig: "beta", beadID: "be-driven" }));
    const driver = await cluster.untilPhase("Polecat", "driver", "Working");
    expect(driver.status.polecatName).toBe(name);
    await cluster.untilGone("Polecat", `beta-${name}`);
    expect(town.calls("sling be-driven ")).toHaveLength(0);
  });
});

describe.each(gtVersions)("the event feed of a town of gt %s", (gtVersion) => {
  test("wakes the operator, although it polls once an hour", async ({ onTestFinished }) => {
    const { cluster, town, operator, close } = await createWorld({
      seed: { gtVersion, rigs: [ALPHA], beads: ["al-one"] },
      flags: ["--poll-interval", "1h"],
    });
    onTestFinished(close);
    await operator.ready();
    await cluster.apply(polecat("idle", { beadID: "al-one", desiredState: "Idle" }));
    await cluster.untilPhase("Rig", "alpha", "Ready");
    const before = town.calls("health ").length;
    town.gt("sling", "al-one", "alpha");
    await until("the town is read", () => town.calls("health ").length > before);
  });
});

describe.each(gtVersions)("the databases of a town of gt %s", (gtVersion) => {
  test("wake the operator for a bead that is closed, although it polls once an hour", async ({
    onTestFinished,
  }) => {
    const { cluster, town, operator, close } = await createWorld({
      seed: { gtVersion, rigs: [ALPHA], beads: ["al-one"] },
      flags: ["--poll-interval", "1h"],
    });
    onTestFinished(close);
    await operator.ready();
    await cluster.apply(polecat("one", { beadID: "al-one" }));
    await cluster.untilPhase("Polecat", "one", "Working");
    town.bd("close", "al-one");
    await cluster.untilPhase("Polecat", "one", "Idle");
  });

  test("wake nobody while only the operator reads", async ({ onTestFinished }) => {
    const { cluster, town, operator, syncs, close } = await createWorld({
      seed: { gtVersion, rigs: [ALPHA, BETA], beads: ["al-one"] },
      flags: ["--poll-interval", "4s"],
    });
    onTestFinished(close);
    await operator.ready();
    await cluster.apply(polecat("one", { beadID: "al-one" }));
    await cluster.untilPhase("Polecat", "one", "Working");
    await syncs(2);
    const before = town.calls("rig list ").length;
    const begunAt = town.calls("rig list ").at(-1)?.startedAt ?? 0;
    await syncs(4);
    const reads = town.calls("rig list ").slice(before);
    const lastedMs = (reads.at(-1)?.startedAt ?? 0) - begunAt;
    expect(lastedMs / reads.length).toBeGreaterThanOrEqual(4_000);
    expect(existsSync(`${town.root}/.dolt-data/alpha/.dolt/noms`)).toBe(true);
  });
});
