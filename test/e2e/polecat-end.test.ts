import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORCE_TERMINATION_ANNOTATION } from "../../src/api/index.ts";
import { ALPHA, BETA, condition, createWorld, polecat, rig, type Seen, type World } from "./harness/index.ts";

const NAMES = ["clean", "uncommitted", "unpushed", "stash", "request", "orphan", "held", "forced"];
const ASKED = { desiredState: "Terminated" };

describe("a polecat's end", { timeout: 150_000, concurrent: true }, () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        rigs: [ALPHA, BETA],
        beads: [...NAMES.map((name) => `al-${name}`), "al-again", "be-one", "be-two"],
        plans: { "al-request": { behaviour: "finish", afterMs: 0, mergeAfterMs: 12_000 } },
      },
    });
    const { cluster, town } = world;
    await cluster.apply(rig(town.root, ALPHA, { settings: { maxPolecats: 20 } }));
    await cluster.apply(rig(town.root, BETA, { settings: { maxPolecats: 1 } }));
    await cluster.apply(...NAMES.map((name) => polecat(name, { beadID: `al-${name}` })));
    await Promise.all(NAMES.map((name) => named(name)));
  });
  afterAll(() => world.close());

  /** The polecat with its name in the town, once it has one. */
  async function named(
    name: string,
  ): Promise<{ readonly seen: Seen; readonly sim: string; readonly incarnation: string }> {
    const seen = await world.cluster.until(
      "Polecat",
      name,
      "has a polecat and a branch",
      ({ status }) => status.polecatName !== undefined && status.branch !== undefined,
    );
    const sim = seen.status.polecatName ?? "";
    return { seen, sim, incarnation: `alpha/${sim}@${seen.status.branch ?? ""}` };
  }

  /** Waits until the termination is refused for that reason. */
  async function refused(name: string, reason: string): Promise<string> {
    const blocked = await world.cluster.until(
      "Polecat",
      name,
      `is kept for ${reason}`,
      (object) =>
        condition(object, "Terminating")?.reason === reason && object.status.state === "terminating.blocked",
    );
    return condition(blocked, "Terminating")?.message ?? "";
  }

  /** Waits until the refusal says that. */
  async function told(name: string, words: string): Promise<void> {
    await world.cluster.until(
      "Polecat",
      name,
      `says ${words}`,
      (object) => condition(object, "Terminating")?.message.includes(words) === true,
    );
  }

  const writesTo = (sim: string): readonly string[] =>
    world.town
      .writes()
      .filter((line) => line.startsWith("session stop") || line.startsWith("polecat nuke"))
      .filter((line) => line.split(" ").includes(`alpha/${sim}`));

  async function expectUntouched(sim: string): Promise<void> {
    await world.syncs(1);
    expect(writesTo(sim)).toEqual([]);
    expect(world.town.polecat("alpha", sim)).toBeDefined();
  }

  async function expectEnded(name: string, sim: string): Promise<void> {
    await world.cluster.untilPhase("Polecat", name, "Terminated");
    expect(world.town.polecat("alpha", sim)).toBeUndefined();
    expect(writesTo(sim).filter((line) => line.startsWith("polecat nuke"))).toEqual([
      `polecat nuke alpha/${sim}`,
    ]);
  }

  test("the proof is in status first, then the session is stopped, then the polecat is nuked", async () => {
    const { cluster, town } = world;
    const { sim, incarnation } = await named("clean");
    await cluster.setSpec("Polecat", "clean", ASKED);
    await expectEnded("clean", sim);
    expect(writesTo(sim)).toEqual([`session stop alpha/${sim}`, `polecat nuke alpha/${sim}`]);
    const proven = cluster.history("Polecat", "clean").find(({ object }) => object.status.terminationProof);
    const proof = proven?.object.status.terminationProof;
    expect(proof?.incarnation).toBe(incarnation);
    expect(proof?.checks.map(({ outcome }) => outcome)).toEqual(["Clean", "Clean", "Clean", "Clean"]);
    const [stop] = town.calls(`session stop alpha/${sim} `);
    expect(proven?.at).toBeLessThan(stop?.startedAt ?? 0);
    expect(cluster.phases("Polecat", "clean").slice(-2)).toEqual(["Working", "Terminated"]);
    expect(town.bead("al-clean")).toMatchObject({ status: "open", assignee: null });
    await cluster.setSpec("Polecat", "clean", { desiredState: "Working", beadID: "al-again" });
    await cluster.untilPhase("Polecat", "clean", "Working");
    expect(town.bead("al-again").status).toBe("hooked");
  });

  test("an uncommitted file keeps it, untouched; without the file it ends", async () => {
    const { cluster, town } = world;
    const { sim } = await named("uncommitted");
    town.leaveFile("alpha", sim, "notes.txt");
    await cluster.setSpec("Polecat", "uncommitted", ASKED);
    expect(await refused("uncommitted", "UncommittedWork")).toContain("notes.txt");
    await expectUntouched(sim);
    expect(town.polecat("alpha", sim)?.session).toBe(true);
    expect(cluster.get("Polecat", "uncommitted")?.status.phase).toBe("Working");
    town.removeFile("alpha", sim, "notes.txt");
    await expectEnded("uncommitted", sim);
  });

  test.for([
    ["unpushed", "UnpushedCommits", "unpushed"],
    ["stash", "StashedWork", "stashes"],
  ] as const)("%s work keeps it, untouched; without that it ends", async ([name, reason, field]) => {
    const { cluster, town } = world;
    const { sim } = await named(name);
    const set = (count: number): void =>
      town.change(({ polecats }) => {
        for (const candidate of polecats) if (candidate.name === sim) candidate[field] = count;
      });
    set(2);
    await cluster.setSpec("Polecat", name, ASKED);
    expect(await refused(name, reason)).toContain("2 ");
    await expectUntouched(sim);
    set(0);
    await expectEnded(name, sim);
  });

  test("an open merge request keeps it, untouched; once it is merged it ends", async () => {
    const { cluster, town } = world;
    const { sim } = await named("request");
    await cluster.untilPhase("Polecat", "request", "Idle");
    await cluster.setSpec("Polecat", "request", ASKED);
    expect(await refused("request", "OpenMergeRequest")).toMatch(/merge request al-\S+ is open/);
    await expectUntouched(sim);
    const [request] = town.state.mergeRequests;
    expect(request?.status).toBe("open");
    await expectEnded("request", sim);
    const [nuke] = town.calls(`polecat nuke alpha/${sim} `);
    expect(nuke?.startedAt).toBeGreaterThan(request?.mergesAt ?? Infinity);
  });

  test("a deleted resource leaves its polecat at work", async () => {
    const { cluster, town } = world;
    const { sim, seen } = await named("orphan");
    expect(seen.metadata.finalizers).toEqual([]);
    await cluster.delete("Polecat", "orphan");
    await cluster.untilGone("Polecat", "orphan");
    await expectUntouched(sim);
    expect(town.bead("al-orphan")).toMatchObject({ status: "hooked", assignee: `alpha/polecats/${sim}` });
  });

  test("deletionPolicy Terminate holds the resource while its bead is open, and ends its polecat then", async () => {
    const { cluster, town } = world;
    const { sim } = await named("held");
    await cluster.setSpec("Polecat", "held", { deletionPolicy: "Terminate" });
    await cluster.until(
      "Polecat",
      "held",
      "has a finalizer",
      ({ metadata }) => metadata.finalizers.length === 1,
    );
    await cluster.delete("Polecat", "held");
    expect(await refused("held", "BeadOpen")).toContain("al-held is hooked");
    await expectUntouched(sim);
    expect(cluster.get("Polecat", "held")?.metadata.deletionTimestamp).toBeDefined();
    town.bd("close", "al-held");
    await cluster.untilGone("Polecat", "held");
    expect(town.polecat("alpha", sim)).toBeUndefined();
    expect(writesTo(sim)).toEqual([`session stop alpha/${sim}`, `polecat nuke alpha/${sim}`]);
  });

  test("work is given up only with terminationPolicy Force and a consent that names this very polecat", async () => {
    const { cluster, town } = world;
    const { sim, incarnation } = await named("forced");
    town.leaveFile("alpha", sim, "notes.txt");
    const consent = (to: string): Promise<void> =>
      cluster.patch("Polecat", "forced", {
        metadata: { annotations: { [FORCE_TERMINATION_ANNOTATION]: to } },
      });
    await cluster.setSpec("Polecat", "forced", ASKED);
    await refused("forced", "UncommittedWork");
    const offered = cluster.get("Polecat", "forced")?.status.terminationProof?.consent ?? "";
    await consent(offered);
    await told("forced", "terminationPolicy is Safe");
    await consent(`alpha/${sim}@polecat/${sim}/al-other@12345678:0123456789abcdef`);
    await cluster.setSpec("Polecat", "forced", { terminationPolicy: "Force" });
    await told("forced", "is about another polecat");
    await consent(incarnation);
    await told("forced", "does not name what may be lost");
    await expectUntouched(sim);
    await consent(offered);
    await cluster.untilPhase("Polecat", "forced", "Terminated");
    expect(town.polecat("alpha", sim)).toBeUndefined();
    expect(writesTo(sim)).toContain(`polecat nuke alpha/${sim} --force`);
    const { terminationProof } = cluster.get("Polecat", "forced")?.status ?? {};
    expect(terminationProof?.checks.some(({ outcome }) => outcome === "Forced")).toBe(true);
  });

  test("a rig with maxPolecats polecats lets the next one wait, until one has ended", async () => {
    const { cluster, town } = world;
    await cluster.apply(polecat("one", { rig: "beta", beadID: "be-one" }));
    const one = await cluster.untilPhase("Polecat", "one", "Working");
    await cluster.apply(polecat("two", { rig: "beta", beadID: "be-two" }));
    const waiting = await cluster.until(
      "Polecat",
      "two",
      "waits for capacity",
      (object) => condition(object, "Reconciling")?.reason === "NoCapacity",
    );
    expect(waiting.status.phase).toBe("Pending");
    expect(condition(waiting, "Reconciling")?.message).toContain("maxPolecats is 1");
    await world.syncs(1);
    expect(town.calls("sling be-two ")).toHaveLength(0);
    await cluster.setSpec("Polecat", "one", ASKED);
    await cluster.untilPhase("Polecat", "one", "Terminated");
    const two = await cluster.untilPhase("Polecat", "two", "Working");
    // gt gives the freed name out again.
    expect(two.status.polecatName).toBe(one.status.polecatName);
    expect(two.status.branch).not.toBe(one.status.branch);
    expect(cluster.get("Polecat", "one")?.status.phase).toBe("Terminated");
  });
});
