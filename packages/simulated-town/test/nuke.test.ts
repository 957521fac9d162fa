import { describe, expect, it } from "vitest";
import {
  beads,
  bead,
  DEAD,
  doltDown,
  gt,
  inFolder,
  polecat,
  request,
  ROOT,
  town,
  type Town,
} from "./given.ts";

const names = ({ state: { polecats } }: Town): readonly string[] => polecats.map(({ name }) => name);

describe("a nuke in the simulated town", () => {
  const LOCAL_WORK = [
    ["uncommitted files", { files: ["notes.txt"] }, "has 1 uncommitted file(s)"],
    ["unpushed commits", { unpushed: 2 }, "has 2 unpushed commit(s)"],
    ["a stash", { stashes: 1 }, "has 1 stash(es)"],
  ] as const;

  it.each(LOCAL_WORK)(
    "is refused for %s, with the reason on stdout, and touches nothing",
    (_what, left, reason) => {
      const at = town(polecat("alpha/nux", { hook: "al-1", ...left }));
      const before = structuredClone(at.state);
      const { exitCode, stdout } = gt(at, "polecat", "nuke", "alpha/nux");
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`    - ${reason}\n`);
      expect(at.state).toEqual(before);
    },
  );

  it("is refused for an open merge request, and not for one that has ended", () => {
    const at = town(polecat("alpha/nux"), request("al-wisp-1", "alpha/nux", "al-1"));
    expect(gt(at, "polecat", "nuke", "alpha/nux").stdout).toContain("has open MR (al-wisp-1)");
    gt(at, "mq", "post-merge", "alpha", "al-wisp-1");
    expect(gt(at, "polecat", "nuke", "alpha/nux").exitCode).toBe(0);
    expect(names(at)).toEqual([]);
  });

  it("takes away all of that with --force", () => {
    const all = { files: ["notes.txt"], unpushed: 1, stashes: 1 };
    const at = town(polecat("alpha/nux", all), request("al-wisp-1", "alpha/nux", "al-1"));
    expect(gt(at, "polecat", "nuke", "alpha/nux", "--force").exitCode).toBe(0);
    expect(names(at)).toEqual([]);
    expect(at.worktrees.uncommitted("alpha", "nux")).toEqual([]);
  });

  it("does not protect work in progress: the bead goes back to open", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }));
    expect(gt(at, "polecat", "nuke", "alpha/nux").exitCode).toBe(0);
    expect(at.state.beads).toMatchObject([{ status: "open", assignee: null }]);
  });

  it("gives back every bead that was queued on the polecat", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }), bead("al-2"));
    gt(at, "sling", "al-2", "alpha/nux");
    gt(at, "polecat", "nuke", "alpha/nux");
    expect(at.state.beads.map(({ assignee }) => assignee)).toEqual([null, null]);
  });

  it("says that all is well of a polecat that is not there", () => {
    expect(gt(town(), "polecat", "nuke", "alpha/nux")).toMatchObject({ exitCode: 0 });
  });

  it("does nothing with --dry-run, not even refuse", () => {
    const at = town(polecat("alpha/nux", { files: ["notes.txt"] }));
    expect(gt(at, "polecat", "nuke", "alpha/nux", "--dry-run").exitCode).toBe(0);
    expect(names(at)).toEqual(["nux"]);
  });

  it("purges the rig's ended merge requests, so that nobody can tell any more how they ended", () => {
    const at = town(
      polecat("alpha/nux"),
      request("al-wisp-1", "alpha/slit", "al-1", "merged"),
      request("be-wisp-1", "beta/rust", "be-1", "merged"),
    );
    expect(gt(at, "show", "al-wisp-1", "--json").exitCode).toBe(0);
    gt(at, "polecat", "nuke", "alpha/nux");
    expect(gt(at, "show", "al-wisp-1", "--json").exitCode).toBe(1);
    expect(gt(at, "show", "be-wisp-1", "--json").exitCode).toBe(0);
  });
});

describe("the simulated town without its database", () => {
  it("nukes a polecat with an open merge request, as it cannot see it", () => {
    const at = town(polecat("alpha/nux"), request("al-wisp-1", "alpha/nux", "al-1"), doltDown);
    expect(gt(at, "polecat", "nuke", "alpha/nux").exitCode).toBe(0);
    expect(names(at)).toEqual([]);
  });

  it("knows no bead of a polecat that works, and says nothing of being down", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }), doltDown);
    const { exitCode, stdout } = gt(at, "polecat", "list", "--all", "--json");
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("issue");
  });

  it.each([
    ["show", "al-1", "--json"],
    ["mq", "list", "alpha", "--json"],
    ["convoy", "list", "--json"],
    ["convoy", "create", "x", "al-1"],
    ["sling", "al-1", "alpha"],
    ["escalate", "help", "--json"],
    ["mail", "send", "mayor/", "-s", "s", "-m", "m"],
  ])("fails loudly and changes nothing: %s %s", (...argv) => {
    const at = town(beads("al-1"), doltDown);
    const before = structuredClone(at.state);
    expect(gt(at, ...argv).exitCode).toBe(1);
    expect(at.state).toEqual(before);
  });
});

describe("a person in the simulated town", () => {
  it("ends a polecat's work in its worktree with gt done", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }), inFolder(`${ROOT}/alpha/polecats/nux/alpha/src`));
    expect(gt(at, "done").exitCode).toBe(0);
    expect(at.state.beads).toMatchObject([{ status: "closed" }]);
    expect(at.state.mergeRequests).toMatchObject([{ bead: "al-1", worker: "nux", status: "open" }]);
  });

  it("cannot say gt done elsewhere, nor in the folder of a polecat whose name begins alike", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }), inFolder(`${ROOT}/alpha/polecats/nuxy/alpha`));
    expect(gt(at, "done").exitCode).toBe(1);
    expect(at.state.mergeRequests).toEqual([]);
  });

  it("rejects a merge request: its bead stays closed, its commit stays unpushed", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }), inFolder(`${ROOT}/alpha/polecats/nux/alpha`));
    gt(at, "done");
    const id = at.state.mergeRequests[0]?.id ?? "";
    gt(at, "mq", "reject", "alpha", id, "--reason", "tests fail");
    expect(at.state.mergeRequests).toMatchObject([{ closeReason: "rejected: tests fail" }]);
    expect(at.state.beads).toMatchObject([{ status: "closed" }]);
    expect(at.state.polecats).toMatchObject([{ unpushed: 1 }]);
  });

  it("sees in the terminal what was nudged, as many last lines as asked for", () => {
    const at = town(polecat("alpha/nux", { hook: "al-1" }));
    gt(at, "nudge", "alpha/nux", "are you stuck?");
    expect(gt(at, "peek", "alpha/nux").stdout).toContain("al-1");
    expect(gt(at, "peek", "alpha/nux", "-n", "1").stdout).toBe("❯ are you stuck?\n");
  });

  it("can neither nudge nor peek at a polecat without a session", () => {
    const at = town(polecat("alpha/nux", DEAD));
    expect(gt(at, "nudge", "alpha/nux", "hello").exitCode).toBe(1);
    expect(gt(at, "peek", "alpha/nux").exitCode).toBe(1);
  });

  it("finds an escalation in the mayor's mail, and in the feed", () => {
    const at = town();
    gt(at, "escalate", "-s", "high", "nux is stuck", "--json");
    expect(at.state.mail).toMatchObject([{ to: "mayor/", body: "nux is stuck" }]);
    expect(at.events).toMatchObject([{ type: "escalation_sent" }]);
  });

  it("is told of a flag that the real command does not have", () => {
    expect(gt(town(), "health", "--yaml").stderr).toBe("Error: unknown flag: --yaml\n");
    expect(gt(town(), "frobnicate").stderr).toContain('unknown command "frobnicate"');
  });
});
