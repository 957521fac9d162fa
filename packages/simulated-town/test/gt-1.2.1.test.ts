/** What 1.2.1 does where 1.0.1 does something else, beyond the transcripts. */
import { describe, expect, it } from "vitest";
import type { GtVersion } from "../src/index.ts";
import {
  bead,
  closed,
  DEAD,
  gt,
  inFolder,
  polecat,
  ROOT,
  run,
  townOf,
  type Given,
  type Town,
} from "./given.ts";

const inLater = (...given: readonly Given[]): Town => townOf("1.2.1", ...given);
const atWork: Given = inFolder(`${ROOT}/alpha/polecats/nux/alpha`);
const nux = (more: Parameters<typeof polecat>[1] = {}): Given => polecat("alpha/nux", more);
const listed = (at: Town): unknown => JSON.parse(gt(at, "polecat", "list", "--all", "--json").stdout);

const recovery = (at: Town): unknown =>
  JSON.parse(gt(at, "polecat", "check-recovery", "alpha/nux", "--json").stdout);

function doneWith(...given: readonly Given[]): Town {
  const at = inLater(nux({ hook: "al-1" }), atWork, ...given);
  expect(gt(at, "done").exitCode).toBe(0);
  return at;
}

describe("the simulated gt 1.2.1", () => {
  it("waits for the merge after gt done, then lets the polecat go, though its list still speaks of the request", () => {
    const at = doneWith();
    expect(listed(at)).toMatchObject([{ state: "idle", verdict: "PENDING_MR", cleanup_status: "clean" }]);
    const [request] = at.state.mergeRequests;
    expect(gt(at, "polecat", "nuke", "alpha/nux").stderr).toContain(`has open MR (${request?.id ?? ""})`);
    gt(at, "mq", "post-merge", "alpha", request?.id ?? "");
    expect(listed(at)).toMatchObject([{ verdict: "PENDING_MR", reusable: false }]);
    expect(recovery(at)).toMatchObject({ verdict: "SAFE_TO_NUKE", safe_to_nuke: true });
    expect(gt(at, "polecat", "nuke", "alpha/nux").exitCode).toBe(0);
    expect(at.state.polecats).toEqual([]);
  });

  it("says SAFE_TO_NUKE of work whose merge request was rejected: it is on the remote, and nowhere merged", () => {
    const at = doneWith();
    gt(at, "mq", "reject", "alpha", at.state.mergeRequests[0]?.id ?? "", "--reason", "tests fail");
    expect(recovery(at)).toMatchObject({ verdict: "SAFE_TO_NUKE", mq_status: "submitted" });
  });

  it("refuses to nuke whose bead a person closed, until somebody says gt done or forces it", () => {
    const at = inLater(nux({ hook: "al-1" }));
    run(at, "bd", ["close", "al-1"]);
    expect(listed(at)).toMatchObject([{ state: "review-needed", verdict: "NEEDS_RECOVERY" }]);
    const refused = gt(at, "polecat", "nuke", "alpha/nux");
    expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
    expect(refused.stderr).toContain("    - cleanup_status=<missing>\n");
    expect(gt(at, "polecat", "nuke", "--force", "alpha/nux").exitCode).toBe(0);
  });

  it("does not look at the worktree when the agent bead says clean and no merge request is noted", () => {
    const noted = { hookBead: null, lastSourceIssue: "al-1", cleanupStatus: "clean", activeMr: null };
    const at = inLater(nux({ files: ["later.txt"], agentBead: noted }), closed("al-1"));
    expect(gt(at, "polecat", "nuke", "alpha/nux").exitCode).toBe(0);
  });

  it("holds a polecat whose merge request ended while its worktree has files of its own", () => {
    const at = doneWith();
    const [request] = at.state.mergeRequests;
    gt(at, "mq", "post-merge", "alpha", request?.id ?? "");
    at.worktrees.leaveFile("alpha", "nux", "later.txt");
    expect(gt(at, "polecat", "nuke", "alpha/nux").stderr).toContain("git_state=unsafe");
  });

  it("says NEEDS_MQ_SUBMIT of commits that are pushed and in no queue", () => {
    const noted = { hookBead: null, lastSourceIssue: "al-1", cleanupStatus: "clean", activeMr: null };
    const at = inLater(nux({ unpushed: 1, pushed: 1, agentBead: noted }), bead("al-1"));
    expect(listed(at)).toMatchObject([{ verdict: "NEEDS_MQ_SUBMIT", needs_recovery: true }]);
  });

  it("counts a commit that came after the push as unpushed", () => {
    const at = inLater(nux({ unpushed: 2, pushed: 1 }));
    const { stdout } = gt(at, "polecat", "git-state", "alpha/nux", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ clean: false, unpushed_commits: 1 });
  });

  it("takes an idle polecat again although its session lives", () => {
    const noted = { hookBead: null, lastSourceIssue: "al-1", cleanupStatus: "clean", activeMr: null };
    const at = inLater(nux({ agentBead: noted }), closed("al-1"), bead("al-2"));
    expect(gt(at, "sling", "al-2", "alpha").stdout).toContain("Reusing idle polecat: nux");
  });

  it("spawns more than twenty-five polecats, and not more than thirty folders a rig", () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      polecat(`alpha/dummy${index}`, { hook: `al-of-${index}` }),
    );
    const at = inLater(...many, bead("al-1"), bead("be-1"));
    expect(gt(at, "sling", "be-1", "beta").exitCode).toBe(0);
    expect(gt(at, "sling", "al-1", "alpha").stderr).toContain("Resolve recovery-needed polecats");
  });

  it("sees beads of other databases in a convoy as unknown", () => {
    const at = inLater(bead("al-1"));
    gt(at, "convoy", "create", "Wave", "al-1");
    expect(gt(at, "convoy", "list", "--json").stdout).toContain('"status": "unknown"');
  });

  it("mails the mayor about a convoy that is complete, and nobody twice", () => {
    const at = inLater(bead("hq-1"), bead("hq-2"));
    gt(at, "convoy", "create", "one", "hq-1");
    gt(at, "convoy", "create", "two", "hq-2", "--notify=mayor/");
    run(at, "bd", ["close", "hq-1", "hq-2"]);
    for (const { id } of [...at.state.convoys]) {
      expect(gt(at, "convoy", "check", id).stdout).toContain("Auto-closed");
      expect(gt(at, "convoy", "check", id).stdout).toContain("already closed");
    }
    expect(at.state.mail.map(({ to, subject }) => `${to} ${subject}`)).toEqual([
      "overseer 🚚 Convoy landed: one",
      "mayor/ Convoy complete: one",
      "overseer 🚚 Convoy landed: two",
      "mayor/ 🚚 Convoy landed: two",
    ]);
  });
});

describe.each<GtVersion>(["1.0.1", "1.2.1"])("the simulated gt %s", (version) => {
  const inTown = (...given: readonly Given[]): Town => townOf(version, ...given);

  it("says which it is", () => {
    expect(gt(inTown(), "version").stdout).toBe(`gt version ${version} (dev)\n`);
  });

  it.each([
    ["park", "unpark", "parked"],
    ["dock", "undock", "docked"],
  ])("slings nothing to a rig after rig %s, until rig %s", (away, back, status) => {
    const at = inTown(bead("al-1"));
    gt(at, "rig", away, "alpha");
    expect(JSON.parse(gt(at, "rig", "list", "--json").stdout)).toMatchObject([{ status }, {}]);
    expect(gt(at, "sling", "al-1", "alpha").stderr).toBe(
      `Error: cannot sling to ${status} rig "alpha"\ngt rig ${back} alpha\n`,
    );
    gt(at, "rig", back, "alpha");
    expect(gt(at, "sling", "al-1", "alpha").exitCode).toBe(0);
  });

  it("replaces a dead polecat that is addressed as RIG/polecats/NAME, which 1.0.1 does in a docked rig, too", () => {
    const at = inTown(nux(DEAD), bead("al-1"));
    gt(at, "rig", "dock", "alpha");
    const { exitCode, stdout } = gt(at, "sling", "al-1", "alpha/polecats/nux");
    expect(stdout).toContain("Target polecat has no active session, spawning fresh polecat in rig 'alpha'");
    expect(exitCode).toBe(version === "1.0.1" ? 0 : 1);
  });

  it.each([
    ["tombstone", "bead al-1 is tombstone (work already completed)"],
    ["deferred", 'refusing to sling deferred bead al-1: "task al-1"'],
    ["pinned", "bead al-1 is already pinned to (unknown)"],
    ["in_progress", "bead al-1 is already in_progress to (unknown)"],
  ])("does not sling a bead that is %s", (status, words) => {
    const at = inTown(bead("al-1", { status }));
    expect(gt(at, "sling", "al-1", "alpha").stderr).toContain(words);
  });

  it.each(["blocked", "triage"])("slings a bead that is %s like an open one", (status) => {
    expect(gt(inTown(bead("al-1", { status })), "sling", "al-1", "alpha").exitCode).toBe(0);
  });

  it("knows no rig of a prefix with a hyphen, although it lists it", () => {
    const at = inTown(bead("web-app-1"));
    Object.assign(at.state, { rigs: [{ name: "Web_App", prefix: "web-app", names: ["rust"] }] });
    expect(gt(at, "rig", "list", "--json").stdout).toContain("web-app");
    expect(gt(at, "show", "web-app-1", "--json").stderr).toContain("no issue found");
    expect(gt(at, "sling", "web-app-1", "Web_App").exitCode).toBe(1);
  });

  it("serves rigs with underscores and capitals, and nested beads", () => {
    const at = inTown(bead("Dt-1.2"));
    Object.assign(at.state, { rigs: [{ name: "Data_2", prefix: "Dt", names: ["rust"] }] });
    expect(JSON.parse(gt(at, "show", "Dt-1.2", "--json").stdout)).toMatchObject([{ id: "Dt-1.2" }]);
    expect(gt(at, "sling", "Dt-1.2", "Data_2").stdout).toContain("Slinging Dt-1.2 to Data_2/polecats/rust");
  });

  it("nudges the crew member of a polecat's name, and the polecat by its whole address", () => {
    const at = inTown(nux(DEAD), polecat("alpha/slit"));
    const [alpha] = at.state.rigs;
    Object.assign(alpha ?? {}, { crew: ["nux", "slit"] });
    for (const to of ["alpha/slit", "alpha/polecats/slit", "alpha/crew/slit"]) gt(at, "nudge", to, "hello");
    expect(at.state.nudges.map(({ to }) => to)).toEqual(["alpha/crew/slit", "alpha/slit", "alpha/crew/slit"]);
    expect(gt(at, "nudge", "alpha/polecats/nux", "hello").stderr).toContain('session "al-nux" not found');
    expect(gt(at, "peek", "alpha/polecats/slit").exitCode).toBe(1);
  });

  it("leaves an inbox as it is when somebody looks, but for 1.0.1, which acknowledges its mail", () => {
    const at = inTown();
    gt(at, "mail", "send", "overseer", "-s", "one", "-m", "two");
    const look = (): unknown => JSON.parse(gt(at, "mail", "inbox", "overseer", "--json").stdout);
    expect(look()).toMatchObject([{ delivery_state: "pending", read: false }]);
    const later = version === "1.0.1" ? "acked" : "pending";
    expect(look()).toMatchObject([{ delivery_state: later, read: false }]);
  });

  it("nukes nobody by the address with polecats in it, and says that it did", () => {
    const at = inTown(nux());
    expect(gt(at, "polecat", "nuke", "alpha/polecats/nux").stdout).toContain("worktree already gone");
    expect(at.state.polecats).toMatchObject([{ name: "nux" }]);
  });

  it("adds a bead to a convoy once, and reopens a closed one", () => {
    const at = inTown(bead("al-1"));
    gt(at, "convoy", "create", "Wave", "al-1");
    const id = at.state.convoys[0]?.id ?? "";
    for (let time = 0; time < 2; time += 1) expect(gt(at, "convoy", "add", id, "be-1").exitCode).toBe(0);
    expect(at.state.convoys).toMatchObject([{ tracked: ["al-1", "be-1"] }]);
    at.state.convoys.forEach((each) => (each.status = "closed"));
    expect(gt(at, "convoy", "add", id, "be-2").stdout).toContain("↺ Reopened convoy");
    expect(at.state.convoys).toMatchObject([{ status: "open" }]);
  });
});
