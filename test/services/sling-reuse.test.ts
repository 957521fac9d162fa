import { describe, expect, it } from "vitest";
import { ALPHA, BETA, type GtVersion } from "simulated-town";
import { createSimTown, inOtherWords } from "../town/sim-town.ts";
import { containing } from "../containing.ts";
import { createDesk } from "./desk.ts";

const setUp = (beads = ["al-1", "al-2", "al-3"], gtVersion: GtVersion = "1.0.1") => {
  const town = createSimTown({ gtVersion, rigs: [ALPHA, BETA], beads: [...beads, "be-1"] });
  return { town, desk: createDesk(town) };
};

describe("An idle polecat of gt 1.2", () => {
  const leftBehind = async (maxPolecats: number) => {
    const { town, desk } = setUp(undefined, "1.2.1");
    desk.maxPolecats = maxPolecats;
    await desk.sling("u1", "al-1");
    desk.polecats.set("alpha/furiosa", "u1");
    town.shell("bd", "close", "al-1");
    return { town, desk };
  };

  it("that has not said gt done keeps its session and its work, and the next bead is slung to another one, as gt does", async () => {
    const { town, desk } = await leftBehind(2);
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    expect(await desk.sling("u1", "al-2", { polecat: "furiosa" })).toMatchObject({
      outcome: "slung",
      polecat: "nux",
    });
    expect(town.state.polecats[0]).toMatchObject({ name: "furiosa", session: true });
    expect(town.worktrees.uncommitted("alpha", "furiosa")).toEqual(["notes.txt"]);
  });

  it("that has not said gt done takes a place of its rig, and is named where that was the last one", async () => {
    const { town, desk } = await leftBehind(1);
    expect(await desk.sling("u1", "al-2", { polecat: "furiosa" })).toMatchObject({
      outcome: "postponed",
      reason: "NoCapacity",
      message: containing("gt gives furiosa no other work"),
    });
    expect(town.state.polecats).toMatchObject([{ name: "furiosa", session: true }]);
  });

  it("is used again once its agent has said gt done and has no merge request", async () => {
    const { town, desk } = setUp(undefined, "1.2.1");
    desk.maxPolecats = 1;
    await desk.sling("u1", "al-1");
    desk.polecats.set("alpha/furiosa", "u1");
    town.agent("alpha", "furiosa", "done");
    // The list takes a merge request of a rig for open for ever.
    Object.assign(town.state.polecats[0]?.agentBead ?? {}, { activeMr: null });
    expect(await desk.sling("u1", "al-2", { polecat: "furiosa" })).toMatchObject({
      outcome: "slung",
      polecat: "furiosa",
    });
  });
});

describe("An idle polecat that gt 1.2 would reuse", () => {
  it.each([
    ['"SAFE_TO_NUKE"', '"HIBERNATING"', "verdict HIBERNATING"],
    ['"state": "idle"', '"state": "dreaming"', "as dreaming"],
  ])("is not emptied where the list has another word for %s", async (from, to, named) => {
    const { town, desk } = setUp(undefined, "1.2.1");
    await desk.sling("u1", "al-1");
    town.agent("alpha", "furiosa", "done");
    Object.assign(town.state.polecats[0]?.agentBead ?? {}, { activeMr: null });
    const [before] = structuredClone(town.state.polecats);
    town.always("polecat list alpha", inOtherWords(from, to));
    expect(await desk.sling("u2", "al-2")).toMatchObject({
      outcome: "postponed",
      reason: "StateUnknown",
      message: containing(named),
    });
    expect(town.state.polecats).toEqual([before]);
  });
});

describe("A polecat's session", () => {
  const atWork = async () => {
    const { town, desk } = setUp();
    await desk.sling("u1", "al-1");
    desk.polecats.set("alpha/furiosa", "u1");
    return { town, desk };
  };

  it("goes on where the list was read while the database was away for a second: it showed no work", async () => {
    const { town, desk } = await atWork();
    town.once("polecat list alpha", (run) => {
      town.doltDown = true;
      const answer = run();
      town.doltDown = false;
      return answer;
    });
    expect(await desk.sling("u1", "al-2", { polecat: "furiosa" })).toMatchObject({
      outcome: "postponed",
      reason: "PolecatReassigned",
      message: containing("al-1"),
    });
    expect(town.state.polecats).toMatchObject([{ name: "furiosa", session: true }]);
  });

  it("goes on where gt has a word for it that nobody here knows: it may be at work with an empty hook", async () => {
    const { town, desk } = await atWork();
    town.shell("bd", "close", "al-1");
    town.always("polecat list alpha", inOtherWords(/"state": "[a-z-]+"/g, '"state": "dreaming"'));
    expect(await desk.sling("u1", "al-2", { polecat: "furiosa" })).toMatchObject({
      outcome: "postponed",
      reason: "StateUnknown",
      message: containing("gt lists alpha/furiosa as dreaming"),
    });
    expect(town.state.polecats).toMatchObject([{ name: "furiosa", session: true }]);
  });

  it("goes on where the database went away before anybody could tell", async () => {
    const { town, desk } = await atWork();
    let lists = 0;
    town.always("polecat list alpha", (run) => {
      town.doltDown = true;
      const answer = run();
      lists += 1;
      town.doltDown = lists > 1;
      return answer;
    });
    await expect(desk.sling("u1", "al-2", { polecat: "furiosa" })).rejects.toThrow(/Dolt/);
    expect(town.state.polecats).toMatchObject([{ name: "furiosa", session: true }]);
  });
});

describe("An idle polecat that gt would empty", () => {
  const rested = async () => {
    const { town, desk } = setUp();
    await desk.sling("u1", "al-1");
    town.shell("bd", "close", "al-1");
    town.shell("gt", "session", "stop", "alpha/furiosa");
    return { town, desk };
  };

  it("with uncommitted files keeps them: nothing is slung, and the files are named", async () => {
    const { town, desk } = await rested();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    expect(await desk.sling("u2", "al-2")).toMatchObject({
      outcome: "postponed",
      reason: "IdlePolecatHasWork",
      message: containing("notes.txt"),
    });
    expect(town.worktrees.uncommitted("alpha", "furiosa")).toEqual(["notes.txt"]);
  });

  it.each([
    ["stashes", { stashes: 1 }, "1 stashes"],
    ["commits that are nowhere else", { unpushed: 2 }, "2 unpushed commits"],
  ])("with %s keeps them", async (_what, left, said) => {
    const { town, desk } = await rested();
    Object.assign(town.state.polecats[0] ?? {}, left);
    expect(await desk.sling("u2", "al-2")).toMatchObject({ message: containing(said) });
    expect(town.state.polecats[0]).toMatchObject(left);
  });

  it("and has nothing of its own is used again", async () => {
    const { town, desk } = await rested();
    expect(await desk.sling("u2", "al-2")).toMatchObject({ outcome: "slung", polecat: "furiosa" });
    expect(town.state.polecats).toHaveLength(1);
  });
});
