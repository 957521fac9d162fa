import { describe, expect, it } from "vitest";
import type { AgentPlan } from "../src/index.ts";
import { gitStateIn, polecatsIn, requestsIn, verdictIn } from "./answers.ts";
import { bead, beads, convoy, gt, NOW, run, scheduler, state, town, type Given, type Town } from "./given.ts";

const MINUTE = 60_000;

const plan = (id: string, made: AgentPlan): Given => state(({ plans }) => void (plans[id] = made));

/** A town whose agent furiosa has al-1 and does with it what its plan says, one minute later. */
function slungWith(behaviour: AgentPlan["behaviour"], mergeAfterMs?: number): Town {
  const made = { behaviour, afterMs: MINUTE, ...(mergeAfterMs !== undefined && { mergeAfterMs }) };
  const at = town(beads("al-1", "al-2"), plan("al-1", made), plan("al-2", made));
  expect(gt(at, "sling", "al-1", "alpha", "--no-boot").exitCode).toBe(0);
  return at;
}

function later(at: Town, ms: number): Town {
  at.now += ms;
  return at;
}

const first = ({ state: { beads: all } }: Town): (typeof all)[number] => {
  const [found] = all;
  if (found === undefined) throw new Error("no bead");
  return found;
};
const listed = (at: Town): ReturnType<typeof polecatsIn> =>
  polecatsIn(gt(at, "polecat", "list", "--all", "--json"));
const gitState = (at: Town): ReturnType<typeof gitStateIn> =>
  gitStateIn(gt(at, "polecat", "git-state", "alpha/furiosa", "--json"));
const verdict = (at: Town): string =>
  verdictIn(gt(at, "polecat", "check-recovery", "alpha/furiosa", "--json"));

describe("an agent of the simulated town", () => {
  it("works until its plan ends, and not a millisecond less", () => {
    const at = later(slungWith("finish"), MINUTE - 1);
    expect(listed(at)).toMatchObject([{ issue: "al-1", session_running: true }]);
    expect(listed(later(at, 1))).toMatchObject([{ issue: null, session_running: true }]);
    expect(first(at)).toMatchObject({ status: "closed", closedAt: NOW + MINUTE });
  });

  it("ends its work when it was due, however late somebody looks", () => {
    const at = later(slungWith("finish", MINUTE), 60 * MINUTE);
    gt(at, "health", "--json");
    expect(at.state.mergeRequests).toMatchObject([
      { createdAt: NOW + MINUTE, closedAt: NOW + 2 * MINUTE, closeReason: "merged" },
    ]);
  });

  it("files a merge request, whose commit counts as unpushed until it is merged", () => {
    const at = later(slungWith("finish", MINUTE), MINUTE);
    expect(requestsIn(gt(at, "mq", "list", "alpha", "--json"))).toHaveLength(1);
    expect(gitState(at)).toMatchObject({ clean: false, unpushed_commits: 1 });
    expect(verdict(at)).toBe("NEEDS_RECOVERY");
    later(at, MINUTE);
    expect(requestsIn(gt(at, "mq", "list", "alpha", "--json"))).toEqual([]);
    expect(gitState(at)).toMatchObject({ clean: true, unpushed_commits: 0 });
    expect(verdict(at)).toBe("SAFE_TO_NUKE");
    expect(first(at).closeReason).toMatch(/^Merged in al-wisp-/);
  });

  it("writes a done event with the bead and its branch", () => {
    const at = later(slungWith("finish"), MINUTE);
    gt(at, "health", "--json");
    expect(at.events.at(-1)).toMatchObject({ type: "done", actor: "alpha/polecats/furiosa" });
    expect(at.events.at(-1)?.payload).toEqual({ bead: "al-1", branch: at.state.polecats[0]?.branch });
  });

  it("that stalls keeps its bead and loses its session", () => {
    const at = later(slungWith("stall"), MINUTE);
    expect(listed(at)).toMatchObject([{ state: "stalled", issue: "al-1", session_running: false }]);
    expect(first(at).status).toBe("hooked");
  });

  it("that falls silent counts as stalled after three minutes, its session still there", () => {
    const at = later(slungWith("fallSilent"), 4 * MINUTE - 1);
    expect(listed(at)).toMatchObject([{ state: "working", issue: "al-1" }]);
    expect(listed(later(at, 1))).toMatchObject([{ state: "stalled", issue: "al-1", session_running: true }]);
  });

  it.each([
    ["leaveUncommitted", { uncommitted_files: ["notes.txt"], unpushed_commits: 0, stash_count: 0 }],
    ["leaveUnpushed", { uncommitted_files: [], unpushed_commits: 2, stash_count: 0 }],
    ["leaveStash", { uncommitted_files: [], unpushed_commits: 0, stash_count: 1 }],
  ] as const)("with %s closes its bead and leaves work that is nowhere else", (behaviour, left) => {
    const at = later(slungWith(behaviour), MINUTE);
    expect(gitState(at)).toMatchObject({ clean: false, ...left });
    expect(first(at).status).toBe("closed");
    expect(verdict(at)).toBe("NEEDS_RECOVERY");
  });

  it("takes up a second hooked bead only when it has ended the first", () => {
    const at = slungWith("finish");
    later(at, MINUTE / 2);
    gt(at, "sling", "al-2", "alpha/furiosa", "--no-boot");
    expect(listed(later(at, MINUTE / 2))).toMatchObject([{ issue: "al-2" }]);
    expect(first(at).status).toBe("closed");
    expect(listed(later(at, MINUTE))).toMatchObject([{ issue: null }]);
  });

  it("leaves a bead alone that a person closed meanwhile", () => {
    const at = slungWith("leaveUncommitted");
    run(at, "bd", ["close", "al-1", "-r", "not needed", "--json"]);
    expect(gitState(later(at, MINUTE))).toMatchObject({ clean: true });
    expect(first(at).closeReason).toBe("not needed");
  });

  it("cannot write while the database is down, and ends its work afterwards", () => {
    const at = slungWith("finish");
    at.doltDown = true;
    gt(later(at, 2 * MINUTE), "health", "--json");
    expect(first(at).status).toBe("hooked");
    at.doltDown = false;
    gt(at, "health", "--json");
    expect(first(at).status).toBe("closed");
  });
});

describe("the daemon of the simulated town", () => {
  const queued = (): Town => {
    const at = town(beads("al-1", "al-2"), scheduler(1));
    gt(at, "sling", "al-1", "alpha");
    gt(at, "sling", "al-2", "alpha");
    return at;
  };

  it("lets a sling only queue, and hands the bead out a minute later", () => {
    const at = queued();
    expect(at.state.polecats).toEqual([]);
    expect(listed(later(at, MINUTE))).toMatchObject([{ issue: "al-1" }]);
    expect(at.events.map(({ type }) => type)).toContain("scheduler_dispatch");
  });

  it("has no more polecats at work than its maximum", () => {
    const at = later(queued(), 10 * MINUTE);
    expect(listed(at)).toHaveLength(1);
    gt(at, "session", "stop", "alpha/furiosa");
    expect(listed(at)).toMatchObject([{ issue: "al-1" }, { issue: "al-2" }]);
  });

  it("forgets a bead that was closed while it waited", () => {
    const at = queued();
    run(at, "bd", ["close", "al-1", "al-2", "--json"]);
    gt(later(at, MINUTE), "health", "--json");
    expect(at.state.polecats).toEqual([]);
    expect(at.state.scheduled).toEqual([]);
  });
});

describe("a convoy of the simulated town", () => {
  it("is made anew by each call, with the same name and beads", () => {
    const at = town(beads("al-1"));
    gt(at, "convoy", "create", "Wave 1", "al-1");
    gt(at, "convoy", "create", "Wave 1", "al-1");
    expect(new Set(at.state.convoys.map(({ id }) => id)).size).toBe(2);
  });

  it("closes by itself, at the next look of the daemon, when all its beads are the town's own and closed", () => {
    const at = town(beads("hq-1", "al-1"), convoy("hq-cv-a", "own", ["hq-1"]));
    run(at, "bd", ["close", "hq-1", "--json"]);
    gt(at, "health", "--json");
    expect(at.state.convoys).toMatchObject([{ status: "open" }]);
    at.now += 60_000;
    gt(at, "health", "--json");
    expect(at.state.convoys).toMatchObject([{ status: "closed" }]);
  });

  it("of a rig's beads stays open although all of them are closed", () => {
    const at = town(bead("al-1"), convoy("hq-cv-a", "of a rig", ["al-1"]));
    run(at, "bd", ["close", "al-1", "--json"]);
    gt(at, "health", "--json");
    expect(at.state.convoys).toMatchObject([{ status: "open" }]);
  });

  it("notifies whom --notify=ADDRESS names, and tracks the address that follows a space", () => {
    const at = town(beads("al-1"));
    gt(at, "convoy", "create", "right", "al-1", "--notify=overseer");
    gt(at, "convoy", "create", "wrong", "al-1", "--notify", "overseer");
    expect(at.state.convoys.map(({ tracked }) => tracked)).toEqual([["al-1"], ["al-1", "overseer"]]);
  });
});
