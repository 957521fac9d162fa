import { describe, expect, it } from "vitest";
import { containing } from "../containing.ts";
import { lostAnswer, lostCall, type SimTown } from "../town/sim-town.ts";
import { atWork, furiosa, mergeRequest, nukes } from "./furiosa.ts";

describe("The end of a polecat that has nothing to lose", () => {
  it("goes its way in the one safe order, and only then is it gone", async () => {
    const { town, desk } = await atWork();
    expect(await desk.end({})).toMatchObject({ outcome: "nuked" });
    expect(town.calls).toEqual([
      "health --json",
      "polecat list alpha --json",
      "mq list alpha --json",
      "polecat status alpha/furiosa --json",
      "polecat git-state alpha/furiosa --json",
      "polecat check-recovery alpha/furiosa --json",
      "version",
      "polecat status alpha/furiosa --json",
      "session stop alpha/furiosa",
      "mq list alpha --json",
      "polecat status alpha/furiosa --json",
      "polecat git-state alpha/furiosa --json",
      "health --json",
      "polecat nuke alpha/furiosa",
    ]);
    expect(town.state.polecats).toEqual([]);
  });

  it("leaves a proof of what was read, and when, before anything is touched", async () => {
    const { town, desk, incarnation } = await atWork();
    const proven = await desk.prove({});
    expect(proven).toMatchObject({
      outcome: "proven",
      proof: {
        incarnation,
        decidedAt: town.clock.now(),
        forced: false,
        checks: [
          { name: "health", clean: true, detail: "Dolt runs" },
          { name: "merge queue", clean: true, detail: "no open merge request" },
          { name: "git state", clean: true, detail: "clean" },
          { name: "recovery", clean: true, detail: "NEEDS_MQ_SUBMIT" },
        ],
      },
    });
    expect(town.writes()).toEqual([]);
  });

  it("gives an open bead back to the town", async () => {
    const { town, desk } = await atWork();
    await desk.end({});
    expect(town.state.beads[0]).toMatchObject({ status: "open", assignee: null });
  });

  it("is over when the polecat is gone already", async () => {
    const { town, desk } = await atWork();
    town.state.polecats.length = 0;
    expect(await desk.prove({})).toMatchObject({ outcome: "gone" });
    expect(town.writes()).toEqual([]);
  });

  it("needs no session to stop when that has ended by itself", async () => {
    const { town, desk } = await atWork();
    furiosa(town).session = false;
    expect(await desk.end({})).toMatchObject({ outcome: "nuked" });
    expect(town.writes()).toEqual(["polecat nuke alpha/furiosa"]);
  });
});

describe("Each single thing that is not clean", () => {
  it.each<[string, (town: SimTown) => void, string, string]>([
    [
      "uncommitted files",
      (town) => town.worktrees.leaveFile("alpha", "furiosa", "notes.txt"),
      "UncommittedWork",
      "notes.txt",
    ],
    [
      "unpushed commits",
      (town) => void (furiosa(town).unpushed = 2),
      "UnpushedCommits",
      "2 unpushed commits",
    ],
    ["a stash", (town) => void (furiosa(town).stashes = 1), "StashedWork", "1 stashes"],
    ["an open merge request", mergeRequest, "OpenMergeRequest", "al-wisp-mr"],
    [
      "Dolt down, while gt says SAFE_TO_NUKE",
      (town) => void (town.doltDown = true),
      "StateUnknown",
      "Dolt is not running",
    ],
    [
      "work on its hook that is somebody else's",
      (town) => {
        Object.assign(town.state.beads[0] ?? {}, { status: "open", assignee: null });
        Object.assign(town.state.beads[1] ?? {}, { status: "hooked", assignee: "alpha/polecats/furiosa" });
      },
      "PolecatReassigned",
      "works on al-2 now",
    ],
  ])("blocks: %s", async (_what, spoil, reason, named) => {
    const { town, desk } = await atWork();
    spoil(town);
    expect(await desk.end({})).toMatchObject({
      outcome: "blocked",
      reason,
      message: containing(named),
    });
    expect(town.writes()).toEqual([]);
    expect(furiosa(town).session).toBe(true);
  });

  it("blocks: a bead on its hook, where this resource has none in work", async () => {
    const { town, desk } = await atWork();
    expect(await desk.end({ bead: null })).toMatchObject({ outcome: "blocked", reason: "PolecatReassigned" });
    expect(town.writes()).toEqual([]);
  });

  it("blocks: another resource that drives it", async () => {
    const { town, desk } = await atWork();
    desk.polecats.set("alpha/furiosa", "u2");
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "PolecatReassigned" });
    expect(town.calls).toEqual([]);
  });

  it("is named together with the others", async () => {
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    mergeRequest(town);
    expect(await desk.end({})).toMatchObject({
      reason: "OpenMergeRequest",
      message: containing("al-wisp-mr is open; uncommitted files: notes.txt"),
    });
  });

  it.each([
    "health",
    "polecat list",
    "polecat status",
    "mq list",
    "polecat git-state",
    "polecat check-recovery",
  ])("blocks: a gt %s that does not answer", async (command) => {
    const { town, desk } = await atWork();
    town.once(command, lostCall);
    await expect(desk.end({})).rejects.toMatchObject({ reason: "Timeout" });
    expect(town.writes()).toEqual([]);
  });

  it("is said in a bounded message, however many files there are", async () => {
    const { town, desk } = await atWork();
    for (let file = 0; file < 5_000; file += 1)
      town.worktrees.leaveFile("alpha", "furiosa", `build/output-${file}.o`);
    const answer = await desk.prove({});
    if (answer.outcome !== "blocked") throw new Error(answer.outcome);
    expect(answer.message.length).toBeLessThan(2_000);
    expect(answer.message).toContain("build/output-0.o");
    expect(answer.message).toMatch(/and \d+ more/);
  });
});

describe("What changes between the proof and the nuke", () => {
  const during = (town: SimTown, change: () => void): void =>
    town.once("session stop", (run) => {
      const answer = run();
      change();
      return answer;
    });

  it.each<[string, (town: SimTown) => void, string]>([
    [
      "a file that the agent wrote last",
      (town) => town.worktrees.leaveFile("alpha", "furiosa", "late.txt"),
      "UncommittedWork",
    ],
    ["a commit that the agent made last", (town) => void (furiosa(town).unpushed = 1), "UnpushedCommits"],
    ["Dolt, which went down", (town) => void (town.doltDown = true), "StateUnknown"],
    [
      "another polecat of that name",
      (town) => void (furiosa(town).branch = "polecat/furiosa/al-2@other"),
      "PolecatReplaced",
    ],
    [
      "another bead on its hook",
      (town) => {
        Object.assign(town.state.beads[0] ?? {}, { status: "open", assignee: null });
        Object.assign(town.state.beads[1] ?? {}, { status: "hooked", assignee: "alpha/polecats/furiosa" });
      },
      "PolecatReassigned",
    ],
    ["a merge request that the agent filed last", mergeRequest, "OpenMergeRequest"],
    [
      "a session that runs although it was stopped",
      (town) => void (furiosa(town).session = true),
      "SessionRunning",
    ],
  ])("is seen: %s", async (_what, change, reason) => {
    const { town, desk } = await atWork();
    during(town, () => change(town));
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason });
    expect(furiosa(town).name).toBe("furiosa");
  });

  it("is seen by gt itself, where it refuses", async () => {
    const { town, desk } = await atWork();
    town.once("polecat nuke", (run) => {
      mergeRequest(town);
      return run();
    });
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "NukeRefused" });
  });

  it("is not its successor's: what has the name after the nuke is left alone", async () => {
    const { town, desk, incarnation } = await atWork();
    furiosa(town).branch = "polecat/furiosa/al-1@other";
    expect(await desk.prove({ nuked: incarnation })).toMatchObject({ outcome: "replaced" });
    expect(await desk.prove({ nuked: `alpha/furiosa@${furiosa(town).branch}` })).toMatchObject({
      outcome: "proven",
    });
    expect(town.writes()).toEqual([]);
  });

  it("stops no session of a polecat that has taken the name since", async () => {
    const { town, desk } = await atWork();
    const proven = await desk.prove({});
    if (proven.outcome !== "proven") throw new Error(proven.outcome);
    furiosa(town).branch = "polecat/furiosa/al-2@other";
    const input = { uid: "u1", rig: "alpha", polecat: "furiosa", proof: proven.proof };
    await expect(desk.call("stopSession", input)).rejects.toMatchObject({ reason: "PolecatReplaced" });
    expect(furiosa(town).session).toBe(true);
  });

  it("stops no session for a resource that was paused since", async () => {
    const { town, desk } = await atWork();
    const proven = await desk.prove({});
    if (proven.outcome !== "proven") throw new Error(proven.outcome);
    desk.blocker = { reason: "Paused", message: "spec.paused is true" };
    const input = { uid: "u1", rig: "alpha", polecat: "furiosa", proof: proven.proof };
    await expect(desk.call("stopSession", input)).rejects.toMatchObject({ reason: "Paused" });
    expect(town.writes()).toEqual([]);
  });

  it("whose answer was lost went through all the same: the next proof finds the polecat gone", async () => {
    const { town, desk } = await atWork();
    town.once("polecat nuke", lostAnswer);
    await expect(desk.end({})).rejects.toMatchObject({ reason: "Timeout" });
    expect(await desk.end({})).toMatchObject({ outcome: "gone" });
    expect(nukes(town)).toHaveLength(1);
  });
});
