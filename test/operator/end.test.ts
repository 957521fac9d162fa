import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  BOUND_POLECAT_ANNOTATION,
  FORCE_TERMINATION_ANNOTATION,
  TERMINATION_FINALIZER,
} from "../../src/kinds/index.ts";
import { ALPHA } from "simulated-town";
import { containing } from "../containing.ts";
import { refused } from "./memory-api.ts";
import { createWorld, type World } from "./world.ts";

const KEY = "default/polecats/one";
const state = (world: World): unknown => world.status("polecats/one")["state"];
const nukes = ({ town }: World): readonly string[] =>
  town.calls.filter((call) => call.startsWith("polecat nuke"));
const isBlocked = (world: World, reason: string): boolean =>
  world.condition("polecats/one", "Terminating")?.reason === reason;
const proofSchema = z.looseObject({ incarnation: z.string(), consent: z.string() });
const proofOf = (world: World): z.infer<typeof proofSchema> =>
  proofSchema.parse(world.status("polecats/one")["terminationProof"]);
const isGone = ({ api }: World): boolean => !api.objects.has(KEY);

/** A Polecat whose bead is in work. */
async function atWork(spec: object = {}): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.polecat("one", spec);
  await world.start();
  await world.until("it works", () => state(world) === "working.healthy");
  return world;
}

describe("desiredState: Terminated", () => {
  it("ends the polecat once nothing can be lost, with the proof in the status before the nuke", async () => {
    const world = await atWork();
    let provenAtNuke: unknown = null;
    world.town.once("polecat nuke", (run) => {
      provenAtNuke = world.status("polecats/one")["terminationProof"];
      return run();
    });
    const { branch } = world.town.state.polecats[0] ?? { branch: "" };
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
    expect(provenAtNuke).toMatchObject({
      incarnation: `alpha/furiosa@${branch}`,
      checks: [
        { name: "health", outcome: "Clean" },
        { name: "merge queue", outcome: "Clean" },
        { name: "git state", outcome: "Clean" },
        { name: "recovery", outcome: "Clean" },
      ],
    });
    expect(world.town.state.polecats).toEqual([]);
    expect(world.condition("polecats/one", "Ready")).toMatchObject({ status: "True", reason: "Terminated" });
  });

  it("touches nothing while files are uncommitted, names them, and goes on when they are saved", async () => {
    const world = await atWork();
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is blocked", () => isBlocked(world, "UncommittedWork"));
    await world.pass(300_000);
    expect(world.town.state.polecats[0]?.session).toBe(true);
    expect(world.status("polecats/one")).toMatchObject({
      phase: "Working",
      cleanupStatus: "has_uncommitted",
    });
    expect(world.condition("polecats/one", "Terminating")).toMatchObject({
      status: "True",
      message: containing("notes.txt"),
    });
    expect(world.condition("polecats/one", "Stalled")).toMatchObject({ status: "True" });
    expect(world.town.writes().filter((call) => !call.startsWith("sling"))).toEqual([]);
    world.town.worktrees.reset("alpha", "furiosa");
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
  });

  it("is quiet while the same blocks it: no status patch and no Event for a look alone", async () => {
    const world = await atWork();
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is blocked", () => isBlocked(world, "UncommittedWork"));
    await world.pass(30_000);
    const looks = (): number =>
      world.town.calls.filter((call) => call.startsWith("polecat git-state")).length;
    const told = (): readonly number[] => [world.api.writes.length, world.api.events.length];
    const [before, looksBefore] = [told(), looks()];
    await world.pass(900_000);
    expect(looks() - looksBefore).toBeGreaterThan(5);
    expect(told()).toEqual(before);
    world.town.worktrees.leaveFile("alpha", "furiosa", "more.txt");
    await world.until("it says what else blocks it", () =>
      String(world.condition("polecats/one", "Terminating")?.message).includes("more.txt"),
    );
  });

  it("destroys nothing while the proof cannot be written to the status", async () => {
    const world = await atWork();
    world.api.intercept = (method, path) => {
      if (method === "PATCH" && path.endsWith("/polecats/one/status")) throw refused(path, 403, "Forbidden");
    };
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("the proof was made", () =>
      world.town.calls.some((call) => call.startsWith("polecat check-recovery")),
    );
    await world.pass(60_000);
    expect(nukes(world)).toEqual([]);
    expect(world.town.state.polecats[0]?.session).toBe(true);
  });

  it("is not forced by terminationPolicy Force alone, nor by the annotation alone", async () => {
    const world = await atWork({ terminationPolicy: "Force" });
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is blocked", () => isBlocked(world, "UncommittedWork"));
    const { incarnation, consent } = proofOf(world);
    expect(world.condition("polecats/one", "Terminating")?.message).toContain(
      `kubectl annotate --overwrite -n default polecat/one '${FORCE_TERMINATION_ANNOTATION}=${consent}'`,
    );
    world.api.edit(KEY, { terminationPolicy: "Safe" });
    world.api.annotate(KEY, { [FORCE_TERMINATION_ANNOTATION]: consent });
    await world.pass(300_000);
    expect(nukes(world)).toEqual([]);
    expect(world.condition("polecats/one", "Terminating")?.message).toContain("has no effect while");
    world.api.edit(KEY, { terminationPolicy: "Force" });
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
    expect(nukes(world)).toEqual(["polecat nuke alpha/furiosa --force"]);
    expect(world.status("polecats/one")["terminationProof"]).toMatchObject({
      incarnation,
      checks: expect.arrayContaining([
        {
          name: "git state",
          at: expect.any(String) as string,
          outcome: "Forced",
          detail: "uncommitted files: notes.txt",
        },
      ]) as unknown,
    });
  });

  it("is not forced by a consent to what stood in its status before it showed something else", async () => {
    const world = await atWork({ terminationPolicy: "Force" });
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is blocked", () => isBlocked(world, "UncommittedWork"));
    const { consent } = proofOf(world);
    world.town.worktrees.leaveFile("alpha", "furiosa", "more.txt");
    await world.until("it shows more", () => proofOf(world).consent !== consent);
    world.api.annotate(KEY, { [FORCE_TERMINATION_ANNOTATION]: consent });
    await world.until("it is refused", () => isBlocked(world, "ConsentOutdated"));
    expect(world.condition("polecats/one", "Terminating")?.message).toContain("more.txt");
    await world.pass(300_000);
    expect(nukes(world)).toEqual([]);
    world.api.annotate(KEY, { [FORCE_TERMINATION_ANNOTATION]: proofOf(world).consent });
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
  });

  it("stays undone while the database is down, although gt would say that it is safe", async () => {
    const world = await atWork();
    world.town.doltDown = true;
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until(
      "the town is known to be down",
      () => world.condition("polecats/one", "Degraded")?.status === "True",
    );
    await world.pass(300_000);
    expect(nukes(world)).toEqual([]);
    expect(world.condition("polecats/one", "Ready")).toMatchObject({
      status: "False",
      reason: "TownUnhealthy",
      observedGeneration: 2,
    });
    world.town.doltDown = false;
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
  });
});

describe("A polecat that one resource rests with", () => {
  it("is not ended by another one that an annotation binds to it, whatever their order", async () => {
    const world = await atWork();
    world.town.shell("bd", "close", "al-1");
    await world.until("it rests", () => world.status("polecats/one")["phase"] === "Idle");
    for (const name of ["aaa", "zzz"]) {
      const bound = { annotations: { [BOUND_POLECAT_ANNOTATION]: "furiosa" } };
      world.polecat(name, { desiredState: "Terminated", beadID: undefined }, bound);
      await world.until(
        "it is blocked",
        () => world.condition(`polecats/${name}`, "Terminating")?.reason === "PolecatReassigned",
      );
    }
    await world.pass(300_000);
    expect(nukes(world)).toEqual([]);
    expect(world.status("polecats/one")).toMatchObject({ phase: "Idle", polecatName: "furiosa" });
  });
});

describe("Deleting the resource", () => {
  it("leaves the polecat where it is", async () => {
    const world = await atWork();
    world.api.remove(KEY);
    await world.pass(120_000);
    expect(isGone(world)).toBe(true);
    expect(nukes(world)).toEqual([]);
    expect(world.town.state.polecats).toHaveLength(1);
  });

  it("with deletionPolicy Terminate is held until the bead is closed and the safe nuke went through", async () => {
    const world = await atWork({ deletionPolicy: "Terminate" });
    await world.until(
      "it is held",
      () => world.api.object(KEY).metadata.finalizers?.includes(TERMINATION_FINALIZER) === true,
    );
    world.api.remove(KEY);
    await world.until("it waits for the bead", () => isBlocked(world, "BeadOpen"));
    await world.pass(300_000);
    expect(nukes(world)).toEqual([]);
    world.town.shell("bd", "close", "al-1");
    await world.until("it is gone", () => isGone(world));
    expect(world.town.state.polecats).toEqual([]);
  });

  it("with deletionPolicy Terminate is sure before work begins: nothing is slung until the finalizer is stored", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    let isRefused = true;
    world.api.intercept = (method, path) => {
      if (isRefused && method === "PATCH" && path.endsWith("/polecats/one"))
        throw refused(path, 403, "Forbidden");
    };
    world.rig("alpha");
    world.polecat("one", { deletionPolicy: "Terminate" });
    await world.start();
    await world.until(
      "it is reported",
      () => world.condition("polecats/one", "Stalled")?.reason === "AwaitingFinalizer",
    );
    await world.pass(120_000);
    expect(world.condition("polecats/one", "Ready")).toMatchObject({
      status: "False",
      message: containing("Forbidden"),
    });
    expect(world.status("polecats/one")["phase"]).toBe("Pending");
    expect(world.town.writes()).toEqual([]);
    let finalizersAtSling: unknown = null;
    world.town.once("sling", (run) => {
      finalizersAtSling = world.api.object(KEY).metadata.finalizers;
      return run();
    });
    isRefused = false;
    await world.until("it works", () => state(world) === "working.healthy");
    expect(finalizersAtSling).toEqual([TERMINATION_FINALIZER]);
    expect(world.condition("polecats/one", "Ready")?.status).toBe("True");
  });

  it("with deletionPolicy Terminate is not let go on a spec that is over when its finalizer is removed", async () => {
    const world = await atWork({ deletionPolicy: "Terminate" });
    await world.until("it is held", () => world.api.object(KEY).metadata.finalizers?.length === 1);
    let change: (() => void) | null = () => world.api.edit(KEY, { deletionPolicy: "Terminate" });
    world.api.intercept = (method, path) => {
      if (method !== "GET" || !path.endsWith("/polecats/one")) return;
      change?.();
      change = null;
    };
    world.api.edit(KEY, { deletionPolicy: "Orphan" });
    await world.until("it was to be let go", () => change === null);
    await world.pass(60_000);
    expect(world.api.object(KEY).metadata.finalizers).toEqual([TERMINATION_FINALIZER]);
  });

  it("is reported where its finalizer cannot be removed", async () => {
    const world = await atWork({ deletionPolicy: "Terminate" });
    await world.until("it is held", () => world.api.object(KEY).metadata.finalizers?.length === 1);
    world.api.intercept = (method, path) => {
      if (method === "PATCH" && path.endsWith("/polecats/one")) throw refused(path, 403, "Forbidden");
    };
    world.api.edit(KEY, { deletionPolicy: "Orphan" });
    await world.until(
      "it is reported",
      () => world.condition("polecats/one", "Stalled")?.reason === "FinalizerKept",
    );
    world.api.intercept = () => undefined;
    await world.until("it is let go", () => world.api.object(KEY).metadata.finalizers?.length === 0);
    await world.until("that is over", () => world.condition("polecats/one", "Ready")?.status === "True");
  });

  it("with deletionPolicy Terminate lets go when the policy is changed back", async () => {
    const world = await atWork({ deletionPolicy: "Terminate" });
    await world.until("it is held", () => world.api.object(KEY).metadata.finalizers?.length === 1);
    world.api.edit(KEY, { deletionPolicy: "Orphan" });
    await world.until("it is not held", () => world.api.object(KEY).metadata.finalizers?.length === 0);
  });
});
