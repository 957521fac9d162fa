import { describe, expect, it } from "vitest";
import { polecatMachine, type PolecatFacts, type PolecatWish } from "../../machines/index.ts";
import { closed, hooked, open, polecatFacts, polecatWish, present } from "./given.ts";
import { live, type Life } from "./life.ts";

const begin = (wish: Partial<PolecatWish> = {}, remembered: object = {}): Life =>
  live(polecatMachine, {
    uid: "u1",
    wish: polecatWish(wish),
    polecatName: null,
    assignedBead: null,
    stuckThresholdMs: 900_000,
    ...remembered,
  });
const observe = (life: Life, at: number, facts: Partial<PolecatFacts> = {}): Life =>
  life.send({ type: "town.observed", at, facts: polecatFacts(at, facts) });
const wish = (life: Life, changes: Partial<PolecatWish>): Life =>
  life.send({ type: "spec.observed", at: 0, wish: polecatWish(changes) });
const slung = (life: Life, at: number, polecat = "nux", bead = "al-1"): Life =>
  life.done("sling", { at, outcome: "slung", bead, polecat, branch: null });

const working = (): Life => {
  const life = slung(observe(begin(), 1), 10);
  return observe(life, 11, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
};
const idle = (): Life => observe(working(), 20, { bead: closed("al-1"), polecat: present("nux", null) });

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
    const life = wish(idle(), { generation: 2, bead: "al-2" });
    expect(life.state()).toBe("pending.slinging");
    expect(life.input()).toMatchObject({ bead: "al-2", polecat: "nux" });
  });

  it("keeps a changed beadID waiting until the bead in work closes", () => {
    const life = wish(working(), { generation: 2, bead: "al-2" });
    expect(life.state()).toBe("working.healthy");
    observe(life, 20, { bead: closed("al-1"), polecat: present("nux", null) });
    expect(life.state()).toBe("pending.slinging");
    expect(life.input()).toMatchObject({ bead: "al-2", polecat: "nux" });
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

  it("is slung again when its closed bead is reopened", () => {
    const life = observe(idle(), 30, { bead: open("al-1"), polecat: present("nux", null) });
    expect(life.state()).toBe("pending.slinging");
  });

  it("takes over the polecat that has its bead already", () => {
    const life = observe(begin(), 1, { bead: hooked("al-1", "slit"), holder: "slit" });
    expect(life.state()).toBe("working.healthy");
    expect(life.context()["polecatName"]).toBe("slit");
  });

  it("turns suspect when the session dies with the bead on its hook, and stuck past the threshold", () => {
    const life = observe(working(), 20, {
      bead: hooked("al-1", "nux"),
      polecat: present("nux", "al-1", false),
    });
    expect(life.state()).toBe("working.suspect");
    expect(life.ring("stuckThreshold").state()).toBe("working.stuck");
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
  const waits: [string, Partial<PolecatWish>, Partial<PolecatFacts>][] = [
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
    expect(life.context()["obstacle"]).toMatchObject({ reason: "SlingRefused", message: "respawn limit" });
    wish(life, { generation: 2 });
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

describe("a Polecat that only observes", () => {
  it("follows the town and never starts a service", () => {
    const life = begin({ managed: false, boundTo: "nux", bead: null, desired: "Idle" });
    const seen = (at: number, polecat: PolecatFacts["polecat"]): string => {
      observe(life, at, { bead: null, polecat });
      expect(life.started()).toEqual([]);
      return life.state();
    };
    expect(seen(1, present("nux", "al-1"))).toBe("working.healthy");
    expect(seen(2, present("nux", null))).toBe("idle.resting");
    expect(seen(3, { seen: "absent", name: "nux", times: 1 })).toBe("idle.resting");
    expect(seen(4, { seen: "absent", name: "nux", times: 2 })).toBe("terminated");
    expect(seen(5, present("nux", "al-2"))).toBe("working.healthy");
  });
});

describe("a Polecat that is to end", () => {
  const proof = { incarnation: "alpha/nux@b", decidedAt: 30, forced: false, checks: [] };
  const ending = (): Life => wish(idle(), { generation: 2, desired: "Terminated" });

  it("proves, records, stops and nukes, in this order", () => {
    const life = ending();
    expect(life.started()).toEqual(["proveTermination"]);
    expect(life.done("proveTermination", { at: 30, outcome: "proven", proof }).started()).toEqual([
      "recordProof",
    ]);
    expect(life.done("recordProof", { at: 31 }).started()).toEqual(["stopSession"]);
    expect(life.done("stopSession", { at: 32 }).started()).toEqual(["nuke"]);
    expect(life.input()).toMatchObject({ polecat: "nux", proof });
    expect(life.done("nuke", { at: 33, outcome: "nuked" }).state()).toBe("terminated");
  });

  it("touches nothing when something is not clean, says what, and looks again later", () => {
    const life = ending().done("proveTermination", {
      at: 30,
      outcome: "blocked",
      reason: "UncommittedWork",
      message: "notes.txt",
      proof: null,
    });
    expect(life.state()).toBe("terminating.blocked");
    expect(life.started()).toEqual([]);
    expect(life.context()["obstacle"]).toMatchObject({ reason: "UncommittedWork", message: "notes.txt" });
    expect(life.ring("proofBackoff").started()).toEqual(["proveTermination"]);
  });

  it("is blocked by a read that failed", () => {
    const life = ending().fail("proveTermination", { reason: "DoltDown", message: "no server", at: 30 });
    expect(life.state()).toBe("terminating.blocked");
    expect(life.context()["obstacle"]).toMatchObject({ reason: "StateUnknown" });
  });

  it("proves anew after a restart, wherever it was", () => {
    const life = ending().done("proveTermination", { at: 30, outcome: "proven", proof });
    life.done("recordProof", { at: 31 }).done("stopSession", { at: 32 });
    life.send({ type: "host.restored", at: 40 });
    expect(life.state()).toBe("terminating.waiting");
    expect(observe(life, 41, { bead: closed("al-1"), polecat: present("nux", null) }).started()).toEqual([
      "proveTermination",
    ]);
  });

  it("is terminated at once where there is no polecat", () => {
    expect(observe(begin({ desired: "Terminated" }), 1).state()).toBe("terminated");
  });

  it("does not nuke a polecat that gt gave to another bead", () => {
    const life = idle();
    wish(life, { generation: 2, desired: "Terminated" }).done("proveTermination", {
      at: 30,
      outcome: "blocked",
      reason: "OpenMergeRequest",
      message: "",
      proof: null,
    });
    observe(life, 31, { bead: closed("al-1"), polecat: present("nux", "al-9") });
    expect(life.state()).toBe("terminated");
    expect(life.started()).toEqual([]);
  });

  it("goes back to work when the wish is taken back before the stop", () => {
    const life = wish(ending(), { generation: 3, bead: "al-2" });
    expect(life.state()).toBe("pending.slinging");
  });

  it("begins a new incarnation when the spec changes after the end", () => {
    const life = ending().done("proveTermination", { at: 30, outcome: "proven", proof });
    life
      .done("recordProof", { at: 31 })
      .done("stopSession", { at: 32 })
      .done("nuke", { at: 33, outcome: "nuked" });
    wish(life, { generation: 3, bead: "al-2" });
    observe(life, 34, { bead: open("al-2") });
    expect(life.state()).toBe("pending.slinging");
    expect(life.context()).toMatchObject({ incarnation: 2 });
  });

  it("ends by itself after its idle limit", () => {
    const life = observe(slung(observe(begin({ idleLimitSeconds: 60 }), 1), 10), 11, {
      bead: closed("al-1"),
      polecat: present("nux", null),
    });
    expect(life.state()).toBe("idle.limited");
    life.ring("idleLimit");
    expect(life.started()).toEqual(["proveTermination"]);
    expect(life.input()).toMatchObject({ automatic: true });
  });
});
