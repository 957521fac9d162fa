/** The hand-over on the simulated gt of both versions, interrupted at every call, before it and after it. */
import { ALPHA } from "simulated-town";
import { describe, expect, it } from "vitest";
import { claimBead, handOver, podAssignee, releaseBead } from "../../src/hand-over/index.ts";
import { handOverPorts } from "../../src/services/hand-over-ports.ts";
import { createSimTown, lostAnswer, lostCall, type Intercept, type SimTown } from "../town/sim-town.ts";
import { ASSIGNEE, HEAD, work } from "./work.ts";

const TARGET = { rig: "alpha", bead: "al-1", assignee: ASSIGNEE } as const;

function townWith(gtVersion: "1.0.1" | "1.2.1"): SimTown {
  return createSimTown({
    gtVersion,
    rigs: [ALPHA],
    beads: ["al-1"],
    defaultPlan: { behaviour: "stall", afterMs: 1 },
  });
}

/** What is lost of the next life, by the number of its call; and how often the bead has become closed so far. */
interface Watched {
  readonly town: SimTown;
  lost: ReadonlyMap<number, Intercept>;
  calls: number;
  closes: number;
}

function watched(gtVersion: "1.0.1" | "1.2.1"): Watched {
  const town = townWith(gtVersion);
  const seen: Watched = { town, lost: new Map(), calls: 0, closes: 0 };
  const isClosed = (): boolean => town.state.beads[0]?.status === "closed";
  town.always("", (run, late) => {
    const counted = (): ReturnType<typeof run> => {
      const was = isClosed();
      const answer = run();
      if (!was && isClosed()) seen.closes += 1;
      return answer;
    };
    const cut = seen.lost.get(seen.calls++);
    return cut === undefined ? counted() : cut(counted, late);
  });
  return seen;
}

/** What an operator does that is told to hand over, whatever was done before, until a call of its own fails. */
async function life(seen: Watched, lost: ReadonlyMap<number, Intercept> = new Map()): Promise<boolean> {
  Object.assign(seen, { lost, calls: 0 });
  const ports = handOverPorts(seen.town.client());
  try {
    await claimBead(ports, TARGET);
    return (await handOver(ports, work())).is === "done";
  } catch (error) {
    expect(error).toMatchObject({ reason: "Timeout" });
    return false;
  }
}

describe.each(["1.0.1", "1.2.1"] as const)("On gt %s", (version) => {
  it("a bead is taken, handed over as one request, and closed", async () => {
    const town = townWith(version);
    const ports = handOverPorts(town.gt);
    expect(await claimBead(ports, TARGET)).toEqual({ is: "held" });
    expect(town.state.beads[0]).toMatchObject({ status: "in_progress", assignee: ASSIGNEE });
    const { is, ...rest } = await handOver(ports, work());
    expect(is).toBe("done");
    expect(town.state.mergeRequests).toMatchObject([
      { status: "open", worker: null, branch: "feature/al-1", bead: "al-1", commit: HEAD },
    ]);
    expect(rest).toEqual({ request: town.state.mergeRequests[0]?.id });
    expect(town.state.beads[0]).toMatchObject({ status: "closed" });
    expect(await town.gt.mergeQueue("alpha")).toMatchObject([{ worker: null, sourceIssue: "al-1" }]);
  });

  it("who is interrupted anywhere, twice, goes on, to one request and one close", async () => {
    const whole = watched(version);
    expect(await life(whole)).toBe(true);
    const { calls } = whole;
    expect(calls).toBeGreaterThan(6);
    for (const [first, second] of pairs(calls)) {
      for (const cut of [lostCall, lostAnswer]) {
        const context = `${cut.name} at ${first} and ${second}`;
        const seen = watched(version);
        expect(await life(seen, new Map([[first, cut]])), context).toBe(false);
        await life(seen, new Map([[second, cut]]));
        expect(await life(seen), context).toBe(true);
        expect(seen.town.state.mergeRequests, context).toHaveLength(1);
        expect(seen.town.state.mergeRequests[0]?.status, context).toBe("open");
        expect(seen.town.state.beads[0], context).toMatchObject({ status: "closed", assignee: ASSIGNEE });
        expect(seen.closes, context).toBe(1);
      }
    }
  });

  it("a request that the refinery has merged meanwhile is not opened again", async () => {
    const town = townWith(version);
    const ports = handOverPorts(town.gt);
    await claimBead(ports, TARGET);
    town.once("bd close", lostCall);
    await expect(handOver(ports, work())).rejects.toThrow(/did not answer/);
    const id = town.state.mergeRequests[0]?.id ?? "";
    town.shell("gt", "mq", "post-merge", "alpha", id);
    expect(await handOver(handOverPorts(town.client()), work())).toEqual({ is: "done", request: id });
    expect(town.state.mergeRequests).toMatchObject([{ id, status: "closed", closeReason: "merged" }]);
  });

  it("a further attempt's request takes the place of the one before", async () => {
    const town = townWith(version);
    const ports = handOverPorts(town.gt);
    await claimBead(ports, TARGET);
    town.once("bd close", lostCall);
    await expect(handOver(ports, work())).rejects.toThrow();
    const newer = work({ head: HEAD.replace("0", "f"), attempt: 2 });
    expect(await handOver(handOverPorts(town.client()), newer)).toMatchObject({ is: "done" });
    const ends = town.state.mergeRequests.map(({ status, closeReason }) => [status, closeReason]);
    expect(ends).toEqual([
      ["closed", expect.stringMatching(/^superseded by al-wisp-pod/)],
      ["open", null],
    ]);
  });

  it("a bead that was given to somebody else is neither closed nor given back", async () => {
    const town = townWith(version);
    const ports = handOverPorts(town.gt);
    await claimBead(ports, TARGET);
    town.shell("bd", "update", "al-1", "--assignee", "ada");
    expect(await handOver(ports, work())).toMatchObject({ refusal: { reason: "BeadHeldElsewhere" } });
    expect(await releaseBead(ports, TARGET)).toBe(false);
    expect(town.state.beads[0]).toMatchObject({ status: "in_progress", assignee: "ada" });
    expect(town.state.mergeRequests).toEqual([]);
  });

  it("one bead is held by one Polecat, also where two of a name want it", async () => {
    const town = townWith(version);
    const other = { ...TARGET, assignee: podAssignee("alpha", "other", "nux") };
    await claimBead(handOverPorts(town.gt), TARGET);
    expect(await claimBead(handOverPorts(town.client()), other)).toMatchObject({
      refusal: { reason: "BeadHeldElsewhere" },
    });
    expect(await releaseBead(handOverPorts(town.gt), TARGET)).toBe(true);
    expect(await claimBead(handOverPorts(town.client()), other)).toEqual({ is: "held" });
  });

  it("with Dolt stopped nothing is believed and nothing written", async () => {
    const town = townWith(version);
    await claimBead(handOverPorts(town.gt), TARGET);
    town.doltDown = true;
    await expect(handOver(handOverPorts(town.client()), work())).rejects.toMatchObject({
      reason: "DoltDown",
    });
    expect(town.state.mergeRequests).toEqual([]);
    expect(town.state.beads[0]?.status).toBe("in_progress");
  });
});

function* pairs(most: number): Iterable<readonly [number, number]> {
  for (let first = 0; first < most; first += 1)
    for (let second = 0; second < most; second += 1) yield [first, second];
}
