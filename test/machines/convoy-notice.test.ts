import { describe, expect, it } from "vitest";
import type { ConvoyFacts } from "../../machines/index.ts";
import {
  ALL_CLOSED,
  ONE_CLOSED,
  UNTRUSTED,
  UNUSABLE,
  begin,
  creating,
  fault,
  givenUp,
  inProgress,
  notified,
  notifying,
  observe,
  refused,
  restart,
  specify,
} from "./convoy-life.ts";
import type { Life } from "./life.ts";

describe("a Convoy that is completed", () => {
  it("notifies with what was completed", () => {
    const life = notifying();
    expect(life.started()).toEqual(["notify"]);
    expect(life.input()).toEqual({
      uid: "c1",
      address: "mayor/",
      description: "Wave 1",
      convoyId: "hq-cv-1",
      total: 2,
      closedAt: null,
    });
    expect(life.context()).toMatchObject({ completedAt: 3, notice: null });
  });

  it("notifies once", () => {
    const life = notified();
    expect(life.state()).toBe("completed.settled");
    expect(life.context()).toMatchObject({ notice: { at: 4, address: "mayor/", completedAt: 3 } });
    observe(life, 5, ALL_CLOSED);
    expect(life.state()).toBe("completed.settled");
    expect(life.started()).toEqual([]);
  });

  it("is in progress again when its spec names other beads, until those were read", () => {
    const life = specify(notified(), { generation: 2, beads: ["al-1", "al-2", "al-3"] });
    expect(life.state()).toBe("inProgress");
    expect(life.context()).toMatchObject({ completedAt: null, counted: null });
    observe(life, 5, { closed: ["al-1", "al-2", "al-3"], pending: [] });
    expect(life.started()).toEqual(["extendConvoy"]);
  });

  it("stays completed when its spec changes and its beads do not", () => {
    expect(specify(notified(), { generation: 2, description: "Wave One" }).state()).toBe("completed.settled");
  });

  it("notifies nobody where nobody is named", () => {
    expect(observe(inProgress({ notify: null }), 3, ALL_CLOSED).state()).toBe("completed.settled");
  });

  it("is in progress again when a bead is reopened, and announces its next end", () => {
    const life = observe(notified(), 5, ONE_CLOSED);
    expect(life.state()).toBe("inProgress");
    expect(life.context()).toMatchObject({ completedAt: null });
    observe(life, 7, { ...ALL_CLOSED, closedAt: 6 });
    expect(life.started()).toEqual(["notify"]);
    expect(life.input()).toMatchObject({ closedAt: 6 });
    life.done("notify", { at: 8, outcome: "sent" });
    expect(life.context()).toMatchObject({ completedAt: 6, notice: { at: 8, completedAt: 6 } });
    expect(observe(life, 9, { ...ALL_CLOSED, closedAt: 6 }).started()).toEqual([]);
  });

  it("announces an end anew that was opened and closed again while nobody looked", () => {
    const life = observe(inProgress(), 3, { ...ALL_CLOSED, closedAt: 3 });
    life.done("notify", { at: 4, outcome: "sent" });
    expect(observe(life, 5, { ...ALL_CLOSED, closedAt: 3 }).started()).toEqual([]);
    restart(life, 6);
    expect(observe(life, 9, { ...ALL_CLOSED, closedAt: 8 }).started()).toEqual(["notify"]);
    expect(life.context()).toMatchObject({ completedAt: 8 });
  });

  it("announces nothing anew where its spec releases the bead that was closed last", () => {
    const life = observe(inProgress(), 3, { ...ALL_CLOSED, closedAt: 3 });
    life.done("notify", { at: 4, outcome: "sent" });
    specify(life, { generation: 2, beads: ["al-1"] });
    observe(life, 5, { closed: ["al-1"], pending: [], closedAt: 2 });
    expect([life.state(), life.started()]).toEqual(["completed.settled", []]);
  });

  it("tells another address of the same end, and remembers to whom the mail on its way goes", () => {
    const life = specify(notifying(), { generation: 2, notify: "deacon/" });
    life.done("notify", { at: 4, outcome: "sent" });
    expect(life.context()).toMatchObject({ notice: { address: "mayor/" } });
    observe(life, 5, ALL_CLOSED);
    expect(life.input()).toMatchObject({ address: "deacon/" });
    life.done("notify", { at: 6, outcome: "sent" });
    expect(life.context()).toMatchObject({ notice: { address: "deacon/" } });
    expect(observe(life, 7, ALL_CLOSED).started()).toEqual([]);
  });

  it.each<[string, Partial<ConvoyFacts>]>([
    ["a bead that could not be read", { closed: ["al-1"], pending: [], unread: ["al-2"] }],
    ["open beads of a town that cannot be trusted", UNTRUSTED],
  ])("is not reopened by %s", (_, facts) => {
    expect(observe(notified(), 5, facts).state()).toBe("completed.settled");
  });

  it("is reopened only after the answer of a notice that is on its way", () => {
    const life = observe(notifying(), 4, ONE_CLOSED);
    expect(life.state()).toBe("completed.notifying");
    expect(life.done("notify", { at: 5, outcome: "sent" }).state()).toBe("inProgress");
    expect(life.context()).toMatchObject({ notice: { at: 5 }, completedAt: null });
  });

  it("is reopened while it backs off, and notifies when it is completed again", () => {
    const life = observe(notifying().fail("notify", fault(4)), 5, ONE_CLOSED);
    expect(life.state()).toBe("inProgress");
    expect(observe(life, 12, ALL_CLOSED).started()).toEqual(["notify"]);
  });

  it("gives a notice up that was refused three times, and is completed all the same", () => {
    const life = givenUp();
    expect(life.state()).toBe("completed.settled");
    expect(life.context()["blocker"]).toMatchObject({ reason: "Refused", message: "no such recipient" });
    observe(life, 7, ONE_CLOSED);
    expect(life.context()["blocker"]).toBeNull();
    expect(observe(life, 8, { ...ALL_CLOSED, closedAt: 7 }).started()).toEqual(["notify"]);
  });

  it("tries an unknown recipient again when the spec names another", () => {
    const life = specify(givenUp(), { generation: 2, notify: "mayor/deacon" });
    expect(life.state()).toBe("completed.settled");
    observe(life, 8, ALL_CLOSED);
    expect(life.input()).toMatchObject({ address: "mayor/deacon" });
  });

  it("tries at once with a changed spec while it backs off", () => {
    const life = notifying().done("notify", refused(4));
    expect(life.state()).toBe("completed.backingOff");
    expect(specify(life, { generation: 2, notify: "mayor/deacon" }).state()).toBe("completed.settled");
    expect(observe(life, 5, ALL_CLOSED).input()).toMatchObject({ address: "mayor/deacon" });
  });

  it("notifies after an outage, as often as it takes", () => {
    const life = notifying();
    for (let at = 4; at < 10; at += 1) life.fail("notify", fault(at)).ring("noticeBackoff");
    expect(life.state()).toBe("completed.notifying");
    expect(life.done("notify", { at: 11, outcome: "sent" }).state()).toBe("completed.settled");
    expect(life.context()).toMatchObject({ attempts: 0, blocker: null });
  });

  it("keeps its notice until the rig can be used", () => {
    const life = observe(inProgress(), 3, { ...ALL_CLOSED, ...UNUSABLE });
    expect(life.state()).toBe("completed.settled");
    expect(observe(life, 4, ALL_CLOSED).state()).toBe("completed.notifying");
  });
});

describe("a Convoy after a restart", () => {
  it.each<[string, () => Life]>([
    ["finding", () => observe(begin(), 1)],
    ["creating", creating],
  ])("in %s waits for a fresh read and looks for itself again", (_, given) => {
    const life = restart(given(), 10);
    expect(life.state()).toBe("pending.waiting");
    expect(observe(life, 9).state()).toBe("pending.waiting");
    expect(observe(life, 10).started()).toEqual(["findConvoy"]);
  });

  it("in notifying asks for the notice again, which the service sends once", () => {
    const life = restart(notifying(), 10);
    expect(life.state()).toBe("completed.settled");
    expect(life.started()).toEqual([]);
    expect(observe(life, 11, ALL_CLOSED).started()).toEqual(["notify"]);
  });

  it("in notifying asks again only once a read has found every bead closed, for that tells which mail it is", () => {
    const life = observe(restart(notifying(), 10), 11, { closed: [], pending: [], unread: ["al-1", "al-2"] });
    expect(life.state()).toBe("completed.settled");
    expect(life.started()).toEqual([]);
    expect(observe(life, 12, ALL_CLOSED).started()).toEqual(["notify"]);
  });

  it("in backingOff keeps waiting for its timer", () => {
    const life = restart(creating().fail("createConvoy", fault(3)), 10);
    expect(life.state()).toBe("pending.backingOff");
    expect(life.ring("createBackoff").state()).toBe("pending.waiting");
  });
});
