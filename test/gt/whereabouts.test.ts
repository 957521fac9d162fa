import { describe, expect, it } from "vitest";
import { createGtClient } from "../../src/gt/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { transcript } from "simulated-town/testing";

const WORKTREE = { path: "/srv/gt/alpha/polecats/nux/alpha", branch: "polecat/nux/al-1r3@mwtuf2kb" };
const ANSWERS: Readonly<Record<string, string>> = {
  "rig list --json": "rig-list-running",
  "polecat status alpha/nux --json": "polecat-status-working",
};

const setUp = (worktree: typeof WORKTREE | null) => {
  const clock = createFakeClock();
  const calls: string[] = [];
  const gt = createGtClient({
    exec: (argv) => {
      calls.push(argv.join(" "));
      const { exitCode, stdout, stderr } = transcript(ANSWERS[argv.join(" ")] ?? "health");
      return Promise.resolve({ outcome: "exited", exitCode, stdout, stderr });
    },
    gtPath: "gt",
    now: clock.now,
    setTimer: clock.setTimer,
    onCall: () => undefined,
    maxPauseMs: 30_000,
    worktree: () => Promise.resolve(worktree),
  });
  return { gt, calls };
};

const WHEREABOUTS = { branch: WORKTREE.branch, clonePath: WORKTREE.path, sessionId: "al-nux" };

describe("Where a polecat works", () => {
  it("is told by its worktree and the prefix of its rig, as gt polecat status tells it, without a call", async () => {
    const { gt, calls } = setUp(WORKTREE);
    await gt.beside("alpha").listRigs();
    expect(await gt.whereabouts("alpha", "nux")).toEqual(WHEREABOUTS);
    expect(calls).toEqual(["rig list --json"]);
  });

  it.each([
    ["the worktree cannot be read", null, true],
    ["gt has not named the rig yet", WORKTREE, false],
  ])("is asked of gt where %s", async (_why, worktree, isListed) => {
    const { gt } = setUp(worktree);
    if (isListed) await gt.listRigs();
    expect(await gt.whereabouts("alpha", "nux")).toMatchObject(WHEREABOUTS);
  });
});
