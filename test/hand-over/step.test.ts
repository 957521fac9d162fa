import { describe, expect, it } from "vitest";
import {
  mergeRequestOf,
  nextClaimStep,
  nextStep,
  type SeenBead,
  type SeenWork,
} from "../../src/hand-over/index.ts";
import { ASSIGNEE, HEAD, work } from "./work.ts";

const bead = (changed: Partial<SeenBead> = {}): SeenBead => ({
  id: "al-1",
  status: "in_progress",
  assignee: ASSIGNEE,
  priority: 1,
  openCriteria: 0,
  ...changed,
});
const seen = (changed: Partial<SeenWork> = {}): SeenWork => ({
  bead: bead(),
  request: null,
  others: [],
  ...changed,
});
const open = { id: "al-wisp-1", status: "open", closeReason: null } as const;

describe("A bead is", () => {
  it.each([
    ["taken where it waits for nobody", { status: "open", assignee: null }, "claim"],
    ["taken where it was left open under the same name", { status: "open" }, "claim"],
    ["held where it was taken under the same name before", {}, "held"],
    ["nobody's to take once it is closed", { status: "closed", assignee: "ada" }, "closed"],
  ] as const)("%s", (_what, changed, is) => {
    expect(nextClaimStep("al-1", ASSIGNEE, bead(changed))).toEqual({ is });
  });

  it.each([
    ["another's", { assignee: "alpha/polecats/nux", status: "hooked" }, "BeadHeldElsewhere"],
    ["a person's, though it is open", { assignee: "ada", status: "open" }, "BeadHeldElsewhere"],
    ["deferred", { assignee: null, status: "deferred" }, "BeadNotOpen"],
    ["of a status that nobody here knows", { assignee: null, status: "triage" }, "BeadNotOpen"],
  ] as const)("left alone where it is %s", (_what, changed, reason) => {
    expect(nextClaimStep("al-1", ASSIGNEE, bead(changed))).toMatchObject({
      is: "refused",
      refusal: { reason },
    });
  });
});

describe("Work is handed over", () => {
  it("by a request first, and only then by closing the bead", () => {
    const first = nextStep(work(), seen());
    expect(first).toEqual({ is: "file", request: mergeRequestOf(work(), 1) });
    expect(nextStep(work(), seen({ request: open }))).toEqual({ is: "close", request: open.id });
    expect(nextStep(work(), seen({ request: open, bead: bead({ status: "closed" }) }))).toEqual({
      is: "done",
      request: open.id,
    });
  });

  it("under one id for one commit, and another for each other one", () => {
    const idOf = (head: string | null) => mergeRequestOf(work({ head }), null)?.id;
    expect(idOf(HEAD)).toBe(idOf(HEAD));
    expect(idOf(HEAD)).toMatch(/^al-wisp-pod[0-9a-f]{12}$/);
    expect(idOf(HEAD.replace("0", "1"))).not.toBe(idOf(HEAD));
    expect(mergeRequestOf({ ...work(), bead: "web-app-1.2" }, null)?.id).toMatch(/^web-app-wisp-pod/);
    expect(idOf(null)).toBeUndefined();
  });

  it("with the fields of gt's own request, and without a worker, whom gt would end after the merge", () => {
    expect(mergeRequestOf(work(), 3)).toMatchObject({
      title: "Merge: al-1",
      priority: 3,
      description: `branch: feature/al-1\ntarget: main\nsource_issue: al-1\nrig: alpha\ncommit_sha: ${HEAD}\nretry_count: 0\nlast_conflict_sha: null\nconflict_task_id: null`,
    });
  });

  it("and older requests of the same bead are closed before it", () => {
    expect(nextStep(work(), seen({ request: open, others: ["al-wisp-0"] }))).toEqual({
      is: "supersede",
      id: "al-wisp-0",
      by: open.id,
    });
    expect(nextStep(work(), seen({ others: ["al-wisp-0"] }))).toMatchObject({ is: "file" });
  });

  it("also where it was merged before the bead was closed", () => {
    const merged = { ...open, status: "closed", closeReason: "merged" };
    expect(nextStep(work({ pushed: false }), seen({ request: merged }))).toEqual({
      is: "close",
      request: open.id,
    });
  });
});

describe("Nothing is written, and a person is told, where", () => {
  it.each([
    [
      "the bead was given to somebody else",
      work(),
      seen({ bead: bead({ assignee: "ada" }) }),
      "BeadHeldElsewhere",
    ],
    [
      "the bead was given back",
      work(),
      seen({ bead: bead({ assignee: null, status: "open" }) }),
      "BeadHeldElsewhere",
    ],
    ["the bead is gone", work(), seen({ bead: null }), "BeadMissing"],
    [
      "the request was rejected",
      work(),
      seen({ request: { ...open, status: "closed", closeReason: "rejected: tests fail" } }),
      "MergeRequestRejected",
    ],
    ["criteria are open", work(), seen({ bead: bead({ openCriteria: 2 }) }), "CriteriaOpen"],
    ["files are not committed", work({ uncommittedCount: 1, uncommitted: ["a"] }), seen(), "UncommittedWork"],
    ["the agent is on another branch", work({ headBranch: "mine" }), seen(), "WorkElsewhere"],
    ["HEAD is detached", work({ headBranch: null }), seen(), "WorkElsewhere"],
    [
      "the push was refused",
      work({ onlyLocal: ["branch: refused"], pushed: false }),
      seen(),
      "WorkNotPushed",
    ],
    ["there is no commit of its own", work({ pushed: false }), seen(), "NothingHandedIn"],
  ] as const)("%s", (_where, given, was, reason) => {
    expect(nextStep(given, was)).toMatchObject({ is: "refused", refusal: { reason } });
  });
});
