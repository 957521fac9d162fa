import { describe, expect, it } from "vitest";
import type { ConvoyFacts } from "../../machines/index.ts";
import { containing } from "../containing.ts";
import {
  ALL_CLOSED,
  NOTHING_THERE,
  ONE_CLOSED,
  UNTRUSTED,
  UNUSABLE,
  begin,
  creating,
  fault,
  inProgress,
  observe,
  refused,
  restart,
  specify,
} from "./convoy-life.ts";
import type { Life } from "./life.ts";

describe("a Convoy of which a bead was deleted", () => {
  const ENDED = {
    closed: ["al-1"],
    pending: [],
    ended: ["al-2"],
    statuses: { "al-2": "tombstone" },
  } satisfies Partial<ConvoyFacts>;

  it("fails once nothing is left to wait for, and names the status", () => {
    const life = observe(inProgress(), 10, ENDED);
    expect(life.state()).toBe("failed");
    expect(life.context().blocker).toMatchObject({
      reason: "BeadsEnded",
      message: containing("1 of 2 beads are closed; al-2 is tombstone"),
    });
    expect(life.started()).toEqual([]);
  });

  it("is not created where all of its beads have ended", () => {
    const life = observe(begin(), 1, { ...ENDED, closed: [], ended: ["al-1", "al-2"] });
    expect(life.state()).toBe("failed");
    expect(life.started()).toEqual([]);
  });

  it("goes on once the bead is opened, and not because a bead could not be read", () => {
    const life = observe(inProgress(), 10, ENDED);
    observe(life, 11, { ...ENDED, ended: [], unread: ["al-2"] });
    expect(life.state()).toBe("failed");
    observe(life, 12, { closed: ["al-1"], pending: ["al-2"] });
    expect(life.state()).toBe("inProgress");
  });

  it("is completed where the bead was seen closed before it was deleted", () => {
    const life = observe(inProgress(), 10, { closed: ["al-1"], pending: ["al-2"] });
    observe(life, 11, { closed: ["al-2"], pending: [], ended: ["al-1"] });
    expect(life.state()).toMatch(/^completed/);
  });
});

describe("a Convoy that begins", () => {
  it("asks gt for nothing before its beads were read", () => {
    const life = begin();
    expect(life.state()).toBe("pending.waiting");
    expect(life.started()).toEqual([]);
  });

  it("is looked for before it is created", () => {
    const life = observe(begin(), 1);
    expect(life.state()).toBe("pending.finding");
    expect(life.input()).toEqual({ uid: "c1", description: "Wave 1", beads: ["al-1", "al-2"] });
  });

  it("is not created where it is found", () => {
    const life = inProgress();
    expect(life.state()).toBe("inProgress");
    expect(life.started()).toEqual([]);
    expect(life.context()).toMatchObject({ convoyId: "hq-cv-1", startedAt: 2 });
  });

  it("is created once, and has the town read at once", () => {
    const life = creating();
    expect(life.started()).toEqual(["createConvoy"]);
    life.done("createConvoy", { at: 3, outcome: "created", id: "hq-cv-2", tracked: ["al-1", "al-2"] });
    expect(life.state()).toBe("inProgress");
    expect(life.context()).toMatchObject({ convoyId: "hq-cv-2", startedAt: 3 });
    expect(life.actions()).toEqual(["requestObservation"]);
    observe(life, 4);
    restart(life, 5);
    observe(life, 6);
    expect(life.state()).toBe("inProgress");
    expect(life.started()).toEqual([]);
  });

  it("is neither looked for nor created when status remembers it", () => {
    const life = begin({}, { convoyId: "hq-cv-1", startedAt: 5 });
    expect(life.state()).toBe("pending.waiting");
    observe(life, 6);
    expect(life.started()).toEqual(["extendConvoy"]);
    expect(life.context()).toMatchObject({ startedAt: 5 });
  });

  it.each<[string, Partial<ConvoyFacts>]>([
    ["the town cannot be trusted", UNTRUSTED],
    ["its rig cannot be used", UNUSABLE],
    ["no bead could be read", { pending: [], unread: ["al-1", "al-2"] }],
    [
      "one bead is missing and the other could not be read",
      { missing: ["al-1"], pending: [], unread: ["al-2"] },
    ],
  ])("waits while %s", (_, facts) => {
    const life = observe(begin(), 1, facts);
    expect(life.state()).toBe("pending.waiting");
    expect(life.started()).toEqual([]);
    expect(observe(life, 2).state()).toBe("pending.finding");
  });

  it("is created for the beads that are there, although others are missing", () => {
    expect(observe(begin(), 1, { missing: ["al-1"], pending: ["al-2"] }).state()).toBe("pending.finding");
  });

  it("looks again, and never creates at once, after a lost answer of the creation", () => {
    const life = creating().fail("createConvoy", fault(3));
    expect(life.state()).toBe("pending.backingOff");
    expect(life.context()).toMatchObject({ attempts: 1, refusals: 0, blocker: { reason: "GtMissing" } });
    expect(life.ring("createBackoff").started()).toEqual(["findConvoy"]);
    expect(life.done("findConvoy", { at: 9, id: "hq-cv-1", tracked: ["al-1", "al-2"] }).state()).toBe(
      "inProgress",
    );
    expect(life.context()).toMatchObject({ attempts: 0, blocker: null });
  });

  it("backs off when it could not be looked for", () => {
    const life = observe(begin(), 1).fail("findConvoy", fault(2));
    expect(life.state()).toBe("pending.backingOff");
    expect(life.ring("createBackoff").state()).toBe("pending.finding");
  });

  it("tries at once with a changed spec, once its new beads were read", () => {
    const life = creating().done("createConvoy", refused(3));
    expect(specify(life, { generation: 1, notify: null }).state()).toBe("pending.backingOff");
    specify(life, { generation: 2, beads: ["al-3"] });
    expect(life.state()).toBe("pending.waiting");
    expect(life.context()).toMatchObject({ blocker: null, attempts: 0, refusals: 0 });
    observe(life, 4, { pending: ["al-3"] });
    expect(life.state()).toBe("pending.finding");
    expect(life.input()).toMatchObject({ beads: ["al-3"] });
  });
});

describe("a Convoy that fails", () => {
  const failed = (): Life => {
    const life = creating();
    for (const at of [3, 4]) {
      life.done("createConvoy", refused(at)).ring("createBackoff");
      life.done("findConvoy", { at, id: null, tracked: [] });
    }
    return life.done("createConvoy", refused(5));
  };

  it("was refused three times, and says why", () => {
    const life = failed();
    expect(life.state()).toBe("failed");
    expect(life.context()["blocker"]).toEqual({ reason: "Refused", message: "no such recipient", at: 5 });
  });

  it("stays failed whatever the town says, until its spec changes", () => {
    const life = observe(failed(), 6, ALL_CLOSED);
    expect(life.state()).toBe("failed");
    restart(life, 7);
    expect(observe(life, 8).state()).toBe("failed");
    specify(life, { generation: 2 });
    expect(life.state()).toBe("pending.waiting");
    expect(life.context()).toMatchObject({ blocker: null, refusals: 0 });
    expect(observe(life, 9).started()).toEqual(["findConvoy"]);
  });

  it("has only beads that do not exist", () => {
    const life = observe(begin(), 1, NOTHING_THERE);
    expect(life.state()).toBe("failed");
    expect(life.started()).toEqual([]);
    expect(life.context()["blocker"]).toMatchObject({ reason: "BeadsNotFound", at: 1 });
  });

  it("recovers when one of its beads appears, and notifies in the end", () => {
    const life = observe(begin(), 1, NOTHING_THERE);
    expect(observe(life, 2, { ...NOTHING_THERE, ...UNTRUSTED }).state()).toBe("failed");
    observe(life, 3, { pending: ["al-1"], missing: ["al-2"] });
    expect(life.state()).toBe("pending.finding");
    expect(life.context()["blocker"]).toBeNull();
    life.done("findConvoy", { at: 4, id: "hq-cv-1", tracked: ["al-1", "al-2"] });
    observe(life, 5, ALL_CLOSED);
    expect(life.started()).toEqual(["notify"]);
  });
});

describe("a Convoy in progress", () => {
  it("stays in progress while one of its beads is open", () => {
    expect(observe(inProgress(), 3, ONE_CLOSED).state()).toBe("inProgress");
  });

  it.each<[string, Partial<ConvoyFacts>]>([
    ["a bead that could not be read", { closed: ["al-1"], pending: [], unread: ["al-2"] }],
    ["closed beads of a town that cannot be trusted", { ...ALL_CLOSED, ...UNTRUSTED }],
    ["beads that are missing", NOTHING_THERE],
  ])("is not moved by %s", (_, facts) => {
    expect(observe(inProgress(), 3, facts).state()).toBe("inProgress");
  });

  it("does not count closed beads of the spec before", () => {
    const life = observe(inProgress(), 3, ONE_CLOSED);
    specify(life, { generation: 2, beads: ["al-1"] });
    expect(life.context()["facts"]).toBeNull();
    expect(life.state()).toBe("inProgress");
    expect(observe(life, 4, { closed: ["al-1"], pending: [] }).state()).toBe("completed.notifying");
  });

  it("keeps its facts when the spec says the same under the same generation", () => {
    const life = observe(inProgress(), 3, ONE_CLOSED);
    specify(life, {});
    expect(life.context()["facts"]).toMatchObject({ startedAt: 3 });
  });

  it("does not believe a read from before its restart", () => {
    const life = restart(inProgress(), 10);
    expect(observe(life, 9, ALL_CLOSED).state()).toBe("inProgress");
    expect(observe(life, 10, ALL_CLOSED).state()).toBe("completed.notifying");
  });
});
