import { describe, expect, it } from "vitest";
import { closed, hooked, open, present } from "./given.ts";
import type { Life } from "./life.ts";
import { begin, idle, observe, slung, wish } from "./polecat-life.ts";

describe("a Polecat that is to end", () => {
  const proof = { incarnation: "alpha/nux@b", decidedAt: 30, forced: false, checks: [] };
  const ending = (): Life => wish(idle(), { generation: 2, desired: "Terminated" });
  const stopping = (): Life =>
    ending().done("proveTermination", { at: 30, outcome: "proven", proof }).done("recordProof", { at: 31 });

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

  it("does not believe reads from before its nuke in its next life", () => {
    const life = stopping().done("stopSession", { at: 32 }).done("nuke", { at: 33, outcome: "nuked" });
    expect(life.actions()).toEqual(["requestObservation"]);
    wish(life, { generation: 3 });
    expect(life.state()).toBe("unobserved");
    observe(life, 32, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
    expect(life.state()).toBe("unobserved");
    expect(observe(life, 34).started()).toEqual(["sling"]);
  });

  it("begins a new incarnation at once when the wish was taken back too late to save the polecat", () => {
    const life = wish(stopping(), { generation: 3, bead: "al-2" });
    life.done("stopSession", { at: 32 }).done("nuke", { at: 33, outcome: "nuked" });
    observe(life, 34, { bead: open("al-2") });
    expect(life.started()).toEqual(["sling"]);
    expect(life.context()).toMatchObject({ incarnation: 2 });
  });

  it("is not stopped when it was paused during its proof", () => {
    const life = ending().done("proveTermination", { at: 30, outcome: "proven", proof });
    wish(life, { generation: 3, desired: "Terminated", paused: true }).done("recordProof", { at: 31 });
    expect(life.state()).toBe("terminating.waiting");
    expect(life.started()).toEqual([]);
    wish(life, { generation: 4, desired: "Terminated" });
    expect(life.started()).toEqual(["proveTermination"]);
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

  it("has the bead in work that was found on a hook, although the sling's answer was lost", () => {
    const life = observe(begin(), 1).fail("sling", { reason: "Timeout", message: "no answer", at: 10 });
    wish(life, { generation: 2, deletionTerminates: true });
    observe(life, 11, { bead: hooked("al-1", "nux"), holder: "nux" });
    observe(life, 12, { bead: hooked("al-1", "nux"), holder: "nux", polecat: present("nux", "al-1") });
    expect(life.state()).toBe("terminating.proving");
    expect(life.input()).toMatchObject({ polecat: "nux", bead: "al-1", automatic: true });
  });

  it("has the polecat of a lost sling whose bead closed before it was seen on a hook", () => {
    const life = observe(begin(), 1).fail("sling", { reason: "Timeout", message: "no answer", at: 10 });
    wish(life, { generation: 2, desired: "Terminated" });
    observe(life, 11, { bead: closed("al-1"), finisher: "nux" });
    expect(life.state()).not.toBe("terminated");
    observe(life, 12, { bead: closed("al-1"), finisher: "nux", polecat: present("nux", null) });
    expect(life.state()).toBe("terminating.proving");
    expect(life.input()).toMatchObject({ polecat: "nux", bead: null });
  });

  describe("by itself, after its idle limit", () => {
    const rested = { bead: closed("al-1"), polecat: present("nux", null) };
    const limited = (): Life => observe(slung(observe(begin({ idleLimitSeconds: 60 }), 1), 10), 11, rested);

    it("proves that nobody needs it", () => {
      const life = limited();
      expect(life.state()).toBe("idle.limited");
      life.ring("idleLimit");
      expect(life.started()).toEqual(["proveTermination"]);
      expect(life.input()).toMatchObject({ automatic: true });
    });

    it("stays idle until the town can be trusted", () => {
      const life = observe(limited(), 12, {
        town: { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
      });
      expect(life.ring("idleLimit").state()).toBe("idle.expired");
      life.send({ type: "host.restored", at: 20 });
      expect(life.state()).toBe("idle.expired");
      expect(observe(life, 21, rested).state()).toBe("terminating.proving");
    });

    it("waits anew when the spec changes meanwhile", () => {
      const life = limited().send({ type: "host.restored", at: 20 }).ring("idleLimit");
      expect(wish(life, { generation: 2, idleLimitSeconds: 90 }).state()).toBe("idle.limited");
    });
  });
});
