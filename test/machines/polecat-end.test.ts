import { describe, expect, it } from "vitest";
import { closed, hooked, open, present } from "./given.ts";
import type { Life } from "./life.ts";
import { begin, idle, observe, specify, working } from "./polecat-life.ts";

describe("a Polecat that is to end", () => {
  const proof = { incarnation: "alpha/nux@b", decidedAt: 30, forced: false, checks: [], consent: null };
  const ending = (): Life => specify(idle(), { generation: 2, state: "Terminated" });
  const blockedAtWork = (): Life =>
    specify(working(), { generation: 2, state: "Terminated" }).done("proveTermination", {
      ...{ at: 30, outcome: "blocked", reason: "UncommittedWork", message: "notes.txt", proof: null },
    });
  const stopping = (): Life =>
    ending().done("proveTermination", { at: 30, outcome: "proven", proof }).done("recordProof", { at: 31 });

  const nuked = (): Life =>
    stopping().done("stopSession", { at: 32 }).done("nuke", { at: 33, outcome: "nuked" });
  const missed = (life: Life, at: number, times: 1 | 2): Life =>
    observe(life, at, { bead: closed("al-1"), polecat: { seen: "absent", name: "nux", times } });

  it("proves, records, stops and nukes, in this order", () => {
    const life = ending();
    expect(life.started()).toEqual(["proveTermination"]);
    expect(life.done("proveTermination", { at: 30, outcome: "proven", proof }).started()).toEqual([
      "recordProof",
    ]);
    expect(life.done("recordProof", { at: 31 }).started()).toEqual(["stopSession"]);
    expect(life.done("stopSession", { at: 32 }).started()).toEqual(["nuke"]);
    expect(life.input()).toMatchObject({ polecat: "nux", proof });
    expect(life.done("nuke", { at: 33, outcome: "nuked" }).actions()).toEqual(["requestObservation"]);
    expect(missed(missed(life, 34, 1), 35, 2).state()).toBe("terminated");
  });

  it("comes to a state also where the facts contradict each other: gone twice, and holding its bead", () => {
    const bound = { bead: null, state: "Idle", boundTo: "nux" } as const;
    const life = observe(begin({ ...bound, managed: false }), 1, { polecat: present("nux", null) });
    specify(life, { ...bound, generation: 2, deletionTerminates: true });
    observe(life, 30, {
      bead: hooked("al-1", "nux"),
      polecat: { seen: "absent", name: "nux", times: 2 },
      holder: "nux",
    });
    expect(life.state()).toBe("terminated");
  });

  it("is not over because gt says so: two lists have to lack it, read after the nuke", () => {
    const life = nuked();
    missed(life, 32, 2);
    expect(life.state()).toBe("terminating.committed.nuked.unread");
    missed(life, 34, 1);
    expect(life.state()).toBe("terminating.committed.nuked.missed");
    expect(life.actions()).toEqual(["requestObservation"]);
    observe(life, 35, { town: { trusted: false, reason: "TownUnhealthy", message: "" } });
    expect(life.state()).toBe("terminating.committed.nuked.missed");
    expect(missed(life, 36, 2).state()).toBe("terminated");
  });

  it("waits for that evidence also over a restart, and when the end is taken back meanwhile", () => {
    const life = specify(nuked(), { generation: 3, bead: "al-2" });
    expect(life.state()).toBe("terminating.committed.nuked.unread");
    life.send({ type: "host.restored", at: 40 });
    missed(missed(life, 41, 1), 42, 2);
    expect(life.context()).toMatchObject({ incarnation: 2 });
    observe(life, 43, { bead: open("al-2") });
    expect(life.started()).toEqual(["sling"]);
  });

  it("is looked at once more when it is still there after a nuke that went through, which is reported", () => {
    const life = observe(nuked(), 34, { bead: closed("al-1"), polecat: present("nux", null, false) });
    expect(life.state()).toBe("terminating.revocable.blocked");
    expect(life.context()["blocker"]).toMatchObject({ reason: "NukeHadNoEffect" });
    expect(life.ring("proofBackoff").started()).toEqual(["proveTermination"]);
    expect(life.input()).toMatchObject({ nuked: "alpha/nux@b" });
    life.done("proveTermination", { at: 50, outcome: "replaced" });
    expect(life.state()).toBe("terminated");
  });

  it("is gone when gt has given its name to other work by then", () => {
    const life = observe(nuked(), 34, { bead: closed("al-1"), polecat: present("nux", "al-9") });
    expect(life.state()).toBe("terminated");
  });

  it("may have its own closed bead on its hook still: that is nobody else's work", () => {
    const held = { bead: closed("al-1"), polecat: present("nux", "al-1") };
    const life = specify(observe(idle(), 21, held), { generation: 2, state: "Terminated" });
    expect(life.started()).toEqual(["proveTermination"]);
    expect(life.input()).toMatchObject({ polecat: "nux", bead: "al-1" });
    life.done("proveTermination", { at: 30, outcome: "proven", proof }).done("recordProof", { at: 31 });
    expect(life.done("stopSession", { at: 32 }).started()).toEqual(["nuke"]);
    expect(life.input()).toMatchObject({ polecat: "nux", bead: "al-1", proof });
  });

  it("is still there after a nuke while its name holds its own closed bead", () => {
    const life = observe(nuked(), 34, { bead: closed("al-1"), polecat: present("nux", "al-1", false) });
    expect(life.state()).toBe("terminating.revocable.blocked");
    expect(life.context()["blocker"]).toMatchObject({ reason: "NukeHadNoEffect" });
  });

  it("is not gone while its name holds its own closed bead, as some lists go on to say", () => {
    const life = specify(idle(), { generation: 2, state: "Terminated", bead: null });
    life.done("proveTermination", {
      at: 30,
      outcome: "blocked",
      reason: "PolecatReassigned",
      message: "",
      proof: null,
    });
    observe(life, 34, { bead: null, polecat: present("nux", "al-1") });
    expect(life.state()).toBe("terminating.revocable.blocked");
    observe(life, 35, { bead: null, polecat: present("nux", "al-9") });
    expect(life.state()).toBe("terminated");
  });

  it("asks for its proof with the consent word for word, and with the policy that heeds it or not", () => {
    const life = ending();
    const blocked = { outcome: "blocked", reason: "UncommittedWork", message: "notes.txt" };
    const refuse = (at: number): Life =>
      life.done("proveTermination", { at, ...blocked, proof: { ...proof, decidedAt: at } });
    refuse(30);
    const forceConsent = "alpha/nux@b:0123";
    specify(life, { generation: 2, state: "Terminated", forceConsent });
    expect(life.input()).toMatchObject({ terminationPolicy: "Safe", forceConsent });
    refuse(31);
    specify(life, { generation: 3, state: "Terminated", forceConsent, terminationPolicy: "Force" });
    expect(life.input()).toMatchObject({ terminationPolicy: "Force", forceConsent });
  });

  it("whose end is taken back after its session was stopped remembers that, until a session is seen", () => {
    const life = specify(working(), { generation: 2, state: "Terminated" });
    const blocked = { outcome: "blocked", reason: "UncommittedWork", message: "late.txt" };
    life.done("proveTermination", { at: 30, outcome: "proven", proof }).done("recordProof", { at: 31 });
    life.done("stopSession", { at: 32 }).done("nuke", { at: 33, ...blocked });
    specify(life, { generation: 3 });
    expect(life.state()).toBe("working.suspect");
    expect(life.context()).toMatchObject({ stoppedAt: 32 });
    const hook = hooked("al-1", "nux");
    observe(life, 31, { bead: hook, polecat: present("nux", "al-1") });
    expect(life.context()).toMatchObject({ stoppedAt: 32 });
    observe(life, 34, { bead: hook, polecat: present("nux", "al-1", false) });
    expect(life.context()).toMatchObject({ stoppedAt: 32 });
    observe(life, 35, { bead: hook, polecat: present("nux", "al-1") });
    expect(life.context()).toMatchObject({ stoppedAt: null });
    expect(life.state()).toBe("working.healthy");
  });

  it("touches nothing when something is not clean, says what, and looks again later", () => {
    const life = ending().done("proveTermination", {
      at: 30,
      outcome: "blocked",
      reason: "UncommittedWork",
      message: "notes.txt",
      proof: null,
    });
    expect(life.state()).toBe("terminating.revocable.blocked");
    expect(life.started()).toEqual([]);
    expect(life.context()["blocker"]).toMatchObject({ reason: "UncommittedWork", message: "notes.txt" });
    expect(life.ring("proofBackoff").started()).toEqual(["proveTermination"]);
  });

  it("is blocked by a read that failed", () => {
    const life = ending().fail("proveTermination", { reason: "DoltDown", message: "no server", at: 30 });
    expect(life.state()).toBe("terminating.revocable.blocked");
    expect(life.context()["blocker"]).toMatchObject({ reason: "StateUnknown" });
  });

  it("proves anew after a restart, wherever it was", () => {
    const life = ending().done("proveTermination", { at: 30, outcome: "proven", proof });
    life.done("recordProof", { at: 31 }).done("stopSession", { at: 32 });
    life.send({ type: "host.restored", at: 40 });
    expect(life.state()).toBe("terminating.revocable.waiting");
    expect(observe(life, 41, { bead: closed("al-1"), polecat: present("nux", null) }).started()).toEqual([
      "proveTermination",
    ]);
  });

  it("is terminated at once where there is no polecat", () => {
    expect(observe(begin({ state: "Terminated" }), 1).state()).toBe("terminated");
  });

  it("does not nuke a polecat that gt gave to another bead", () => {
    const life = idle();
    specify(life, { generation: 2, state: "Terminated" }).done("proveTermination", {
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

  it("goes back to work when the request is taken back before the stop", () => {
    const life = specify(ending(), { generation: 3, bead: "al-2" });
    expect(life.state()).toBe("pending.slinging");
  });

  it("rests where its polecat is gone by the time that the end is taken back: nobody asks for the bead any more", () => {
    const life = blockedAtWork();
    const left = { bead: hooked("al-1", "nux") };
    observe(life, 40, { ...left, polecat: { seen: "absent", name: "nux", times: 1 } });
    specify(life, { generation: 3, state: "Idle", bead: null });
    observe(life, 41, { ...left, polecat: { seen: "absent", name: "nux", times: 2 } });
    expect(life.state()).toBe("idle.resting");
    expect(life.started()).toEqual([]);
    expect(life.context()).toMatchObject({ assignedBead: null, polecatName: null });
  });

  it("slings what is asked for now where its polecat is gone by the time that the end is taken back", () => {
    const life = blockedAtWork();
    const left = { bead: hooked("al-1", "nux") };
    observe(life, 40, { ...left, polecat: { seen: "absent", name: "nux", times: 1 } });
    specify(life, { generation: 3, bead: "al-2" });
    observe(life, 41, { ...left, polecat: { seen: "absent", name: "nux", times: 2 } });
    expect(life.started()).toEqual(["sling"]);
    expect(life.input()).toMatchObject({ bead: "al-2", polecat: null });
  });

  it("does not believe reads from before its nuke in its next life", () => {
    const life = specify(nuked(), { generation: 3 });
    observe(life, 32, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") });
    expect(life.state()).toBe("terminating.committed.nuked.unread");
    missed(missed(life, 34, 1), 35, 2);
    expect(life.state()).toBe("unobserved");
    expect(observe(life, 36).started()).toEqual(["sling"]);
  });

  it("is not stopped when it was paused during its proof", () => {
    const life = ending().done("proveTermination", { at: 30, outcome: "proven", proof });
    specify(life, { generation: 3, state: "Terminated", paused: true }).done("recordProof", { at: 31 });
    expect(life.state()).toBe("terminating.revocable.waiting");
    expect(life.started()).toEqual([]);
    specify(life, { generation: 4, state: "Terminated" });
    expect(life.started()).toEqual(["proveTermination"]);
  });

  it("begins a new incarnation when the spec changes after the end", () => {
    const life = missed(missed(nuked(), 34, 1), 35, 2);
    specify(life, { generation: 3, bead: "al-2" });
    observe(life, 36, { bead: open("al-2") });
    expect(life.state()).toBe("pending.slinging");
    expect(life.context()).toMatchObject({ incarnation: 2 });
  });

  it("has the bead in work that was found on a hook, although the sling's answer was lost", () => {
    const life = observe(begin(), 1).fail("sling", { reason: "Timeout", message: "no answer", at: 10 });
    specify(life, { generation: 2, deletionTerminates: true });
    observe(life, 11, { bead: hooked("al-1", "nux"), holder: "nux" });
    observe(life, 12, { bead: hooked("al-1", "nux"), holder: "nux", polecat: present("nux", "al-1") });
    expect(life.state()).toBe("terminating.revocable.proving");
    expect(life.input()).toMatchObject({ polecat: "nux", bead: "al-1", automatic: true });
  });

  it("has the polecat of a lost sling whose bead closed before it was seen on a hook", () => {
    const life = observe(begin(), 1).fail("sling", { reason: "Timeout", message: "no answer", at: 10 });
    specify(life, { generation: 2, state: "Terminated" });
    observe(life, 11, { bead: closed("al-1"), finisher: "nux" });
    expect(life.state()).not.toBe("terminated");
    observe(life, 12, { bead: closed("al-1"), finisher: "nux", polecat: present("nux", null) });
    expect(life.state()).toBe("terminating.revocable.proving");
    expect(life.input()).toMatchObject({ polecat: "nux", bead: null });
  });
});
