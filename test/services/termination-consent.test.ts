import { describe, expect, it } from "vitest";
import type { TerminationProof } from "../../machines/index.ts";
import { containing } from "../containing.ts";
import type { SimTown } from "../town/sim-town.ts";
import type { Desk } from "./desk.ts";
import { atWork, furiosa, mergeRequest, nukes } from "./furiosa.ts";

describe("An end that nobody asked for by name", () => {
  it("waits for the bead to be closed", async () => {
    const { town, desk } = await atWork();
    expect(await desk.end({ automatic: true })).toMatchObject({
      outcome: "blocked",
      reason: "BeadOpen",
      message: "bead al-1 is hooked",
    });
    town.shell("bd", "close", "al-1");
    expect(await desk.end({ automatic: true })).toMatchObject({ outcome: "nuked" });
  });

  it("goes on when somebody else has the bead now", async () => {
    const { town, desk } = await atWork();
    Object.assign(town.state.beads[0] ?? {}, { status: "in_progress", assignee: "ada" });
    expect(await desk.end({ automatic: true })).toMatchObject({ outcome: "nuked" });
  });

  it("waits when the bead cannot be read", async () => {
    const { town, desk } = await atWork();
    town.state.beads.splice(0, 1);
    expect(await desk.end({ automatic: true })).toMatchObject({ outcome: "blocked", reason: "BeadOpen" });
    expect(town.writes()).toEqual([]);
  });
});

describe("A change of mind", () => {
  it("stops an end at its last read: the resource was paused, or wants its polecat back", async () => {
    const { town, desk } = await atWork();
    const during = (change: () => void): void =>
      town.once("polecat git-state", (run) => {
        town.once("polecat git-state", (again) => {
          change();
          return again();
        });
        return run();
      });
    during(() => (desk.hindrance = { reason: "Paused", message: "spec.paused is true" }));
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "Paused" });
    desk.hindrance = null;
    during(() => (desk.isEndWished = false));
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "NotWished" });
    expect(nukes(town)).toEqual([]);
  });

  it("stops an end before the session is touched", async () => {
    const { town, desk } = await atWork();
    town.once("polecat status", (run) => {
      town.once("polecat status", (again) => {
        desk.isEndWished = false;
        return again();
      });
      return run();
    });
    await expect(desk.end({})).rejects.toMatchObject({ reason: "NotWished" });
    expect(town.writes()).toEqual([]);
  });
});

describe("Force", () => {
  /** What stands in the status when a person looks. */
  async function shown(desk: Desk): Promise<TerminationProof> {
    const answer = await desk.prove({});
    if (answer.outcome !== "blocked" || answer.proof === null) throw new Error(answer.outcome);
    return answer.proof;
  }

  it("destroys work only with the consent that names this incarnation", async () => {
    const { town, desk, incarnation } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const consentedTo = await shown(desk);
    const other = "alpha/furiosa@another";
    expect(await desk.end({ forceConsent: other, consentedTo })).toMatchObject({ outcome: "blocked" });
    expect(town.writes()).toEqual([]);
    expect(await desk.end({ forceConsent: incarnation, consentedTo })).toMatchObject({ outcome: "nuked" });
    expect(nukes(town)).toEqual(["polecat nuke alpha/furiosa --force"]);
  });

  it("destroys nothing that did not stand in the status when the consent was given", async () => {
    const { town, desk, incarnation } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    expect(await desk.end({ forceConsent: incarnation })).toMatchObject({ reason: "ConsentOutdated" });
    const consentedTo = await shown(desk);
    town.worktrees.leaveFile("alpha", "furiosa", "more.txt");
    const asked = { forceConsent: incarnation, consentedTo };
    expect(await desk.end(asked)).toMatchObject({
      outcome: "blocked",
      reason: "ConsentOutdated",
      message: containing("more.txt"),
    });
    expect(town.writes()).toEqual([]);
    const renewed = { ...asked, consentedTo: await shown(desk) };
    expect(await desk.end(renewed)).toMatchObject({ outcome: "nuked" });
  });

  it.each<[string, (town: SimTown) => void, string]>([
    ["another file", (town) => town.worktrees.leaveFile("alpha", "furiosa", "late.txt"), "ConsentOutdated"],
    ["a stash", (town) => void (furiosa(town).stashes = 1), "ConsentOutdated"],
    ["a merge request", mergeRequest, "ConsentOutdated"],
    [
      "a worktree that gt calls neither clean nor dirty",
      (town) =>
        town.once("polecat git-state", (run) => {
          const answer = run();
          if (answer.outcome !== "exited") return answer;
          const state = { ...(JSON.parse(answer.stdout) as object), clean: false, uncommitted_files: [] };
          return { ...answer, stdout: JSON.stringify(state) };
        }),
      "StateUnknown",
    ],
    [
      "a recovery check that does not know the merge queue",
      (town) =>
        town.once("polecat check-recovery", (run) => {
          const answer = run();
          if (answer.outcome !== "exited") return answer;
          const state = { ...(JSON.parse(answer.stdout) as object), mq_status: "unknown" };
          return { ...answer, stdout: JSON.stringify(state) };
        }),
      "StateUnknown",
    ],
  ])("is not used for what is found only after the session was stopped: %s", async (_what, spoil, reason) => {
    const { town, desk, incarnation } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const consentedTo = await shown(desk);
    town.once("session stop", (run) => {
      const answer = run();
      spoil(town);
      return answer;
    });
    expect(await desk.end({ forceConsent: incarnation, consentedTo })).toMatchObject({
      outcome: "blocked",
      reason,
    });
    expect(nukes(town)).toEqual([]);
  });

  it("is not used when nothing is in the way", async () => {
    const { town, desk, incarnation } = await atWork();
    expect(await desk.end({ forceConsent: incarnation })).toMatchObject({ outcome: "nuked" });
    expect(nukes(town)).toEqual(["polecat nuke alpha/furiosa"]);
  });

  it("helps against no doubt: Dolt down, a bead that is open in an automatic end", async () => {
    const { town, desk, incarnation } = await atWork();
    expect(await desk.end({ automatic: true, forceConsent: incarnation })).toMatchObject({
      reason: "BeadOpen",
    });
    town.doltDown = true;
    expect(await desk.end({ forceConsent: incarnation })).toMatchObject({ reason: "StateUnknown" });
    expect(town.writes()).toEqual([]);
  });

  it("is not used when the consent was taken back after the proof", async () => {
    const { town, desk, incarnation } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const proven = await desk.prove({ forceConsent: incarnation, consentedTo: await shown(desk) });
    if (proven.outcome !== "proven") throw new Error(proven.outcome);
    const input = {
      uid: "u1",
      rig: "alpha",
      polecat: "furiosa",
      bead: "al-1",
      proof: proven.proof,
    };
    expect(await desk.call("nuke", input)).toMatchObject({ outcome: "blocked", reason: "ConsentWithdrawn" });
    expect(nukes(town)).toEqual([]);
  });
});
