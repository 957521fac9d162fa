import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import type { SlingOutput } from "../../machines/index.ts";
import { createSimTown, type SimTown } from "../town/sim-town.ts";
import { containing } from "../containing.ts";
import { createDesk } from "./desk.ts";

const BEADS = ["al-1", "al-2", "al-3", "al-4", "al-5", "al-6"];
const [SLING_MS, READ_MS] = [5_000, 300];

interface Call {
  readonly line: string;
  readonly from: number;
  to: number;
}

/** A town whose gt takes its time. */
const setUp = (...slingMs: readonly number[]) => {
  const town = createSimTown({ rigs: [ALPHA, BETA], beads: [...BEADS, "be-1", "be-2", "be-3"] });
  const calls: Call[] = [];
  for (const words of ["sling", "health", "show", "polecat list", "polecat git-state", "mq list"]) {
    town.always(words, async (run) => {
      const call: Call = { line: town.calls.at(-1) ?? "", from: town.clock.now(), to: Infinity };
      calls.push(call);
      // gt chooses the polecat first; what takes a sling its time is the session.
      const answer = words === "sling" ? run() : null;
      await new Promise<void>((resolve) => {
        const ms = slingMs[of("sling").length - 1] ?? slingMs.at(-1) ?? SLING_MS;
        town.clock.setTimer(words === "sling" ? ms : READ_MS, resolve);
      });
      call.to = town.clock.now();
      return answer ?? run();
    });
  }
  const of = (word: string): readonly Call[] => calls.filter(({ line }) => line.startsWith(word));
  return { town, desk: createDesk(town), of };
};

/** Lets the time of the town pass until all are answered. */
async function answers(
  town: SimTown,
  asked: readonly Promise<SlingOutput>[],
): Promise<readonly SlingOutput[]> {
  const all = Promise.all(asked);
  const state = { isDone: false };
  const end = (): void => {
    state.isDone = true;
  };
  all.then(end, end);
  for (let step = 0; step < 5_000 && !state.isDone; step += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    town.clock.advance(50);
  }
  return all;
}

describe("Slings that wait in one rig", () => {
  it.each([
    ["one takes as long as the other", []],
    ["one takes longer than the one before", [5_000, 9_000, 14_000]],
    ["one takes a little less than the one before", [14_000, 13_500, 13_000]],
    ["they take long and short by turns", [9_000, 13_500, 9_300, 13_000, 9_100, 14_000]],
    ["one takes a third less than any before it", [15_000, 15_000, 10_500, 15_000]],
  ])(
    "begin right after each other where %s: what the next one has to know is read while one runs",
    async (_how, ms) => {
      const { town, desk, of } = setUp(...ms);
      const slung = await answers(
        town,
        BEADS.map((bead) => desk.sling(`u-${bead}`, bead)),
      );
      expect(slung.map(({ outcome }) => outcome)).toEqual(BEADS.map(() => "slung"));
      const slings = of("sling");
      const pauses = slings.slice(2).map(({ from }, index) => from - (slings[index + 1]?.to ?? 0));
      expect(Math.max(...pauses)).toBeLessThan(READ_MS);
    },
  );

  it("begin right after one that nobody waited behind when it began", async () => {
    const { town, desk, of } = setUp(9_000);
    const late = new Promise<void>((resolve) => void town.clock.setTimer(4_000, resolve));
    await answers(town, [
      desk.sling("u-al-1", "al-1"),
      ...BEADS.slice(1).map(async (bead) => {
        await late;
        return desk.sling(`u-${bead}`, bead);
      }),
    ]);
    const [first, second] = of("sling");
    expect((second?.from ?? 0) - (first?.to ?? 0)).toBeLessThan(READ_MS);
  });

  it("read no more than a few times while one hangs", async () => {
    const { town, desk, of } = setUp(200_000, 200);
    await answers(
      town,
      BEADS.map((bead) => desk.sling(`u-${bead}`, bead)),
    );
    const [hanging] = of("sling");
    expect(of("show").filter(({ to }) => to < (hanging?.to ?? 0)).length).toBeLessThan(9);
  });

  it("share one set of reads where gt is fast", async () => {
    const { town, desk, of } = setUp(200);
    await answers(
      town,
      BEADS.map((bead) => desk.sling(`u-${bead}`, bead)),
    );
    expect(of("sling")).toHaveLength(6);
    expect([of("health"), of("show"), of("polecat list")].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("leave a bead to the person who has taken it meanwhile", async () => {
    const { town, desk, of } = setUp();
    town.clock.setTimer(12_000, () => {
      Object.assign(town.state.beads.find(({ id }) => id === "al-4") ?? {}, {
        status: "in_progress",
        assignee: "ada",
      });
    });
    const slung = await answers(
      town,
      BEADS.map((bead) => desk.sling(`u-${bead}`, bead)),
    );
    expect(slung[3]).toMatchObject({ outcome: "postponed", reason: "BeadHeldElsewhere" });
    expect(of("sling al-4")).toEqual([]);
  });

  it("count the polecats that the slings before them have made", async () => {
    const { town, desk } = setUp(200);
    desk.maxPolecats = 3;
    const slung = await answers(
      town,
      BEADS.map((bead) => desk.sling(`u-${bead}`, bead)),
    );
    expect(slung.filter(({ outcome }) => outcome === "slung")).toHaveLength(3);
    expect(slung.at(-1)).toMatchObject({
      reason: "NoCapacity",
      message: containing("3 polecats"),
    });
    expect(town.state.polecats).toHaveLength(3);
  });

  it("leave a polecat alone that came to rest with work in its worktree while one of them ran", async () => {
    const { town, desk } = setUp();
    await answers(town, [desk.sling("u-al-1", "al-1")]);
    town.clock.setTimer(7_000, () => {
      town.shell("bd", "close", "al-1");
      town.shell("gt", "session", "stop", "alpha/furiosa");
      town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    });
    const slung = await answers(
      town,
      BEADS.slice(1).map((bead) => desk.sling(`u-${bead}`, bead)),
    );
    expect(slung.at(-1)).toMatchObject({ outcome: "postponed", reason: "IdlePolecatHasWork" });
    expect(town.worktrees.uncommitted("alpha", "furiosa")).toEqual(["notes.txt"]);
  });

  it("read again after a sling whose end nobody knows", async () => {
    const { town, desk, of } = setUp(200);
    town.once("sling al-1", async () => Promise.resolve({ outcome: "failed", message: "killed" }));
    const slung = await answers(town, [
      desk.sling("u-1", "al-1").catch(() => ({ at: 0, outcome: "beadMissing" }) as const),
      desk.sling("u-2", "al-2"),
    ]);
    expect(slung[1]).toMatchObject({ outcome: "slung" });
    const [sling] = of("sling al-2");
    expect(of("polecat list").filter(({ to }) => to <= (sling?.from ?? 0)).length).toBeGreaterThanOrEqual(2);
  });
});

describe("Slings of several rigs", () => {
  it("read each rig in a place of its own: one that hangs keeps the others from nothing", async () => {
    const { town, desk, of } = setUp(200);
    town.once("polecat list beta", () => new Promise(() => undefined));
    void desk.sling("u-b", "be-1", { rig: "beta" }).catch(() => undefined);
    const slung = await answers(
      town,
      BEADS.map((bead) => desk.sling(`u-${bead}`, bead)),
    );
    expect(slung.every(({ outcome }) => outcome === "slung")).toBe(true);
    expect(of("sling be-1")).toEqual([]);
  });

  it("share the look at the town's health", async () => {
    const { town, desk, of } = setUp(200);
    await answers(town, [desk.sling("u-a", "al-1"), desk.sling("u-b", "be-1", { rig: "beta" })]);
    expect(of("health")).toHaveLength(1);
  });
});
