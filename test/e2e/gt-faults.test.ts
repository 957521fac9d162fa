import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALPHA,
  condition,
  convoy,
  createWorld,
  gtVersions,
  polecat,
  processesIn,
  until,
  type World,
} from "./harness/index.ts";

/** Longer than a read that does not hang takes on a machine that others load, too. */
const READ_TIMEOUT_MS = 5_000;

/** Phases of all three kinds that a fault of gt must not move. */
function phases({ cluster }: World): Readonly<Record<string, string | undefined>> {
  const objects = [...cluster.all("Polecat"), ...cluster.all("Convoy")];
  return Object.fromEntries(
    objects.map(({ kind, metadata, status }) => [`${kind}/${metadata.name}`, status.phase]),
  );
}

/** Pids of health reads that began so long ago that only a hanging one has not ended. */
function neverEnded({ town }: World): readonly number[] {
  return town
    .calls("health ")
    .filter(({ endedAt, startedAt }) => endedAt === null && Date.now() - startedAt > READ_TIMEOUT_MS / 2)
    .map(({ pid }) => pid);
}

describe.each(gtVersions)("a gt %s that misbehaves for a while", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: { gtVersion, rigs: [ALPHA], beads: ["al-working", "al-idle", "al-waiting", "al-ending"] },
      flags: ["--read-timeout", `${READ_TIMEOUT_MS}ms`],
    });
    const { cluster, town } = world;
    await cluster.apply(
      polecat("working", { beadID: "al-working" }),
      polecat("idle", { beadID: "al-idle" }),
      convoy("release", ["al-working", "al-idle"], { notifyOnComplete: "mayor/" }),
    );
    await cluster.untilPhase("Polecat", "working", "Working");
    await cluster.untilPhase("Polecat", "idle", "Working");
    town.bd("close", "al-idle");
    await cluster.untilPhase("Polecat", "idle", "Idle");
    await cluster.until("Convoy", "release", "counts one", ({ status }) => status.progress === "1/2");
  });
  afterAll(() => world.close());

  /** Until the rig says why it is degraded; meanwhile and after, no phase moves and nothing is written. */
  async function expectHeld(
    reason: string,
    words: string,
    apply: () => void,
    lift: () => void,
  ): Promise<void> {
    const { cluster, town } = world;
    await cluster.untilPhase("Rig", "alpha", "Ready");
    const before = phases(world);
    const writes = town.writes();
    apply();
    try {
      const degraded = await cluster.until(
        "Rig",
        "alpha",
        `is Degraded for ${reason}`,
        (object) => condition(object, "Degraded")?.reason === reason,
      );
      expect(degraded.status.phase).toBe("Degraded");
      expect(condition(degraded, "Degraded")?.message).toContain(words);
      expect(phases(world)).toEqual(before);
    } finally {
      // Or else the tests behind this one would fail for its fault.
      lift();
    }
    await cluster.untilPhase("Rig", "alpha", "Ready");
    expect(phases(world)).toEqual(before);
    expect(town.writes()).toEqual(writes);
  }

  test("without the program the rig says which one is missing, and recovers when it is there", async () => {
    const { town } = world;
    await expectHeld(
      "GtMissing",
      town.gtPath,
      () => town.uninstallGt(),
      () => town.reinstallGt(),
    );
  });

  test("garbage is not taken for an answer", async () => {
    const { town } = world;
    await expectHeld(
      "GtUnavailable",
      "cannot read",
      () => town.setFaults({ rules: [{ kind: "garbage", command: "polecat list" }] }),
      () => town.setFaults({}),
    );
  });

  test("100 MB of output are not read to their end", async () => {
    const { town } = world;
    await expectHeld(
      "GtUnavailable",
      "printed more than the operator reads",
      () => town.setFaults({ rules: [{ kind: "hugeOutput", command: "polecat list" }] }),
      () => town.setFaults({}),
    );
  });

  test("a failing list is reported in gt's own words", async () => {
    const { town } = world;
    await expectHeld(
      "GtUnavailable",
      "tmux server exited",
      () =>
        town.setFaults({
          rules: [{ kind: "exit", command: "polecat list", stderr: "Error: tmux server exited\n" }],
        }),
      () => town.setFaults({}),
    );
  });

  test("a call that forks and keeps its output open is given up at its deadline, and ended", async () => {
    const { town } = world;
    let hung: readonly number[] = [];
    await expectHeld(
      "Timeout",
      "gt health",
      () => town.setFaults({ rules: [{ kind: "forkAndHoldStdout", command: "health", times: 1 }] }),
      () => (hung = neverEnded(world)),
    );
    expect(hung).toHaveLength(1);
    const isOver = (pid: number): boolean => !processesIn(town.root).includes(pid);
    // What left for a session of its own, as tmux does, is not the call any more and lives on.
    await until("the call itself is gone", () => hung.every(isOver));
  });

  test("with Dolt down no phase moves, nothing is written, and the real cause is reported; then work goes on", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("ending", { beadID: "al-ending" }));
    const { polecatName = "" } = (await cluster.untilPhase("Polecat", "ending", "Working")).status;
    town.allowEnd("al-ending");
    await cluster.untilPhase(
      "Polecat",
      "ending",
      town.bead("al-ending").status === "closed" ? "Idle" : "Working",
    );
    const before = phases(world);
    const writes = town.writes();
    town.setFaults({ doltDown: true });
    const degraded = await cluster.until(
      "Rig",
      "alpha",
      "says that Dolt is down",
      (object) => condition(object, "Degraded")?.reason === "TownUnhealthy",
    );
    expect(condition(degraded, "Degraded")?.message).toContain("Dolt server is not running");
    await cluster.setSpec("Polecat", "ending", { desiredState: "Terminated" });
    await cluster.apply(polecat("waiting", { beadID: "al-waiting" }));
    const said = await cluster.until(
      "Polecat",
      "waiting",
      "says that the town is unhealthy",
      (object) => condition(object, "Degraded")?.reason === "TownUnhealthy",
    );
    expect(said.status.phase).toBe("Pending");
    const reads = town.calls("health ").length;
    await until("the town was looked at three times more", () => town.calls("health ").length >= reads + 3);
    expect(phases(world)).toEqual({ ...before, "Polecat/waiting": "Pending" });
    expect(town.writes()).toEqual(writes);
    town.setFaults({});
    await cluster.untilPhase("Polecat", "waiting", "Working");
    await cluster.untilPhase("Polecat", "ending", "Terminated");
    await cluster.untilPhase("Rig", "alpha", "Ready");
    expect(town.polecat("alpha", polecatName)).toBeUndefined();
    expect(cluster.phases("Polecat", "working")).toEqual(["Pending", "Working"]);
    expect(town.calls("sling al-working ")).toHaveLength(1);
  });
});
