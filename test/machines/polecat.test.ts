import { describe, expect, it } from "vitest";
import type { PolecatFacts, DesiredPolecat } from "../../machines/index.ts";
import { closed, hooked, open, present, desiredPolecat } from "./given.ts";
import { begin, idle, observe, slung, specify, working } from "./polecat-life.ts";

describe("a Polecat that works", () => {
  it("asks gt for nothing before the town was read", () => {
    const life = begin();
    expect(life.state()).toBe("unobserved");
    expect(life.started()).toEqual([]);
  });

  it("is slung once its bead reads open in a trusted town", () => {
    const life = observe(begin(), 1);
    expect(life.state()).toBe("pending.slinging");
    expect(life.input()).toMatchObject({ rig: "alpha", bead: "al-1", polecat: null });
  });

  it("works under the name that gt gave", () => {
    const life = working();
    expect(life.state()).toBe("working.healthy");
    expect(life.context()).toMatchObject({ polecatName: "nux", assignedBead: "al-1" });
  });

  it("does not believe reads that began before its own sling ended", () => {
    const life = slung(observe(begin(), 1), 10);
    observe(life, 9, { polecat: { seen: "absent", name: "nux", times: 2 }, bead: closed("al-1") });
    expect(life.state()).toBe("working.healthy");
  });

  it("becomes idle when the bead reads closed, and not when the read failed", () => {
    const life = working();
    observe(life, 12, {
      town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
      bead: { reading: "unknown", id: "al-1", message: "Dolt is not running" },
      polecat: { seen: "unknown", name: "nux" },
    });
    expect(life.state()).toBe("working.healthy");
    expect(observe(life, 13, { bead: closed("al-1"), polecat: present("nux", null) }).state()).toBe(
      "idle.resting",
    );
  });

  it("works again on its own polecat when beadID changes", () => {
    const life = specify(idle(), { generation: 2, bead: "al-2" });
    expect(life.state()).toBe("pending.slinging");
    expect(life.input()).toMatchObject({ bead: "al-2", polecat: "nux" });
  });

  it("rests when the next bead is closed before it is slung, and does not take up the one before", () => {
    const life = specify(idle(), { generation: 2, bead: "al-2" });
    life.done("sling", { at: 29, outcome: "beadClosed" });
    observe(life, 30, { bead: closed("al-2"), polecat: present("nux", null) });
    expect(life.state()).toBe("idle.resting");
    observe(life, 31, { bead: closed("al-2"), polecat: present("nux", null) });
    expect(life.state()).toBe("idle.resting");
    expect(life.context()).toMatchObject({ assignedBead: null, closedBead: "al-2" });
  });

  it("remembers that the sling has read its bead as closed, and asks for the one that the spec names next", () => {
    const life = specify(idle(), { generation: 2, bead: "al-2" });
    life.done("sling", { at: 29, outcome: "beadClosed", closed: "al-2" });
    expect(life.context()).toMatchObject({ closedBead: "al-2", assignedBead: null });
    specify(life, { generation: 3, bead: "al-3" });
    observe(life, 30, { bead: open("al-3"), polecat: present("nux", null) });
    expect(life.state()).toBe("pending.slinging");
    expect(life.input()).toMatchObject({ bead: "al-3" });
  });

  it("takes nothing for closed on a sling that only says that its bead was deleted", () => {
    const life = specify(idle(), { generation: 2, bead: "al-2" });
    life.done("sling", { at: 29, outcome: "beadClosed", closed: null });
    expect(life.context()).toMatchObject({ closedBead: "al-1" });
  });

  it("keeps a changed beadID waiting until the bead in work closes", () => {
    const life = specify(working(), { generation: 2, bead: "al-2" });
    expect(life.state()).toBe("working.healthy");
    observe(life, 20, { bead: closed("al-1"), polecat: present("nux", null) });
    expect(life.state()).toBe("pending.slinging");
    expect(life.input()).toMatchObject({ bead: "al-2", polecat: "nux" });
  });

  it("follows its bead to the polecat that gt gave it to, and drives that one", () => {
    const life = observe(working(), 20, {
      bead: hooked("al-1", "slit"),
      polecat: present("nux", null),
      holder: "slit",
    });
    expect(life.state()).toBe("working.healthy");
    expect(life.context()).toMatchObject({ polecatName: "slit", assignedBead: "al-1" });
  });

  it("is not called idle for the polecat that it had before, once it only observes", () => {
    const life = observe(working(), 20, {
      bead: hooked("al-1", "slit"),
      polecat: present("nux", null),
      holder: "slit",
    });
    expect(specify(life, { generation: 2, managed: false }).state()).toBe("working.healthy");
  });

  it("is slung again when its polecat was nuked outside, seen twice", () => {
    const life = observe(working(), 20, {
      bead: open("al-1"),
      polecat: { seen: "absent", name: "nux", times: 1 },
    });
    expect(life.state()).toBe("pending.slinging");
  });

  it("is not slung again while one list alone lacks a polecat whose bead is still hooked", () => {
    const life = observe(working(), 20, {
      bead: hooked("al-1", "nux"),
      polecat: { seen: "absent", name: "nux", times: 1 },
    });
    expect(life.state()).toBe("working.healthy");
  });

  it("releases its name when gt gave it anew and another Polecat works under it", () => {
    const life = working();
    const taken = {
      seen: "present",
      name: "nux",
      state: "working",
      issue: "al-2",
      sessionRunning: true,
    } as const;
    observe(life, 21, { polecat: taken, bead: hooked("al-1", "nux") });
    expect(life.state()).toBe("working.healthy");
    const admission = { granted: false, reason: "BeadHeldElsewhere", message: "al-1 is hooked" } as const;
    observe(life, 22, { polecat: { ...taken, isAnothers: true }, bead: hooked("al-1", "nux"), admission });
    expect(life.state()).toBe("pending.waiting");
    observe(life, 23, { polecat: { ...taken, isAnothers: true }, bead: hooked("al-1", "nux"), admission });
    expect(life.context()).toMatchObject({ polecatName: null, assignedBead: null });
  });

  it("releases its polecat with the read that shows its bead closed and the polecat given to another", () => {
    const polecat: PolecatFacts["polecat"] = {
      seen: "present",
      name: "nux",
      state: "working",
      issue: "al-2",
      sessionRunning: true,
      isAnothers: true,
    };
    const life = observe(working(), 21, { polecat, bead: closed("al-1") });
    expect(life.state()).toBe("idle.resting");
    expect(life.context()).toMatchObject({ polecatName: null, closedBead: "al-1", branch: null });
    specify(life, { generation: 2, bead: "al-2" });
    expect(life.context().polecatName).toBeNull();
  });

  it.each(["tombstone"])("fails where its bead is %s, and goes on once it is open", (status) => {
    const life = observe(working(), 20, {
      bead: { reading: "known", id: "al-1", status, assignee: null },
      polecat: present("nux", null),
    });
    expect(life.state()).toBe("failed");
    expect(life.context().blocker).toMatchObject({ reason: "BeadEnded" });
    observe(life, 21, { bead: open("al-1"), polecat: present("nux", null) });
    expect(life.state()).toBe("pending.slinging");
  });

  it("works on the bead that the spec names next where the one in work was deleted", () => {
    const life = observe(working(), 20, {
      bead: { reading: "known", id: "al-1", status: "tombstone", assignee: null },
      polecat: present("nux", null),
    });
    expect(life.state()).toBe("failed");
    specify(life, { generation: 2, bead: "al-2" });
    expect(life.input()).toMatchObject({ bead: "al-2" });
  });

  it.each<[string, PolecatFacts["bead"]]>([
    ["deleted", { reading: "known", id: "al-1", status: "tombstone", assignee: null }],
    ["purged", { reading: "missing", id: "al-1", times: 2 }],
  ])("stays Idle where its closed bead is %s later", (_how, bead) => {
    expect(observe(idle(), 30, { bead, polecat: present("nux", null) }).state()).toMatch(/^idle/);
  });

  it("works on while its bead has a status that nobody knows, and never calls that done", () => {
    const life = observe(working(), 20, {
      bead: { reading: "known", id: "al-1", status: "shipped", assignee: "alpha/polecats/nux" },
      polecat: present("nux", null),
    });
    expect(life.state()).toBe("working.healthy");
  });

  it("is slung again when its closed bead is reopened", () => {
    const life = observe(idle(), 30, { bead: open("al-1"), polecat: present("nux", null) });
    expect(life.state()).toBe("pending.slinging");
  });

  it("releases a bead that went back to open when it is to rest", () => {
    const life = working();
    life.send({ type: "spec.observed", at: 19, desired: desiredPolecat({ generation: 2, state: "Idle" }) });
    observe(life, 20, { bead: open("al-1"), polecat: { seen: "absent", name: "nux", times: 1 } });
    expect(life.state()).toBe("idle.resting");
    expect(life.context()["assignedBead"]).toBeNull();
    observe(life, 21, { bead: open("al-1"), polecat: { seen: "absent", name: "nux", times: 2 } });
    expect(life.context()["polecatName"]).toBeNull();
  });

  it("takes over the polecat that has its bead already", () => {
    const life = observe(begin(), 1, { bead: hooked("al-1", "slit"), holder: "slit" });
    expect(life.state()).toBe("working.healthy");
    expect(life.context()["polecatName"]).toBe("slit");
  });

  it("drives the polecat of a sling during which the operator ended, although the bead has closed since", () => {
    const life = observe(begin(), 1);
    life.send({ type: "host.restored", at: 10 });
    observe(life, 11, { bead: closed("al-1"), finisher: "slit" });
    expect(life.state()).toBe("idle.resting");
    expect(life.context()).toMatchObject({ polecatName: "slit", lostSling: null });
  });

  it("does not take the polecat that closed its bead without a sling of its own", () => {
    const life = observe(begin(), 1, { bead: closed("al-1"), finisher: "slit" });
    expect(life.state()).toBe("idle.resting");
    expect(life.context()["polecatName"]).toBeNull();
  });

  it("turns suspect when the session dies with the bead on its hook, and stuck past the threshold", () => {
    const life = observe(working(), 20, {
      bead: hooked("al-1", "nux"),
      polecat: present("nux", "al-1", false),
    });
    expect(life.state()).toBe("working.suspect");
    expect(life.ring("stuckThreshold").state()).toBe("working.stuck.watching");
    observe(life, 21, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
    expect(life.state()).toBe("working.healthy");
  });

  it("releases an idle polecat that gt gave to another bead", () => {
    const life = observe(idle(), 30, { bead: closed("al-1"), polecat: present("nux", "al-9") });
    expect(life.context()["polecatName"]).toBeNull();
    expect(life.state()).toBe("idle.resting");
  });
});

describe("a Polecat that waits", () => {
  const waits: [string, Partial<DesiredPolecat>, Partial<PolecatFacts>][] = [
    ["its rig is degraded", {}, { rig: { usable: false, reason: "RigDegraded", message: "no path" } }],
    ["it is paused", { paused: true }, {}],
    ["executionMode is kubernetes", { local: false }, {}],
    ["it is not admitted", {}, { admission: { granted: false, reason: "NoCapacity", message: "8 of 8" } }],
  ];
  it.each(waits)("is not slung while %s", (_, spec, facts) => {
    const life = observe(begin(spec), 1, facts);
    expect(life.state()).toBe("pending.waiting");
    expect(life.started()).toEqual([]);
  });

  it("backs off after a postponed sling and tries again", () => {
    const life = observe(begin(), 1).done("sling", {
      at: 2,
      outcome: "postponed",
      reason: "NoCapacity",
      message: "",
    });
    expect(life.state()).toBe("pending.backingOff");
    observe(life, 3);
    expect(life.ring("slingBackoff").state()).toBe("pending.slinging");
  });

  it("tries at once when gt is back after an outage", () => {
    const life = observe(begin(), 1).fail("sling", { reason: "GtMissing", message: "no gt", at: 2 });
    expect(life.state()).toBe("pending.backingOff");
    expect(observe(life, 3).state()).toBe("pending.slinging");
  });

  it("fails with the reason after three refusals, and tries again after a change of the spec", () => {
    const life = observe(begin(), 1);
    for (const at of [2, 4]) {
      life.done("sling", { at, outcome: "refused", message: "respawn limit" });
      observe(life, at + 1);
      life.ring("slingBackoff");
    }
    life.done("sling", { at: 6, outcome: "refused", message: "respawn limit" });
    expect(life.state()).toBe("failed");
    expect(life.context()["blocker"]).toMatchObject({ reason: "SlingRefused", message: "respawn limit" });
    specify(life, { generation: 2 });
    observe(life, 7);
    expect(life.state()).toBe("pending.slinging");
  });

  it("fails when the bead is missing twice in a trusted town, and recovers when it appears", () => {
    const life = observe(begin(), 1, { bead: { reading: "missing", id: "al-1", times: 1 } });
    expect(life.state()).toBe("unobserved");
    observe(life, 2, { bead: { reading: "missing", id: "al-1", times: 2 } });
    expect(life.state()).toBe("failed");
    expect(observe(life, 3).state()).toBe("pending.slinging");
  });
});
