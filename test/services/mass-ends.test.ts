import { describe, expect, it } from "vitest";
import type { NukeOutput, ProveOutput } from "../../machines/index.ts";
import type { SimTown } from "../town/sim-town.ts";
import { beadOf, CALL_MS, slowTown, type SlowTown, type TimedCall } from "./slow-town.ts";

const POLECATS = 24;

/** How long after the begin of its reads a nuke may begin, ms. */
const MOST_LOOK_AGE_MS = 5_000;

/** All polecats of the town are to end at the same moment. */
const endAll = ({
  town,
  desk,
  settle,
}: SlowTown): Promise<readonly PromiseSettledResult<ProveOutput | NukeOutput>[]> =>
  settle(
    town.state.polecats.map(({ name }) => {
      const bead = town.state.beads.find(({ id }) => desk.polecats.get(`alpha/${name}`) === id)?.id ?? null;
      return desk.end({ uid: bead ?? "", polecat: name, bead });
    }),
  );

const outcomes = (
  ends: readonly PromiseSettledResult<ProveOutput | NukeOutput>[],
): readonly (string | undefined)[] =>
  ends.map((end) => (end.status === "fulfilled" ? end.value.outcome : String(end.reason)));

/** All agents of a gt 1.2 hand in what they did, and it is merged. */
function handIn(town: SimTown): void {
  for (const { rig, name } of town.state.polecats) town.agent(rig, name, "done");
  for (const { id } of town.state.mergeRequests) town.shell("gt", "mq", "post-merge", "alpha", id);
}

/** The newest call before the nuke that begins with these words. */
const before = ({ of }: SlowTown, nuke: TimedCall, words: string): TimedCall | undefined =>
  of(words).findLast(({ to }) => to <= nuke.from);

const named = ({ line }: TimedCall): string => line.split("/").at(-1)?.split(" ")[0] ?? "";

describe("Ends that wait in one rig", () => {
  it.each(["1.0.1", "1.2.1"] as const)(
    "share what they read: five calls of gt %s for each, and three for each two beside them",
    async (version) => {
      const at = await slowTown(POLECATS, version);
      if (version === "1.2.1") handIn(at.town);
      const ends = await endAll(at);
      expect(outcomes(ends)).toEqual(ends.map(() => "nuked"));
      expect(at.town.state.polecats).toEqual([]);
      const told = at.calls.map(({ line }) => line).join("\n");
      expect(at.calls.length / POLECATS, told).toBeLessThanOrEqual(6.5);
      expect(at.of("polecat status").length).toBeLessThan(POLECATS / 4);
    },
  );

  it("cost their rig at most two calls beside each nuke", async () => {
    const at = await slowTown(POLECATS);
    await endAll(at);
    const nukes = at.of("polecat nuke");
    expect(nukes).toHaveLength(POLECATS);
    const tookMs = (nukes.at(-1)?.to ?? Infinity) - (at.calls[0]?.from ?? 0);
    expect(tookMs / POLECATS / CALL_MS).toBeLessThanOrEqual(3);
  });

  it.each([
    ["a nuke takes 200 ms", { "": 200 }],
    ["a nuke takes 1,000 ms", { "": 1_000 }],
    ["a nuke takes 4,000 ms", { "": 4_000 }],
    [
      "one takes 6,000 ms while others that were looked at beside it wait",
      { "": 200, "alpha/polecat4": 6_000 },
    ],
  ])("are each nuked on reads that are young, where %s", async (_what, takes) => {
    const at = await slowTown(POLECATS);
    for (const [words, ms] of Object.entries(takes)) at.takes.set(`polecat nuke ${words}`, ms);
    await endAll(at);
    for (const nuke of at.of("polecat nuke")) {
      const name = named(nuke);
      const stop = before(at, nuke, `session stop alpha/${name}`);
      const git = before(at, nuke, `polecat git-state alpha/${name} `);
      const queue = before(at, nuke, "mq list alpha");
      const health = before(at, nuke, "health");
      expect(stop).toBeDefined();
      expect(git?.from).toBeGreaterThanOrEqual(stop?.to ?? Infinity);
      expect(health?.from).toBeGreaterThanOrEqual(git?.to ?? Infinity);
      for (const read of [git, queue, health])
        expect(nuke.from - (read?.from ?? 0)).toBeLessThanOrEqual(MOST_LOOK_AGE_MS);
    }
  });

  it("hold up nobody whose own worktree cannot be read", async () => {
    const at = await slowTown(POLECATS);
    at.town.once("polecat git-state alpha/polecat3 ", () => ({
      ...{ outcome: "exited", exitCode: 1, stdout: "" },
      stderr: "Error: reading the index",
    }));
    const ends = await endAll(at);
    expect(outcomes(ends).filter((outcome) => outcome !== "nuked")).toEqual([
      "GtError: gt polecat git-state: reading the index",
    ]);
    expect(at.town.state.polecats.map(({ name }) => name)).toEqual(["polecat3"]);
  });
});

describe("Between the last look of many and a nuke of one of them", () => {
  it("another polecat that takes the name is seen in its worktree, without a call", async () => {
    const at = await slowTown(POLECATS);
    const { town } = at;
    let looks = 0;
    town.once("polecat nuke alpha/polecat3", (run) => {
      looks = at.of("polecat git-state alpha/polecat4 ").length;
      for (const polecat of town.state.polecats)
        if (polecat.name === "polecat4") polecat.branch = "polecat/polecat4/al-9@new";
      return run();
    });
    const ends = await endAll(at);
    // For the proof, and for the last look, which both it and polecat3 had.
    expect(looks).toBe(2);
    expect(at.of("polecat git-state alpha/polecat4 ")).toHaveLength(2);
    expect(ends.map((end) => (end.status === "fulfilled" ? end.value : null))).toContainEqual(
      expect.objectContaining({ reason: "PolecatReplaced" }),
    );
    expect(town.state.polecats.map(({ name }) => name)).toEqual(["polecat4"]);
  });

  it.each<[string, (at: SlowTown) => void]>([
    [
      "that the database is down",
      ({ town }) => {
        town.doltDown = true;
        void town.gt.health();
      },
    ],
    [
      "nothing, when the merge queue was asked for",
      ({ town }) => {
        town.once("mq list", () => ({ outcome: "timedOut" }));
        town.gt.mergeQueue("alpha").catch(() => undefined);
      },
    ],
  ])("what somebody else is told since counts: %s", async (_what, ask) => {
    const at = await slowTown(POLECATS);
    at.takes.set("polecat nuke alpha/polecat3", 1_000);
    let askedAt = Infinity;
    let looks = 0;
    at.when("polecat nuke alpha/polecat3", () => {
      askedAt = at.town.clock.now();
      looks = at.of("polecat git-state alpha/polecat4 ").length;
      ask(at);
      at.town.clock.setTimer(3 * CALL_MS, () => (at.town.doltDown = false));
    });
    await endAll(at);
    // For the proof, and for the last look, which both it and polecat3 had.
    expect(looks).toBe(2);
    const [nuke] = at.of("polecat nuke alpha/polecat4");
    if (nuke === undefined) throw new Error("polecat4 was not nuked");
    for (const words of ["polecat git-state alpha/polecat4 ", "health", "mq list alpha"])
      expect(before(at, nuke, words)?.from).toBeGreaterThanOrEqual(askedAt + CALL_MS);
  });
});

describe("The stop of a session that ran at the proof", () => {
  it("asks gt nothing before it where the worktree shows the polecat", async () => {
    const at = await slowTown(1);
    const proven = at.desk.prove({ uid: "al-1", polecat: "polecat1", bead: "al-1" });
    await at.settle([proven]);
    const proof = await proven;
    if (proof.outcome !== "proven") throw new Error(proof.outcome);
    at.calls.length = 0;
    const input = { uid: "al-1", rig: "alpha", polecat: "polecat1", proof: proof.proof };
    await at.settle([at.desk.call("stopSession", input)]);
    expect(at.calls.map(({ line }) => line)).toEqual(["session stop alpha/polecat1"]);
  });

  it("stops no session of a polecat that has taken the name since", async () => {
    const at = await slowTown(1);
    const [proven] = await at.settle([at.desk.prove({ uid: "al-1", polecat: "polecat1", bead: "al-1" })]);
    if (proven?.status !== "fulfilled" || proven.value.outcome !== "proven") throw new Error("not proven");
    for (const polecat of at.town.state.polecats) polecat.branch = "polecat/polecat1/al-9@new";
    const input = { uid: "al-1", rig: "alpha", polecat: "polecat1", proof: proven.value.proof };
    const [stopped] = await at.settle([at.desk.call("stopSession", input)]);
    expect(stopped).toMatchObject({ status: "rejected", reason: { reason: "PolecatReplaced" } });
    expect(at.of("session stop")).toEqual([]);
  });

  it("is no failure where it has ended by itself since", async () => {
    const at = await slowTown(1);
    at.town.once("session stop", (run) => {
      for (const polecat of at.town.state.polecats) polecat.session = false;
      return run();
    });
    expect(outcomes(await endAll(at))).toEqual(["nuked"]);
  });
});

it("Forced ends share no look: each is looked at by itself, directly before its nuke", async () => {
  const at = await slowTown(3);
  const { town, desk, settle } = at;
  const one = async (name: string): Promise<unknown> => {
    const bead = beadOf(town, name);
    const input = { uid: bead, polecat: name, bead, terminationPolicy: "Force" as const };
    const shown = await desk.prove(input);
    const forceConsent = shown.outcome === "blocked" ? (shown.proof?.consent ?? null) : null;
    const proven = await desk.prove({ ...input, forceConsent });
    if (proven.outcome !== "proven") throw new Error(proven.outcome);
    const rest = { ...input, rig: "alpha", proof: { ...proven.proof, consent: forceConsent } };
    await desk.call("stopSession", rest);
    return desk.call("nuke", rest);
  };
  town.worktrees.leaveFile("alpha", "polecat1", "draft.txt");
  const incarnation = `alpha/polecat1@${town.state.polecats[0]?.branch ?? ""}`;
  const [shown] = await settle([desk.prove({ uid: "al-1", polecat: "polecat1", bead: "al-1" })]);
  const proof = shown?.status === "fulfilled" && shown.value.outcome === "blocked" ? shown.value.proof : null;
  expect(proof?.incarnation).toBe(incarnation);
  desk.forceConsent = proof?.consent ?? null;
  await settle([one("polecat1")]);
  const [nuke] = at.of("polecat nuke");
  if (nuke === undefined) throw new Error("nothing was nuked");
  expect(nuke.line).toContain("--force");
  for (const words of ["polecat git-state", "polecat check-recovery", "health", "mq list"])
    expect(nuke.from - (before(at, nuke, words)?.from ?? 0)).toBeLessThanOrEqual(4 * CALL_MS + 100);
});
