import { describe, expect, it } from "vitest";
import { condition, container, ended, running } from "./given.ts";
import { NOT_READY, SANDBOX, SCHEDULED, seen, working } from "./statuses.ts";

describe("a pod whose agent runs", () => {
  it("works while both of them are ready", () => {
    expect(seen(working())).toMatchObject({ stage: "running", finding: { cause: "AgentWorking" } });
  });

  it("is silent when its agent is not ready", () => {
    const agent = container("agent", running, { ready: false, started: true });
    const pod = working({ agent, conditions: [SCHEDULED, NOT_READY] });
    expect(seen(pod)).toMatchObject({ stage: "running", finding: { cause: "AgentSilent" } });
  });

  it("has work that is nowhere else while its warden is not ready", () => {
    const warden = container("warden", running, { ready: false, started: true });
    const pod = working({ warden, conditions: [SCHEDULED, NOT_READY] });
    expect(seen(pod)).toMatchObject({ stage: "running", finding: { cause: "WorkNotSaved" } });
  });

  it("has nobody who saves its work while its warden is down, and that is not the agent's silence", () => {
    const message = "back-off 5m0s restarting failed container=warden pod=nux_town(6f1c2b7e)";
    const warden = container(
      "warden",
      { waiting: { reason: "CrashLoopBackOff", message } },
      { restartCount: 4 },
    );
    const agent = container("agent", running, { ready: false, started: true });
    expect(seen(working({ warden, agent, conditions: [SCHEDULED, NOT_READY] }))).toMatchObject({
      stage: "running",
      wardenRestarts: 4,
      finding: { cause: "WardenDown", said: message },
    });
  });

  it("is not over while the warden still sends what its ended agent has left", () => {
    const pod = working({
      agent: container("agent", ended(0, "Completed")),
      conditions: [SCHEDULED, NOT_READY],
    });
    expect(seen(pod)).toMatchObject({
      stage: "running",
      isOver: false,
      agentExit: 0,
      finding: { cause: "WorkBeingSaved" },
    });
  });

  it("is lost sight of when its node's controller calls it unready against its kubelet", () => {
    const conditions = [
      SANDBOX,
      SCHEDULED,
      condition("Ready", "False"),
      condition("ContainersReady", "True"),
    ];
    expect(seen(working({ conditions }))).toMatchObject({
      stage: "lost",
      isOver: false,
      finding: { cause: "NodeUnreachable" },
    });
  });
});
