import { describe, expect, it } from "vitest";
import type { PolecatFacts } from "../../machines/index.ts";
import { hooked, present, stalled, WITNESS } from "./given.ts";
import { observe, specify, working } from "./polecat-life.ts";
import { DEAD, escalated, told } from "./stuck-life.ts";

const MINUTE = 60_000;
const ALIVE: Partial<PolecatFacts> = { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") };
const watchedFor = (stuckThresholdMs: number): Partial<PolecatFacts> => ({
  ...DEAD,
  witness: { ...WITNESS, stuckThresholdMs },
});

describe("An unresponsive polecat", () => {
  it("is held to the threshold that its witness has now, counted from when it became unresponsive", () => {
    const life = observe(working(), MINUTE, watchedFor(15 * MINUTE));
    expect(life.wait("stuckThreshold")).toBe(15 * MINUTE);
    observe(life, 3 * MINUTE, watchedFor(5 * MINUTE));
    expect(life.state()).toBe("working.suspect");
    expect(life.wait("stuckThreshold")).toBe(3 * MINUTE);
    observe(life, 4 * MINUTE, watchedFor(5 * MINUTE));
    expect(life.wait("stuckThreshold")).toBeUndefined();
    observe(life, 4 * MINUTE, watchedFor(2 * MINUTE));
    expect(life.state()).toBe("working.stuck.watching");
  });

  it("is not stuck any more where the threshold is longer now than it has lasted", () => {
    const life = observe(working(), MINUTE, watchedFor(2 * MINUTE)).ring("stuckThreshold");
    observe(life, 4 * MINUTE, watchedFor(10 * MINUTE));
    expect(life.state()).toBe("working.suspect");
    expect(life.wait("stuckThreshold")).toBe(7 * MINUTE);
  });

  it("is not told to the agent again after the threshold was longer for a while: the mail comes next", () => {
    const life = observe(working(), MINUTE, watchedFor(2 * MINUTE)).ring("stuckThreshold");
    life.ring("warningBackoff").done("nudge", told(3 * MINUTE));
    expect(life.state()).toBe("working.stuck.nudged");
    observe(life, 4 * MINUTE, watchedFor(10 * MINUTE));
    expect(life.state()).toBe("working.suspect");
    observe(life, 5 * MINUTE, watchedFor(2 * MINUTE));
    expect(life.state()).toBe("working.stuck.nudged");
    expect(life.ring("warningBackoff").state()).toBe("working.stuck.mailing");
  });

  it("is told of to the end where the threshold becomes longer meanwhile: what goes out counts", () => {
    const life = observe(working(), MINUTE, watchedFor(2 * MINUTE)).ring("stuckThreshold");
    life
      .ring("warningBackoff")
      .done("nudge", told(3 * MINUTE))
      .ring("warningBackoff");
    observe(life, 4 * MINUTE, watchedFor(10 * MINUTE));
    expect(life.state()).toBe("working.stuck.mailing");
    life.done("mail", told(4 * MINUTE));
    expect(life.state()).toBe("working.suspect");
    expect(life.context()).toMatchObject({ warnings: { tries: 2, told: 2 } });
    observe(life, 5 * MINUTE, watchedFor(2 * MINUTE));
    expect(life.state()).toBe("working.stuck.nudged");
  });

  it("that was being told of when an end was asked for counts as told of: no agent is nudged twice", () => {
    const life = observe(working(), MINUTE, watchedFor(2 * MINUTE)).ring("stuckThreshold");
    expect(life.ring("warningBackoff").started()).toEqual(["nudge"]);
    specify(life, { generation: 2, state: "Terminated" });
    specify(life, { generation: 3 });
    expect(life.context()).toMatchObject({ warnings: { tries: 1 } });
    observe(life, 4 * MINUTE, watchedFor(2 * MINUTE));
    expect(life.ring("stuckThreshold").state()).toBe("working.stuck.nudged");
  });

  it("keeps the wait over a restart, when nobody says what the threshold is", () => {
    const life = observe(working(), MINUTE, watchedFor(5 * MINUTE));
    life.send({ type: "host.restored", at: 2 * MINUTE });
    expect(life.wait("stuckThreshold")).toBeUndefined();
    expect(observe(life, 3 * MINUTE, watchedFor(5 * MINUTE)).wait("stuckThreshold")).toBeUndefined();
  });

  it("lasts no longer for a clock that was ahead before a restart: it counts from the restart", () => {
    const life = observe(working(), 90 * MINUTE, watchedFor(5 * MINUTE));
    life.send({ type: "host.restored", at: 2 * MINUTE });
    expect(observe(life, 3 * MINUTE, watchedFor(10 * MINUTE)).wait("stuckThreshold")).toBe(9 * MINUTE);
  });

  it("is over with news from its terminal, also after a restart for which the clock was set back", () => {
    const silent = (pane: string): Partial<PolecatFacts> => ({
      ...{ bead: hooked("al-1", "nux"), polecat: stalled("nux", "al-1"), pane },
    });
    const life = observe(observe(working(), 90 * MINUTE, silent("before")), 91 * MINUTE, silent("before"));
    expect(life.state()).toBe("working.suspect");
    life.send({ type: "host.restored", at: 2 * MINUTE });
    expect(observe(life, 3 * MINUTE, silent("before")).state()).toBe("working.suspect");
    expect(observe(life, 4 * MINUTE, silent("news")).context()).toMatchObject({
      unresponsive: { since: 4 * MINUTE },
    });
  });

  it("is over with news after a nudge, also after a restart for which the clock was set back", () => {
    const silent = (pane: string): Partial<PolecatFacts> => ({
      ...{ bead: hooked("al-1", "nux"), polecat: stalled("nux", "al-1"), pane },
    });
    const life = observe(observe(working(), 90 * MINUTE, silent("before")), 91 * MINUTE, silent("before"));
    life
      .ring("stuckThreshold")
      .ring("warningBackoff")
      .done("nudge", told(92 * MINUTE));
    life.send({ type: "host.restored", at: 2 * MINUTE });
    observe(life, 3 * MINUTE, silent("the nudge"));
    expect(life.state()).toBe("working.stuck.nudged");
    expect(observe(life, 4 * MINUTE, silent("news")).state()).toBe("working.suspect");
  });

  it("goes on when an end is asked for and taken back", () => {
    const life = observe(working(), MINUTE, watchedFor(15 * MINUTE));
    specify(life, { generation: 2, state: "Terminated" });
    observe(life, 5 * MINUTE, watchedFor(15 * MINUTE));
    specify(life, { generation: 3 });
    expect(life.state()).toBe("working.suspect");
    expect(life.context()).toMatchObject({ unresponsive: { since: MINUTE } });
    expect(life.wait("stuckThreshold")).toBe(11 * MINUTE);
  });

  it("that was told of stays told when an end is asked for and taken back", () => {
    const life = escalated();
    const before = life.context()["warnings"];
    specify(life, { generation: 2, state: "Terminated" });
    specify(life, { generation: 3 });
    expect(life.context()).toMatchObject({ unresponsive: { since: 12 }, warnings: before });
  });

  it("is over with a sign of life while an end was asked for, and the next one counts anew", () => {
    const life = observe(working(), MINUTE, DEAD);
    specify(life, { generation: 2, state: "Terminated" });
    observe(life, 5 * MINUTE, ALIVE);
    observe(life, 6 * MINUTE, DEAD);
    specify(life, { generation: 3 });
    expect(life.context()).toMatchObject({ unresponsive: { since: 6 * MINUTE } });
  });

  it("is not that of the next work", () => {
    const life = observe(working(), MINUTE, DEAD);
    observe(life, 2 * MINUTE, {
      ...DEAD,
      bead: { reading: "known", id: "al-1", status: "open", assignee: null },
      polecat: present("nux", null, false),
    });
    expect(life.state()).toBe("pending.slinging");
    expect(life.context()).toMatchObject({ unresponsive: null });
  });
});
