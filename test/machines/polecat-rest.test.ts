import { describe, expect, it } from "vitest";
import type { PolecatFacts, DesiredPolecat } from "../../machines/index.ts";
import { closed, hooked, open, desiredPolecat, present } from "./given.ts";
import type { Life } from "./life.ts";
import { begin, observe, slung } from "./polecat-life.ts";

const MINUTE = 60_000;
const CLOSED = { bead: closed("al-1"), polecat: present("nux", null) };
const AWAY: Partial<PolecatFacts> = {
  town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
};
const closedAt = (at: number): Partial<PolecatFacts> => ({
  ...CLOSED,
  bead: { reading: "known", id: "al-1", status: "closed", assignee: null, closedAt: at },
});
/** With the time at which the spec was edited. */
const edit = (life: Life, at: number, changes: Partial<DesiredPolecat>): Life =>
  life.send({ type: "spec.observed", at, desired: desiredPolecat(changes) });

const working = (limits: Partial<DesiredPolecat>): Life =>
  observe(slung(observe(begin(limits), 1), 10), 11, {
    bead: hooked("al-1", "nux"),
    polecat: present("nux", "al-1"),
  });
/** Its bead read closed at one minute. */
const rested = (limits: Partial<DesiredPolecat>): Life => observe(working(limits), MINUTE, CLOSED);
/** It has its polecat, and its bead went back to open while the spec asks for no work. */
const unfinished = (limits: Partial<DesiredPolecat>): Life => {
  const life = edit(working(limits), 12, { ...limits, generation: 2, state: "Idle" });
  return observe(life, MINUTE, { bead: open("al-1"), polecat: present("nux", null) });
};

describe("A polecat's time after its bead was closed", () => {
  it("ends it, and asks for the proof that nobody needs it", () => {
    const life = rested({ ttlSeconds: 60 });
    expect(life.state()).toBe("idle.limited");
    expect(life.wait("idleLimit")).toBe(MINUTE);
    expect(life.ring("idleLimit").started()).toEqual(["proveTermination"]);
    expect(life.input()).toMatchObject({ automatic: true });
  });

  it("does not end one that has not finished a bead, however short it is beside the time without work", () => {
    const life = unfinished({ ttlSeconds: 0, maxIdleSeconds: 3_600 });
    expect(life.state()).toBe("idle.limited");
    expect(life.wait("idleLimit")).toBe(60 * MINUTE);
    expect(unfinished({ ttlSeconds: 0 }).state()).toBe("idle.resting");
  });

  it("does not run while another resource drives its polecat, and runs on from where it began", () => {
    const resting = { bead: null, polecat: present("nux", null) };
    const driven: Partial<PolecatFacts> = {
      bead: null,
      polecat: {
        seen: "present",
        name: "nux",
        state: "working",
        issue: "al-3",
        isAnothers: true,
        sessionRunning: true,
      },
    };
    const limits = { boundTo: "nux", bead: null, state: "Idle", maxIdleSeconds: 60 } as const;
    const life = observe(begin(limits), MINUTE, resting);
    expect(life.state()).toBe("idle.limited");
    expect(observe(life, MINUTE + 1, driven).state()).toBe("idle.resting");
    // A new spec makes the facts old ones: nobody knows yet whether it is driven by another.
    expect(edit(life, MINUTE + 2, { ...limits, generation: 2 }).state()).toBe("idle.resting");
    expect(observe(life, MINUTE + 3, driven).state()).toBe("idle.resting");
    expect(observe(life, MINUTE + 4, resting).wait("idleLimit")).toBe(MINUTE - 4);
  });

  it("counts from the closing by gt's clock, not from when that was read", () => {
    const life = observe(working({ ttlSeconds: 60 }), MINUTE, closedAt(20_000));
    expect(life.wait("idleLimit")).toBe(20_000);
    expect(life.context()).toMatchObject({ finishedAt: 20_000, idleSince: 20_000 });
  });

  it("counts from the first read where gt's clock is ahead, with no read anew", () => {
    const life = observe(working({ ttlSeconds: 60 }), MINUTE, closedAt(10 * MINUTE));
    expect(life.wait("idleLimit")).toBe(MINUTE);
    expect(observe(life, 90_000, closedAt(10 * MINUTE)).wait("idleLimit")).toBeUndefined();
  });

  it("ends with the reopening of its bead, which is slung again", () => {
    const life = observe(rested({ ttlSeconds: 60 }), 70_000, { bead: open("al-1") });
    expect(life.state()).toBe("pending.slinging");
    expect(life.context()).toMatchObject({ finishedAt: null });
  });

  it("counts from the second closing where the bead was opened and closed between two reads", () => {
    const life = observe(working({ ttlSeconds: 60 }), MINUTE, closedAt(MINUTE));
    expect(observe(life, 100_000, closedAt(90_000)).wait("idleLimit")).toBe(50_000);
  });

  it("is that of the polecat which had the bead of a lost sling", () => {
    const life = observe(begin({ ttlSeconds: 60 }), 1);
    life.fail("sling", { reason: "Timeout", message: "no answer", at: 10 });
    observe(life, MINUTE, { ...closedAt(30_000), polecat: null, finisher: "nux" });
    observe(life, MINUTE + 1, { ...closedAt(30_000), finisher: "nux" });
    expect(life.state()).toBe("idle.limited");
    expect(life.context()).toMatchObject({ finishedAt: 30_000, limitedUntil: 90_000 });
  });
});

describe("A polecat's time without work", () => {
  it("goes on over an end that was asked for and taken back", () => {
    const life = rested({ maxIdleSeconds: 600 });
    edit(life, 2 * MINUTE, { generation: 2, state: "Terminated", maxIdleSeconds: 600 });
    expect(life.state()).toBe("terminating.revocable.proving");
    edit(life, 3 * MINUTE, { generation: 3, maxIdleSeconds: 600 });
    expect(life.wait("idleLimit")).toBe(8 * MINUTE);
  });

  it("goes on while a bead waits that cannot be slung, and ends with work", () => {
    const life = rested({ maxIdleSeconds: 600 });
    const full = { granted: false, reason: "NoCapacity", message: "8 of 8" } as const;
    edit(life, 2 * MINUTE, { generation: 2, bead: "al-2", maxIdleSeconds: 600, paused: true });
    observe(life, 3 * MINUTE, { ...CLOSED, bead: open("al-2"), admission: full });
    expect(life.state()).toBe("pending.waiting");
    edit(life, 4 * MINUTE, { generation: 3, maxIdleSeconds: 600 });
    observe(life, 4 * MINUTE, CLOSED);
    expect(life.wait("idleLimit")).toBe(7 * MINUTE);
  });

  it("is not that of another polecat which an annotation binds the resource to", () => {
    const life = rested({ maxIdleSeconds: 600 });
    edit(life, 5 * MINUTE, { boundTo: "slit", maxIdleSeconds: 600 });
    expect(life.state()).toBe("idle.resting");
    observe(life, 6 * MINUTE, { bead: closed("al-1"), polecat: present("slit", null) });
    expect(life.wait("idleLimit")).toBe(600_000);
  });

  it("does not begin to count against what is taken over before its hook was read", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, state: "Idle" });
    observe(life, 1, { bead: null, polecat: present("nux", null) });
    edit(life, 10 * MINUTE, { boundTo: "nux", bead: null, state: "Idle", maxIdleSeconds: 60 });
    expect(life.state()).toBe("idle.resting");
    observe(life, 10 * MINUTE + 1, { bead: null, polecat: present("nux", "al-5") });
    observe(life, 10 * MINUTE + 2, { bead: hooked("al-5", "nux"), polecat: present("nux", "al-5") });
    expect(life.state()).toBe("working.healthy");
  });
});

describe("The limits of a polecat's rest", () => {
  const both = { ttlSeconds: 300, maxIdleSeconds: 600 };

  it("are not lifted, and no wait begins anew, by any other edit of the spec", () => {
    const life = rested(both);
    for (const [at, paused] of [
      [2, true],
      [3, false],
      [4, true],
    ] as const) {
      edit(life, at * MINUTE, { ...both, generation: at, paused });
      expect(life.state()).toBe("idle.limited");
      expect(life.wait("idleLimit")).toBeUndefined();
    }
    observe(life, 5 * MINUTE, { ...CLOSED, ...AWAY });
    life.ring("idleLimit");
    expect(edit(life, 6 * MINUTE, { ...both, generation: 9 }).state()).toBe("idle.expired");
  });

  it("give what is left of a changed one, counted from the same fact", () => {
    const life = rested({ ttlSeconds: 300 });
    edit(life, 3 * MINUTE, { generation: 2, ttlSeconds: 600 });
    expect(life.wait("idleLimit")).toBe(8 * MINUTE);
    edit(life, 4 * MINUTE, { generation: 3, maxIdleSeconds: 240 });
    expect(life.wait("idleLimit")).toBe(MINUTE);
    edit(life, 4 * MINUTE, { generation: 4 });
    expect(life.state()).toBe("idle.resting");
    edit(life, 4 * MINUTE, { generation: 5, ttlSeconds: 10 });
    expect(life.wait("idleLimit")).toBe(0);
  });

  it("that were reached are lifted by a longer one, also after a restart", () => {
    const life = observe(rested(both), 2 * MINUTE, { ...CLOSED, ...AWAY });
    life.send({ type: "host.restored", at: 3 * MINUTE });
    expect(life.wait("idleLimit")).toBeUndefined();
    expect(life.ring("idleLimit").state()).toBe("idle.expired");
    edit(life, 7 * MINUTE, { ...both, generation: 2, ttlSeconds: 900 });
    expect(life.state()).toBe("idle.limited");
    expect(life.wait("idleLimit")).toBe(4 * MINUTE);
  });

  it("last no longer for a clock that was ahead before a restart: they count from the restart", () => {
    const life = observe(working(both), 90 * MINUTE, closedAt(90 * MINUTE));
    life.send({ type: "host.restored", at: 2 * MINUTE });
    expect(life.wait("idleLimit")).toBe(5 * MINUTE);
    observe(life, 3 * MINUTE, closedAt(90 * MINUTE));
    edit(life, 3 * MINUTE, { ...both, generation: 2, ttlSeconds: 120 });
    expect(life.wait("idleLimit")).toBe(MINUTE);
  });

  it("end it with the first read that can be trusted, where none could be when they were reached", () => {
    const life = observe(rested(both), 2 * MINUTE, { ...CLOSED, ...AWAY }).ring("idleLimit");
    expect(life.state()).toBe("idle.expired");
    life.send({ type: "host.restored", at: 7 * MINUTE });
    expect(life.state()).toBe("idle.expired");
    expect(observe(life, 8 * MINUTE, CLOSED).state()).toBe("terminating.revocable.proving");
  });

  it("that were reached end also one whose bead is open, while the spec asks for no work", () => {
    const life = unfinished({ maxIdleSeconds: 60 }).ring("idleLimit");
    expect(life.state()).toBe("terminating.revocable.proving");
    observe(life, 3 * MINUTE, { bead: open("al-1"), polecat: present("nux", null) });
    expect(life.state()).toBe("terminating.revocable.proving");
  });
});
