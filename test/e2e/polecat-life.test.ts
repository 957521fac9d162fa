import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALPHA,
  BETA,
  condition,
  createWorld,
  gtVersions,
  polecat,
  until,
  type World,
} from "./harness/index.ts";

const FINISHES = { behaviour: "finish", afterMs: 1_000 } as const;
const REFUSED = "Error: spawning polecat: respawn limit reached for al-refused (3 attempts)\n";

describe.each(gtVersions)("a polecat's life on gt %s", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion,
        // One rig for the life alone: a sling of another test may take its idle polecat again on gt 1.2.
        rigs: [ALPHA, BETA],
        beads: [
          "be-one",
          "be-two",
          "al-busy",
          "al-next",
          "al-shared",
          "al-refused",
          "al-done",
          "al-person",
          "al-pod",
        ],
        plans: { "be-one": FINISHES, "al-shared": { behaviour: "never", afterMs: 0 } },
      },
    });
    world.town.change(({ beads }) => {
      for (const bead of beads) {
        if (bead.id === "al-done") bead.status = "closed";
        if (bead.id === "al-person") Object.assign(bead, { status: "in_progress", assignee: "alice" });
      }
    });
    world.town.addFault({ kind: "exit", command: "sling al-refused", stderr: REFUSED });
  });
  afterAll(() => world.close());

  test.concurrent(
    "goes from Pending to Working to Idle when its bead closes, and to Working again on a new bead",
    async () => {
      const { cluster, town } = world;
      await cluster.apply(polecat("worker", { rig: "beta", beadID: "be-one" }));
      const working = await cluster.untilPhase("Polecat", "worker", "Working");
      const name = working.status.polecatName ?? "";
      expect(town.polecat("beta", name)?.branch).toBe(working.status.branch);
      expect(working.status.assignedBead).toBe("be-one");
      expect(working.status.worktreePath).toBe(`${town.root}/beta/polecats/${name}/beta`);
      await cluster.untilPhase("Polecat", "worker", "Idle");
      expect(town.bead("be-one").status).toBe("closed");
      const idle = await cluster.until(
        "Polecat",
        "worker",
        "can be given work",
        (object) => condition(object, "Available")?.reason === "Idle",
      );
      expect(condition(idle, "Ready")?.message).toContain("be-one is closed");
      await cluster.setSpec("Polecat", "worker", { beadID: "be-two" });
      await cluster.untilPhase("Polecat", "worker", "Working");
      expect(town.bead("be-two").assignee).toMatch(/^beta\/polecats\//);
      expect(cluster.phases("Polecat", "worker")).toEqual([
        "Pending",
        "Working",
        "Idle",
        "Pending",
        "Working",
      ]);
      expect(town.calls("sling be-one ")).toHaveLength(1);
      expect(town.calls("sling be-two ")).toHaveLength(1);
    },
  );

  test.concurrent("its Rig is Ready and names the version", async () => {
    const { status } = await world.cluster.untilPhase("Rig", "alpha", "Ready");
    expect(status["gtVersion"]).toBe(gtVersion);
  });

  test.concurrent("a bead that does not exist fails it, and creating the bead lets it go on", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("mistaken", { beadID: "al-nowhere" }));
    const failed = await cluster.untilPhase("Polecat", "mistaken", "Failed");
    expect(condition(failed, "Stalled")).toMatchObject({ reason: "BeadNotFound" });
    expect(condition(failed, "Stalled")?.message).toContain("al-nowhere");
    expect(town.calls("sling al-nowhere ")).toHaveLength(0);
    town.bd("create", "--id=al-nowhere", "found after all");
    await cluster.untilPhase("Polecat", "mistaken", "Working");
  });

  test.concurrent(
    "three refusals by gt fail it, with gt's own words, and it is not tried again",
    async () => {
      const { cluster, town } = world;
      await cluster.apply(polecat("refused", { beadID: "al-refused" }));
      const failed = await cluster.untilPhase("Polecat", "refused", "Failed");
      expect(condition(failed, "Stalled")).toMatchObject({ reason: "RespawnLimit" });
      expect(condition(failed, "Stalled")?.message).toContain("respawn limit reached for al-refused");
      expect(town.calls("sling al-refused ")).toHaveLength(3);
      await world.syncs(3);
      expect(town.calls("sling al-refused ")).toHaveLength(3);
      expect(town.bead("al-refused")).toMatchObject({ status: "open", assignee: null });
    },
  );

  test.concurrent(
    "a bead changed while it works waits, and is slung when the first one is closed",
    async () => {
      const { cluster, town } = world;
      await cluster.apply(polecat("changed", { beadID: "al-busy" }));
      await cluster.untilPhase("Polecat", "changed", "Working");
      await cluster.setSpec("Polecat", "changed", { beadID: "al-next" });
      const waiting = await cluster.until(
        "Polecat",
        "changed",
        "says what waits",
        (object) => condition(object, "Reconciling")?.reason === "BeadChangePending",
      );
      expect(condition(waiting, "Reconciling")?.message).toContain("al-next waits until al-busy is closed");
      await world.syncs(2);
      expect(town.calls("sling al-next ")).toHaveLength(0);
      town.bd("close", "al-busy");
      await cluster.until(
        "Polecat",
        "changed",
        "works on the next bead",
        ({ status }) => status.phase === "Working" && status.assignedBead === "al-next",
      );
      expect(town.bead("al-next").assignee).toMatch(/^alpha\/polecats\//);
      expect(town.calls("sling al-next ")).toHaveLength(1);
    },
  );

  test.concurrent(
    "of two resources that name the same bead only one drives, and the other says whose it is",
    async () => {
      const { cluster, town } = world;
      await cluster.apply(
        polecat("first", { beadID: "al-shared" }),
        polecat("second", { beadID: "al-shared" }),
      );
      const names = ["first", "second"];
      const claimed = await until("one of the two is told that the bead is another's", () =>
        names.find((name) => {
          const object = cluster.get("Polecat", name);
          return object !== undefined && condition(object, "Stalled")?.reason === "BeadClaimed";
        }),
      );
      const driver = names.find((name) => name !== claimed) ?? "";
      await cluster.untilPhase("Polecat", driver, "Working");
      await world.syncs(2);
      const other = await cluster.untilPhase("Polecat", claimed, "Pending");
      expect(condition(other, "Stalled")?.message).toContain(`default/${driver}`);
      expect(town.calls("sling al-shared ")).toHaveLength(1);
      expect(cluster.phases("Polecat", claimed)).toEqual(["Pending"]);
      await cluster.delete("Polecat", driver);
      const heir = await cluster.untilPhase("Polecat", claimed, "Working");
      expect(town.bead("al-shared").assignee).toBe(`alpha/polecats/${heir.status.polecatName ?? ""}`);
      expect(town.calls("sling al-shared ")).toHaveLength(1);
    },
  );

  test.concurrent("a bead that is closed already leaves it Idle without a sling", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("late", { beadID: "al-done" }));
    await cluster.untilPhase("Polecat", "late", "Idle");
    expect(town.calls("sling al-done ")).toHaveLength(0);
  });

  test.concurrent("a person's bead is left to that person", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("polite", { beadID: "al-person" }));
    const waiting = await cluster.until(
      "Polecat",
      "polite",
      "says who has the bead",
      (object) => condition(object, "Reconciling")?.reason === "BeadHeldElsewhere",
    );
    expect(condition(waiting, "Reconciling")?.message).toContain("alice");
    await world.syncs(2);
    expect(town.calls("sling al-person ")).toHaveLength(0);
    expect(town.bead("al-person")).toMatchObject({ status: "in_progress", assignee: "alice" });
  });

  test.concurrent("executionMode kubernetes is said to be not enabled, and gt is not asked", async () => {
    const { cluster, town } = world;
    await cluster.apply(
      polecat("pod", {
        beadID: "al-pod",
        executionMode: "kubernetes",
        kubernetes: {
          gitRepository: "https://git.example.com/town/alpha.git",
          gitSecretRef: { name: "alpha-git" },
        },
      }),
    );
    const stalled = await cluster.until(
      "Polecat",
      "pod",
      "is stalled",
      (object) => condition(object, "Stalled")?.reason === "ExecutionModeNotEnabled",
    );
    expect(stalled.status.phase).toBe("Pending");
    expect(town.calls("sling al-pod ")).toHaveLength(0);
  });
});
