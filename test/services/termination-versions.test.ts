import { describe, expect, it } from "vitest";
import { containing } from "../containing.ts";
import { printed } from "../gt/hand-exec.ts";
import { inOtherWords, type SimTown } from "../town/sim-town.ts";
import type { Desk } from "./desk.ts";
import { atWork, furiosa, nukes } from "./furiosa.ts";

const done = (town: SimTown): string => town.agent("alpha", "furiosa", "done");
const request = (town: SimTown): string => town.state.mergeRequests[0]?.id ?? "";
const merge = (town: SimTown): string => town.shell("gt", "mq", "post-merge", "alpha", request(town));
const reject = (town: SimTown): string =>
  town.shell("gt", "mq", "reject", "alpha", request(town), "--reason", "tests fail");

/** What stands in the status when a person looks. */
async function shown(desk: Desk): Promise<string> {
  const answer = await desk.prove({});
  if (answer.outcome !== "blocked" || answer.proof === null) throw new Error(answer.outcome);
  return answer.proof.consent ?? "";
}

describe("An end on gt 1.2", () => {
  it("is not begun while its agent has not said gt done, and that is said in words", async () => {
    const { town, desk } = await atWork("1.2.1");
    expect(await desk.end({})).toMatchObject({
      outcome: "blocked",
      reason: "CleanupStatusMissing",
      message: containing("say gt done in its session, or consent to force"),
    });
    expect(town.writes()).toEqual([]);
    expect(furiosa(town).session).toBe(true);
  });

  it("is not begun either where somebody else has closed the bead", async () => {
    const { town, desk } = await atWork("1.2.1");
    town.shell("bd", "close", "al-1");
    expect(await desk.end({ automatic: true })).toMatchObject({ reason: "CleanupStatusMissing" });
    expect(town.writes()).toEqual([]);
  });

  it("goes its way after gt done and a merge, proved by the list's branch, without a status call for it", async () => {
    const { town, desk } = await atWork("1.2.1");
    done(town);
    expect(await desk.end({})).toMatchObject({ reason: "OpenMergeRequest" });
    merge(town);
    town.calls.length = 0;
    expect(await desk.end({ automatic: true })).toMatchObject({ outcome: "nuked" });
    expect(town.state.polecats).toEqual([]);
    expect(town.calls.slice(0, 8)).toEqual([
      "health --json",
      "polecat list alpha --json",
      "mq list alpha --json",
      "show al-1 --json",
      "polecat git-state alpha/furiosa --json",
      "polecat check-recovery alpha/furiosa --json",
      "polecat status alpha/furiosa --json",
      "session stop alpha/furiosa",
    ]);
  });

  it("by consent takes one look by a person, also though the verdict changes when the session ends", async () => {
    const { town, desk } = await atWork("1.2.1");
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const forceConsent = await shown(desk);
    expect(await desk.end({ forceConsent })).toMatchObject({ outcome: "nuked" });
    expect(nukes(town)).toEqual(["polecat nuke alpha/furiosa --force"]);
  });

  it("of work that was pushed and never submitted is not begun", async () => {
    const { town, desk } = await atWork("1.2.1");
    Object.assign(furiosa(town), { unpushed: 1, pushed: 1, session: false });
    Object.assign(town.state.beads[0] ?? {}, { status: "open", assignee: null });
    furiosa(town).agentBead = {
      hookBead: null,
      lastSourceIssue: "al-1",
      cleanupStatus: "clean",
      activeMr: null,
    };
    expect(await desk.end({})).toMatchObject({
      outcome: "blocked",
      reason: "NotSubmitted",
      message: containing("NEEDS_MQ_SUBMIT"),
    });
    expect(town.writes()).toEqual([]);
  });

  it("of work that was rejected is a person's to ask for: it is on its remote branch, and not merged", async () => {
    const { town, desk } = await atWork("1.2.1");
    done(town);
    reject(town);
    expect(await desk.end({ automatic: true })).toMatchObject({ outcome: "blocked", reason: "NotMerged" });
    expect(town.writes()).toEqual([]);
    const proven = await desk.prove({});
    if (proven.outcome !== "proven") throw new Error(proven.outcome);
    expect(proven.proof.checks.map(({ detail }) => detail).join("\n")).toMatch(
      /clean, all commits are on polecat\/furiosa.*\n.*not merged/,
    );
  });

  it("nobody asked for by name knows a merge into other commits by its merge request", async () => {
    const { town, desk } = await atWork("1.2.1");
    done(town);
    Object.assign(town.state.mergeRequests[0] ?? {}, {
      status: "closed",
      closeReason: "merged",
      closedAt: 1,
    });
    expect(await desk.end({ automatic: true })).toMatchObject({ outcome: "nuked" });
  });

  it("looks at git itself: what was written after gt done, gt's nuke would destroy", async () => {
    const { town, desk } = await atWork("1.2.1");
    done(town);
    merge(town);
    furiosa(town).agentBead = {
      hookBead: null,
      lastSourceIssue: "al-1",
      cleanupStatus: "clean",
      activeMr: null,
    };
    town.once("session stop", (run) => {
      town.worktrees.leaveFile("alpha", "furiosa", "late.txt");
      return run();
    });
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "UncommittedWork" });
    expect(nukes(town)).toEqual([]);
  });

  it("does not believe the list's verdict, neither for nor against", async () => {
    const { town, desk } = await atWork("1.2.1");
    done(town);
    merge(town);
    expect(town.shell("gt", "polecat", "list", "alpha", "--json")).toContain("PENDING_MR");
    expect(await desk.prove({})).toMatchObject({ outcome: "proven" });
  });
});

describe("An end on a gt whose words are not known", () => {
  it.each([
    ["polecat check-recovery", '"NEEDS_MQ_SUBMIT"', '"HIBERNATING"', "verdict HIBERNATING"],
    ["polecat check-recovery", '"not_submitted"', '"in_orbit"', "mq_status in_orbit"],
    ["polecat list", '"working"', '"dreaming"', "dreaming"],
  ])("%s with another word for %s is not begun, and names the word", async (words, from, to, named) => {
    const { town, desk } = await atWork();
    town.always(words, inOtherWords(from, to));
    expect(await desk.end({})).toMatchObject({
      outcome: "blocked",
      reason: "StateUnknown",
      message: containing(named),
    });
    expect(town.writes()).toEqual([]);
  });

  it("that the list of 1.2 shows with an unknown verdict is not begun, and names the word", async () => {
    const { town, desk } = await atWork("1.2.1");
    done(town);
    merge(town);
    town.calls.length = 0;
    town.always("polecat list", inOtherWords('"PENDING_MR"', '"HIBERNATING"'));
    expect(await desk.end({})).toMatchObject({
      outcome: "blocked",
      reason: "StateUnknown",
      message: containing("gt lists alpha/furiosa with verdict HIBERNATING"),
    });
    expect(town.writes()).toEqual([]);
  });

  it("is not nuked where the word came after its session had ended", async () => {
    const { town, desk } = await atWork("1.2.1");
    done(town);
    merge(town);
    town.once("session stop", (run) => {
      town.always("polecat status", inOtherWords('"state": "', '"state": "dreaming-'));
      return run();
    });
    expect(await desk.end({})).toMatchObject({
      outcome: "blocked",
      reason: "StateUnknown",
      message: containing("dreaming"),
    });
    expect(nukes(town)).toEqual([]);
  });

  it.each(["gt version (devel)", "gt version 0.9.0 (dev)"])(
    "%j is read with care: a polecat without a commit, which 1.0 lets go, is kept",
    async (version) => {
      const { town, desk } = await atWork();
      town.always("version", () => printed(version));
      expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "NotSubmitted" });
      expect(town.writes()).toEqual([]);
    },
  );

  it("that is newer than the newest known one goes like that", async () => {
    const { town, desk } = await atWork("1.2.1");
    town.always("version", () => printed("gt version 1.7.0 (dev)"));
    expect(await desk.end({})).toMatchObject({ reason: "CleanupStatusMissing" });
    done(town);
    merge(town);
    expect(await desk.end({})).toMatchObject({ outcome: "nuked" });
  });
});
