import { describe, expect, it } from "vitest";
import { podAtWork, podLife, sight } from "./pod-life.ts";

const proof = { incarnation: "u1", decidedAt: 1, forced: false, checks: [], consent: null };

describe("A polecat in a pod that is to work", () => {
  it("decides nothing before pods and town were read", () => {
    const polecat = podLife();
    expect(polecat.state()).toBe("unobserved");
    expect(polecat.pods().state()).toBe("unobserved");
    expect(polecat.bead("open").state()).toBe("pending.claiming");
  });

  it("takes its bead, makes its first pod, and works once the agent runs", () => {
    const polecat = podLife().pods().bead("open");
    expect(polecat.life.input()).toEqual({ uid: "u1", bead: "al-1", attempt: 0 });
    polecat.well("claimBead");
    expect(polecat.life.input()).toEqual({ uid: "u1", bead: "al-1", attempt: 1 });
    expect(polecat.well("ensurePod").state()).toBe("pending.made");
    expect(polecat.pods(sight(1, "starting")).state()).toBe("starting");
    polecat.bead("in_progress").pods(sight(1, "running"));
    expect(polecat.state()).toBe("attempt.working.healthy");
    expect(polecat.life.hasTag("Working")).toBe(true);
  });

  it("makes none while something forbids it", () => {
    const objection = { reason: "ImageNotAllowed", message: "no" };
    const polecat = podLife({ objection }).pods().bead("open");
    expect(polecat.state()).toBe("pending.waiting");
    expect(polecat.desired({ objection: null }).state()).toBe("pending.claiming");
    expect(podLife({ paused: true }).pods().bead("open").state()).toBe("pending.waiting");
  });

  it("uses up no attempt where the API server takes no pod", () => {
    const polecat = podLife().pods().bead("open").well("claimBead").refused("ensurePod", "QuotaExceeded");
    expect(polecat.state()).toBe("pending.backingOff");
    expect(polecat.life.context()).toMatchObject({
      attempt: 1,
      failures: 0,
      blocker: { reason: "QuotaExceeded" },
    });
    polecat.ring("attemptBackoff").well("claimBead");
    expect(polecat.life.input()).toMatchObject({ attempt: 1 });
  });

  it("asks again, for the same pod, after a restart in the middle", () => {
    const polecat = podLife().pods().bead("open").well("claimBead").restart();
    expect(polecat.state()).toBe("pending.waiting");
    polecat.pods().bead("in_progress").well("claimBead");
    expect(polecat.life.input()).toMatchObject({ attempt: 1 });
  });

  it("keeps its phase over a restart, until its pods are read", () => {
    const starting = podLife()
      .pods()
      .bead("open")
      .well("claimBead")
      .well("ensurePod")
      .pods(sight(1, "starting"));
    expect(starting.restart().state()).toBe("starting");
    expect(podAtWork().restart().state()).toBe("attempt.working.healthy");
  });

  it("follows a pod that it has forgotten", () => {
    const polecat = podLife().pods(sight(4, "running")).bead("in_progress");
    expect(polecat.state()).toBe("attempt.working.healthy");
    expect(polecat.life.context()).toMatchObject({ attempt: 4, bead: "al-1" });
  });
});

describe("A polecat whose agent gives no sign of life", () => {
  it("is stuck after a while, and nothing is ended for that", () => {
    const polecat = podAtWork().pods(sight(1, "silent"));
    expect(polecat.state()).toBe("attempt.working.suspect");
    expect(polecat.ring("silence").state()).toBe("attempt.working.stuck");
    expect(polecat.life.started()).toEqual([]);
    expect(polecat.pods(sight(1, "running")).state()).toBe("attempt.working.healthy");
  });
});

describe("A polecat whose pod has ended", () => {
  it("was evicted: the next attempt follows, and nothing is counted", () => {
    const polecat = podAtWork().pods(sight(1, "disrupted", { cause: "Evicted" }));
    expect(polecat.state()).toBe("pending.backingOff");
    expect(polecat.life.context()).toMatchObject({ failures: 0, blocker: { reason: "Evicted" } });
    polecat.ring("attemptBackoff").well("claimBead");
    expect(polecat.life.input()).toMatchObject({ attempt: 2 });
  });

  it("failed by itself: that counts, and after the last one it is Failed with the cause", () => {
    const polecat = podAtWork();
    for (const attempt of [1, 2, 3]) {
      polecat.pods(sight(attempt, "running")).pods(sight(attempt, "failed", { cause: "OutOfMemory" }));
      expect(polecat.life.context()["failures"]).toBe(attempt);
      if (attempt < 3) polecat.ring("attemptBackoff").well("claimBead").well("ensurePod");
    }
    expect(polecat.state()).toBe("failed");
    expect(polecat.life.context()["blocker"]).toMatchObject({ reason: "OutOfMemory" });
    expect(polecat.desired({}).state()).toBe("pending.claiming");
  });

  it("left no word: the remote is asked before anything follows", () => {
    const polecat = podAtWork().pods(sight(1, "disrupted", { isReported: false }));
    expect(polecat.state()).toBe("attempt.askingRemote");
    expect(polecat.refused("askRemote", "RemoteUnreachable").state()).toBe("attempt.blocked");
    expect(polecat.ring("proofBackoff").state()).toBe("attempt.askingRemote");
    expect(polecat.well("askRemote").state()).toBe("pending.backingOff");
  });

  it("is not there any more: that is a gap, too", () => {
    const polecat = podAtWork().pods();
    expect(polecat.state()).toBe("attempt.askingRemote");
    expect(polecat.well("askRemote").state()).toBe("pending.backingOff");
  });

  it("may run still on a node that does not answer: nothing follows", () => {
    const polecat = podAtWork().pods(sight(1, "lost"));
    expect(polecat.state()).toBe("attempt.lost");
    expect(polecat.pods(sight(1, "ending")).state()).toBe("attempt.ending");
    expect(polecat.life.started()).toEqual([]);
    expect(polecat.pods(sight(1, "disrupted")).state()).toBe("pending.backingOff");
  });

  it("has another one beside it that runs still: nothing follows", () => {
    const polecat = podAtWork().pods(sight(1, "running"), sight(2, "failed"));
    expect(polecat.life.context()).toMatchObject({ attempt: 2, failures: 0 });
    expect(polecat.life.started()).toEqual([]);
  });
});

describe("A polecat whose agent has ended well", () => {
  it("hands its work over, and rests once the bead reads closed", () => {
    const polecat = podAtWork().pods(sight(1, "done"));
    expect(polecat.state()).toBe("attempt.handingOver");
    expect(polecat.well("handOver").state()).toBe("attempt.handedOver");
    expect(polecat.pods(sight(1, "done")).bead("closed").state()).toBe("idle");
    expect(polecat.life.context()).toMatchObject({ bead: null, closedBead: "al-1", judgedAttempt: 1 });
  });

  it("waits where the hand-over is refused, and says why", () => {
    const polecat = podAtWork().pods(sight(1, "done")).refused("handOver", "UncommittedWork");
    expect(polecat.state()).toBe("attempt.blocked");
    expect(polecat.life.context()["blocker"]).toMatchObject({ reason: "UncommittedWork" });
    expect(polecat.ring("proofBackoff").state()).toBe("attempt.handingOver");
  });

  it("hands nothing over without the warden's word", () => {
    const polecat = podAtWork()
      .pods(sight(1, "done", { isReported: false }))
      .well("askRemote");
    expect(polecat.state()).toBe("pending.backingOff");
  });

  it("hands nothing over while it is paused", () => {
    const polecat = podAtWork().desired({ paused: true }).pods(sight(1, "done"));
    expect(polecat.life.started()).toEqual([]);
    expect(polecat.desired({ paused: false }).state()).toBe("attempt.handingOver");
  });

  it("hands over once more where the town has not closed the bead", () => {
    const polecat = podAtWork().pods(sight(1, "done")).well("handOver");
    expect(polecat.pods(sight(1, "done")).bead("in_progress").state()).toBe("attempt.blocked");
    expect(polecat.ring("proofBackoff").state()).toBe("attempt.handingOver");
  });
});

describe("The end of a polecat in a pod", () => {
  it("is proven, recorded, and only then carried out: pod, last word, bead", () => {
    const polecat = podAtWork().desired({ state: "Terminated" });
    expect(polecat.state()).toBe("terminating.revocable.proving");
    expect(polecat.well("proveEnd", { proof }).state()).toBe("terminating.revocable.recording");
    expect(polecat.well("recordProof").state()).toBe("terminating.committed.stopping");
    expect(polecat.well("endPod").state()).toBe("terminating.committed.waiting");
    expect(polecat.pods(sight(1, "ending")).state()).toBe("terminating.committed.waiting");
    expect(polecat.pods(sight(1, "disrupted")).state()).toBe("terminating.committed.releasing");
    expect(polecat.well("releaseBead").state()).toBe("terminated");
  });

  it("is blocked by what is not saved, and may be taken back", () => {
    const polecat = podAtWork().desired({ state: "Terminated" }).refused("proveEnd", "UncommittedWork");
    expect(polecat.state()).toBe("terminating.revocable.blocked");
    expect(polecat.life.hasTag("blocked")).toBe(true);
    expect(polecat.desired({ state: "Working" }).state()).toBe("attempt.working.healthy");
  });

  it("is not taken back once the pod was asked to end", () => {
    const polecat = podAtWork()
      .desired({ state: "Terminated" })
      .well("proveEnd", { proof })
      .well("recordProof");
    expect(polecat.desired({ state: "Working" }).state()).toBe("terminating.committed.stopping");
  });

  it("asks the remote where the pod has left no word", () => {
    const polecat = podAtWork().desired({ state: "Terminated" }).well("proveEnd", { proof });
    polecat.well("recordProof").well("endPod").pods();
    expect(polecat.state()).toBe("terminating.committed.askingRemote");
    expect(polecat.well("askRemoteAtEnd").state()).toBe("terminating.committed.releasing");
  });

  it("asks once more after a restart in the middle", () => {
    const polecat = podAtWork()
      .desired({ state: "Terminated" })
      .well("proveEnd", { proof })
      .well("recordProof");
    expect(polecat.restart().life.started()).toEqual(["endPod"]);
  });

  it("is nothing where there is no pod and no bead; a later desired begins anew", () => {
    const polecat = podLife({ state: "Terminated" }).pods().bead("open");
    expect(polecat.state()).toBe("terminated");
    expect(polecat.desired({ state: "Working" }).state()).toBe("pending.claiming");
  });

  it("asks for nothing while it is paused", () => {
    const polecat = podAtWork().desired({ state: "Terminated", paused: true });
    expect(polecat.state()).toBe("terminating.revocable.waiting");
    expect(polecat.life.started()).toEqual([]);
  });
});
