import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORCE_TERMINATION_ANNOTATION } from "../../src/kinds/index.ts";
import {
  ALPHA,
  condition,
  createWorld,
  gtVersions,
  polecat,
  rig,
  type Seen,
  type World,
} from "./harness/index.ts";

const NAMES = [
  "clean",
  "unfinished",
  "uncommitted",
  "unpushed",
  "stash",
  "request",
  "orphan",
  "held",
  "forced",
];
const ASKED = { desiredState: "Terminated" };

describe.each(gtVersions)("a polecat's end on gt %s", (gtVersion) => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({
      seed: {
        gtVersion,
        rigs: [ALPHA],
        beads: [...NAMES.map((name) => `al-${name}`), "al-again"],
        // Merged by the test.
        plans: { "al-request": { behaviour: "finish", afterMs: 0, mergeAfterMs: 3_600_000 } },
      },
    });
    const { cluster, town } = world;
    await cluster.apply(rig(town.root, ALPHA, { settings: { maxPolecats: 20 } }));
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

  /** @returns the phase that the polecat has once its gt would let it go. */
  async function allowEnd(name: string): Promise<string> {
    world.town.allowEnd(`al-${name}`);
    const phase = world.town.bead(`al-${name}`).status === "closed" ? "Idle" : "Working";
    await world.cluster.untilPhase("Polecat", name, phase);
    return phase;
  }

  /** Waits until the termination is refused for that reason. */
  async function refused(name: string, reason: string): Promise<string> {
    const blocked = await world.cluster.until(
      "Polecat",
      name,
      `is kept for ${reason}`,
      (object) =>
        condition(object, "Terminating")?.reason === reason &&
        object.status.state === "terminating.revocable.blocked",
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

  async function expectEnded(name: string, sim: string, ...flags: readonly string[]): Promise<void> {
    await world.cluster.untilPhase("Polecat", name, "Terminated");
    expect(world.town.polecat("alpha", sim)).toBeUndefined();
    expect(writesTo(sim).filter((line) => line.startsWith("polecat nuke"))).toEqual([
      ["polecat nuke", `alpha/${sim}`, ...flags].join(" "),
    ]);
  }

  const annotateConsent = (name: string, consent: string): Promise<void> =>
    world.cluster.patch("Polecat", name, {
      metadata: { annotations: { [FORCE_TERMINATION_ANNOTATION]: consent } },
    });

  /** Consents to just what the refusal names. */
  async function consentToLoss(name: string): Promise<void> {
    const { status } = await world.cluster.until(
      "Polecat",
      name,
      "offers a consent",
      (object) => object.status.terminationProof?.consent !== undefined,
    );
    await annotateConsent(name, status.terminationProof?.consent ?? "");
  }

  test.concurrent(
    "the proof is in status first, then the session is stopped, then the polecat is nuked",
    async () => {
      const { cluster, town } = world;
      const { sim, incarnation } = await named("clean");
      town.complete("al-clean");
      await cluster.untilPhase("Polecat", "clean", "Idle");
      await cluster.setSpec("Polecat", "clean", ASKED);
      await expectEnded("clean", sim);
      expect(writesTo(sim)).toEqual([`session stop alpha/${sim}`, `polecat nuke alpha/${sim}`]);
      const proven = cluster.history("Polecat", "clean").find(({ object }) => object.status.terminationProof);
      const proof = proven?.object.status.terminationProof;
      expect(proof?.incarnation).toBe(incarnation);
      expect(proof?.checks.map(({ outcome }) => outcome)).toEqual(["Clean", "Clean", "Clean", "Clean"]);
      const [stop] = town.calls(`session stop alpha/${sim} `);
      expect(proven?.at).toBeLessThan(stop?.startedAt ?? 0);
      expect(cluster.phases("Polecat", "clean").slice(-2)).toEqual(["Idle", "Terminated"]);
      await cluster.setSpec("Polecat", "clean", { desiredState: "Working", beadID: "al-again" });
      await cluster.untilPhase("Polecat", "clean", "Working");
      expect(town.bead("al-again").status).toBe("hooked");
    },
  );

  const asks = gtVersion === "1.0.1" ? "ends" : "is kept, in words, and ends by consent";
  test.concurrent(
    `a polecat at work, whose agent never said gt done, ${asks}; its bead is open again`,
    async () => {
      const { cluster, town } = world;
      const { sim } = await named("unfinished");
      await cluster.setSpec("Polecat", "unfinished", { ...ASKED, terminationPolicy: "Force" });
      if (gtVersion === "1.0.1") {
        await expectEnded("unfinished", sim);
      } else {
        expect(await refused("unfinished", "CleanupStatusMissing")).toContain("say gt done in its session");
        await expectUntouched(sim);
        expect(town.polecat("alpha", sim)?.session).toBe(true);
        await consentToLoss("unfinished");
        await expectEnded("unfinished", sim, "--force");
      }
      expect(town.bead("al-unfinished")).toMatchObject({ status: "open", assignee: null });
    },
  );

  test.concurrent("an uncommitted file keeps it, untouched; without the file it ends", async () => {
    const { cluster, town } = world;
    const { sim } = await named("uncommitted");
    const phase = await allowEnd("uncommitted");
    town.leaveFile("alpha", sim, "notes.txt");
    await cluster.setSpec("Polecat", "uncommitted", ASKED);
    expect(await refused("uncommitted", "UncommittedWork")).toContain("notes.txt");
    await expectUntouched(sim);
    expect(town.polecat("alpha", sim)?.session).toBe(true);
    expect(cluster.get("Polecat", "uncommitted")?.status.phase).toBe(phase);
    town.removeFile("alpha", sim, "notes.txt");
    await expectEnded("uncommitted", sim);
  });

  test.concurrent.for([
    ["unpushed", "UnpushedCommits", "unpushed"],
    ["stash", "StashedWork", "stashes"],
  ] as const)("%s work keeps it, untouched; without that it ends", async ([name, reason, field]) => {
    const { cluster, town } = world;
    const { sim } = await named(name);
    await allowEnd(name);
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

  test.concurrent("an open merge request keeps it, untouched; once it is merged it ends", async () => {
    const { cluster, town } = world;
    const { sim } = await named("request");
    await cluster.untilPhase("Polecat", "request", "Idle");
    await cluster.setSpec("Polecat", "request", ASKED);
    expect(await refused("request", "OpenMergeRequest")).toMatch(/merge request al-\S+ is open/);
    await expectUntouched(sim);
    const request = town.state.mergeRequests.find(({ bead }) => bead === "al-request");
    expect(request?.status).toBe("open");
    const mergedAt = Date.now();
    town.merge("al-request");
    await expectEnded("request", sim);
    const [nuke] = town.calls(`polecat nuke alpha/${sim} `);
    expect(nuke?.startedAt).toBeGreaterThanOrEqual(mergedAt);
  });

  test.concurrent("a deleted resource leaves its polecat at work", async () => {
    const { cluster, town } = world;
    const { sim, seen } = await named("orphan");
    expect(seen.metadata.finalizers).toEqual([]);
    await cluster.delete("Polecat", "orphan");
    await cluster.untilGone("Polecat", "orphan");
    await expectUntouched(sim);
    expect(town.bead("al-orphan")).toMatchObject({ status: "hooked", assignee: `alpha/polecats/${sim}` });
  });

  test.concurrent(
    "deletionPolicy Terminate holds the resource while its bead is open, and ends its polecat then",
    async () => {
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
      // 1.2.1 would not nuke it either, and that is said first.
      const first = gtVersion === "1.0.1" ? "BeadOpen" : "CleanupStatusMissing";
      expect(await refused("held", first)).toContain("al-held is hooked");
      await expectUntouched(sim);
      expect(cluster.get("Polecat", "held")?.metadata.deletionTimestamp).toBeDefined();
      town.complete("al-held");
      await cluster.untilGone("Polecat", "held");
      expect(town.polecat("alpha", sim)).toBeUndefined();
      expect(writesTo(sim)).toEqual([`session stop alpha/${sim}`, `polecat nuke alpha/${sim}`]);
    },
  );

  test.concurrent(
    "work is given up only with terminationPolicy Force and a consent that names this very polecat",
    async () => {
      const { cluster, town } = world;
      const { sim, incarnation } = await named("forced");
      town.leaveFile("alpha", sim, "notes.txt");
      const consent = (to: string): Promise<void> => annotateConsent("forced", to);
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
    },
  );
});
