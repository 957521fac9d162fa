import { describe, expect, it } from "vitest";
import type { TerminationInput } from "../../machines/index.ts";
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
    during(() => (desk.blocker = { reason: "Paused", message: "spec.paused is true" }));
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "Paused" });
    desk.blocker = null;
    during(() => (desk.isEndRequested = false));
    expect(await desk.end({})).toMatchObject({ outcome: "blocked", reason: "NoLongerRequested" });
    expect(nukes(town)).toEqual([]);
  });

  it("stops an end before the session is touched", async () => {
    const { town, desk } = await atWork();
    town.once("polecat status", (run) => {
      town.once("polecat status", (again) => {
        desk.isEndRequested = false;
        return again();
      });
      return run();
    });
    await expect(desk.end({})).rejects.toMatchObject({ reason: "NoLongerRequested" });
    expect(town.writes()).toEqual([]);
  });
});

describe("Force", () => {
  /** The consent to lose what stands in the status when a person looks. */
  async function shown(desk: Desk): Promise<string> {
    const answer = await desk.prove({});
    if (answer.outcome !== "blocked" || answer.proof === null) throw new Error(answer.outcome);
    return answer.proof.consent ?? "";
  }

  it("destroys work only with a consent that names this polecat and what is lost of it", async () => {
    const { town, desk, incarnation } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const forceConsent = await shown(desk);
    expect(forceConsent).toMatch(/^alpha\/furiosa@[^:]+:[0-9a-f]{16}(,[0-9a-f]{16})*$/);
    const another = forceConsent.replace(incarnation, "alpha/furiosa@another");
    expect(await desk.end({ forceConsent: another })).toMatchObject({
      reason: "ConsentOutdated",
      message: containing("is about another polecat"),
    });
    expect(town.writes()).toEqual([]);
    expect(await desk.end({ forceConsent })).toMatchObject({ outcome: "nuked" });
    expect(nukes(town)).toEqual(["polecat nuke alpha/furiosa --force"]);
  });

  it("destroys nothing that its writer had not read, however late the consent is heard of", async () => {
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const forceConsent = await shown(desk);
    town.worktrees.leaveFile("alpha", "furiosa", "more.txt");
    // By now the newer proof is what the operator remembers, and what the status shows.
    const renewed = await shown(desk);
    expect(await desk.end({ forceConsent })).toMatchObject({
      outcome: "blocked",
      reason: "ConsentOutdated",
      message: containing("more.txt"),
    });
    expect(town.writes()).toEqual([]);
    expect(await desk.end({ forceConsent: renewed })).toMatchObject({ outcome: "nuked" });
  });

  it("is not offered where the branch makes the consent too long for a status, and that is said", async () => {
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    furiosa(town).branch = `polecat/${"x".repeat(1_900)}`;
    expect(await shown(desk)).toHaveLength(1_956);
    furiosa(town).branch = `polecat/${"x".repeat(2_040)}`;
    expect(await desk.prove({ terminationPolicy: "Force" })).toMatchObject({
      outcome: "blocked",
      message: containing("no consent can be given"),
      proof: { consent: null },
    });
    const forceConsent = `alpha/furiosa@${furiosa(town).branch}:0123456789abcdef`;
    expect(await desk.end({ terminationPolicy: "Force", forceConsent })).toMatchObject({
      outcome: "blocked",
      message: containing("no consent can be given"),
    });
    expect(town.writes()).toEqual([]);
  });

  it("covers less than what was consented to: what was saved meanwhile is not lost", async () => {
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    mergeRequest(town);
    const forceConsent = await shown(desk);
    town.state.mergeRequests.splice(0);
    expect(await desk.end({ forceConsent })).toMatchObject({ outcome: "nuked" });
  });

  it("tells files apart that the words of the proof do not name any more", async () => {
    const { town, desk } = await atWork();
    for (let file = 10; file < 40; file += 1) town.worktrees.leaveFile("alpha", "furiosa", `${file}.txt`);
    const forceConsent = await shown(desk);
    town.worktrees.reset("alpha", "furiosa");
    for (let file = 10; file < 40; file += 1)
      town.worktrees.leaveFile("alpha", "furiosa", file === 39 ? "other.txt" : `${file}.txt`);
    expect(await desk.end({ forceConsent })).toMatchObject({ reason: "ConsentOutdated" });
    expect(town.writes()).toEqual([]);
  });

  it.each<[string, Partial<TerminationInput>, string, string]>([
    [
      "one that names no loss, as older releases took it",
      { terminationPolicy: "Force", forceConsent: "alpha/furiosa@b" },
      "ConsentOutdated",
      "does not name what may be lost",
    ],
    [
      "none, with the policy",
      { terminationPolicy: "Force" },
      "UncommittedWork",
      "to lose that and nothing else",
    ],
    [
      "one without the policy",
      { terminationPolicy: "Safe", forceConsent: "alpha/furiosa@b:0" },
      "UncommittedWork",
      "has no effect while spec.terminationPolicy is Safe",
    ],
  ])("answers the consent in words: %s", async (_what, input, reason, words) => {
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    expect(await desk.end(input)).toMatchObject({ outcome: "blocked", reason, message: containing(words) });
    expect(town.writes()).toEqual([]);
  });

  it("names every merge request that is open, and covers no other", async () => {
    const { town, desk } = await atWork();
    mergeRequest(town);
    const [one] = town.state.mergeRequests;
    if (one === undefined) throw new Error("there is no merge request");
    const forceConsent = await shown(desk);
    town.state.mergeRequests.push({ ...one, id: "al-wisp-zz" });
    expect(await desk.end({ forceConsent })).toMatchObject({
      reason: "ConsentOutdated",
      message: containing("merge request al-wisp-mr is open, merge request al-wisp-zz is open"),
    });
    expect(nukes(town)).toEqual([]);
    expect(await desk.end({ forceConsent: await shown(desk) })).toMatchObject({ outcome: "nuked" });
  });

  it("tells the command that consents to what stands there now", async () => {
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const renewed = await shown(desk);
    const command = `kubectl annotate --overwrite -n default polecat/one 'gastown.gastown.io/force-termination=${renewed}'`;
    expect(await desk.prove({ forceConsent: "alpha/furiosa@b" })).toMatchObject({
      message: containing(command),
    });
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
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const forceConsent = await shown(desk);
    town.once("session stop", (run) => {
      const answer = run();
      spoil(town);
      return answer;
    });
    expect(await desk.end({ forceConsent })).toMatchObject({
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
    const { town, desk } = await atWork();
    town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    const proven = await desk.prove({ forceConsent: await shown(desk) });
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
