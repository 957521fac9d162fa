import { describe, expect, it } from "vitest";
import {
  UNUSABLE,
  begin,
  fault,
  inProgress,
  observe,
  refused,
  restart,
  widened,
  specify,
} from "./convoy-life.ts";

describe("a Convoy whose spec names another bead", () => {
  it("adds it to gt's convoy, once", () => {
    const life = widened();
    expect(life.state()).toBe("extending.adding");
    expect(life.input()).toEqual({ uid: "c1", convoyId: "hq-cv-1", beads: ["al-3"] });
    life.done("extendConvoy", { at: 6, outcome: "extended", tracked: ["al-1", "al-2", "al-3"] });
    expect(life.state()).toBe("inProgress");
    expect(observe(life, 7, { pending: ["al-1", "al-2", "al-3"] }).started()).toEqual([]);
  });

  it("that does not exist adds it once it does", () => {
    const life = specify(inProgress(), { generation: 2, beads: ["al-1", "al-3"] });
    expect(observe(life, 5, { pending: ["al-1"], missing: ["al-3"] }).started()).toEqual([]);
    expect(observe(life, 6, { pending: ["al-1", "al-3"] }).started()).toEqual(["extendConvoy"]);
  });

  it("adds nothing while its rig cannot be used", () => {
    const life = specify(inProgress(), { generation: 2, beads: ["al-1", "al-3"] });
    expect(observe(life, 5, { pending: ["al-1", "al-3"], ...UNUSABLE }).started()).toEqual([]);
  });

  it("tries again after a lost answer, and after a restart", () => {
    const life = widened().fail("extendConvoy", fault(6));
    expect(life.state()).toBe("extending.backingOff");
    expect(life.ring("extensionBackoff").started()).toEqual(["extendConvoy"]);
    restart(life, 7);
    expect(life.state()).toBe("inProgress");
    expect(observe(life, 8, { pending: ["al-1", "al-2", "al-3"] }).started()).toEqual(["extendConvoy"]);
  });

  it("goes on without it when gt refuses three times, until the spec changes", () => {
    const life = widened();
    for (const at of [6, 7]) life.done("extendConvoy", refused(at)).ring("extensionBackoff");
    life.done("extendConvoy", refused(8));
    expect(life.state()).toBe("inProgress");
    expect(life.context()).toMatchObject({ blocker: null, unextended: { message: "no such recipient" } });
    expect(observe(life, 9, { pending: ["al-1", "al-2", "al-3"] }).started()).toEqual([]);
    specify(life, { generation: 3, beads: ["al-1", "al-2", "al-3"] });
    expect(observe(life, 10, { pending: ["al-1", "al-2", "al-3"] }).started()).toEqual(["extendConvoy"]);
  });

  it("is complete although gt's convoy does not have it yet", () => {
    const life = widened().done("extendConvoy", refused(6));
    expect(observe(life, 7, { closed: ["al-1", "al-2", "al-3"], pending: [] }).started()).toEqual(["notify"]);
  });

  it("asks what gt's convoy tracks where a lost snapshot has made it forget, also where nothing is to be added", () => {
    const forgetful = begin({ beads: ["al-none"] }, { convoyId: "hq-cv-1", startedAt: 1 });
    const life = observe(forgetful, 2, { pending: [], missing: ["al-none"] });
    expect(life.started()).toEqual(["extendConvoy"]);
    expect(life.input()).toMatchObject({ convoyId: "hq-cv-1", beads: [] });
    life.done("extendConvoy", { at: 3, outcome: "extended", tracked: ["al-1"] });
    expect(life.state()).toBe("inProgress");
    expect(life.context()).toMatchObject({ tracked: ["al-1"] });
    expect(observe(life, 4, { pending: [], missing: ["al-none"] }).started()).toEqual([]);
  });

  it("asks what gt's convoy tracks where a lost snapshot has made it forget", () => {
    const life = begin({}, { convoyId: "hq-cv-1" });
    observe(life, 1);
    expect(life.input()).toEqual({ uid: "c1", convoyId: "hq-cv-1", beads: ["al-1", "al-2"] });
  });
});
