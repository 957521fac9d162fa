/** The lives of polecats' pods on a fake node, on any API server that serves Pods: what comes of each, as the operator sees it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeKubelet, scriptedRuntime } from "../../src/fake-kubelet/index.ts";
import type { KubeApi } from "../../src/kube/index.ts";
import { messageOf } from "../../src/pod-reports/index.ts";
import {
  createPlainPods,
  type PodCause,
  type PodEngine,
  type PodRef,
  type PodSighting,
  type PodWatch,
} from "../../src/pods/index.ts";
import { until } from "../e2e/harness/index.ts";
import { PLAN } from "../pods/given.ts";

const NAMESPACE = "town";

const REPORT = messageOf({
  version: 1,
  kind: "warden",
  polecat: "nux",
  attempt: 1,
  at: "2026-05-01T12:30:00.000Z",
  branch: "feature/al-1r3",
  head: "a".repeat(40),
  headBranch: "feature/al-1r3",
  pushed: true,
  operation: null,
  uncommitted: [],
  uncommittedCount: 0,
  stashes: 0,
  checkpoint: null,
  onlyLocal: [],
  onlyLocalCount: 0,
  problem: null,
  agent: { exitCode: null, usage: null },
});

/** What was seen of one pod, in its order. */
class Seen {
  readonly #newest = new Map<string, PodSighting>();
  readonly #gone = new Map<string, PodSighting>();

  note(sighting: PodSighting): void {
    this.#newest.set(sighting.pod.uid, sighting);
  }

  noteGone(sighting: PodSighting): void {
    this.#gone.set(sighting.pod.uid, sighting);
  }

  cause({ uid }: PodRef, cause: PodCause): Promise<PodSighting> {
    return until(
      `${cause} is seen`,
      () => {
        const sighting = this.#newest.get(uid);
        return sighting?.finding.cause === cause ? sighting : null;
      },
      () => JSON.stringify(this.#newest.get(uid)),
    );
  }

  gone({ uid }: PodRef): Promise<PodSighting> {
    return until("it is gone", () => this.#gone.get(uid) ?? null);
  }
}

export interface PodServer {
  readonly api: KubeApi;
  close(): Promise<void>;
}

export function describePodLives(where: string, start: () => Promise<PodServer>): void {
  describe(`A polecat's pod on a fake node, ${where}`, () => {
    let server: PodServer;
    let engine: PodEngine;
    let kubelet: FakeKubelet;
    let watch: PodWatch;
    let seen: Seen;

    const make = async (): Promise<PodRef> => {
      const polecat = { namespace: NAMESPACE, name: "nux", uid: crypto.randomUUID() };
      const answer = await engine.ensure({ ...PLAN, polecat, attempt: 1 });
      if (answer.outcome === "refused") throw new Error(answer.finding.said);
      return answer.pod;
    };
    const atWork = async (): Promise<PodRef> => {
      const pod = await make();
      await seen.cause(pod, "AgentWorking");
      return pod;
    };

    beforeAll(async () => {
      server = await start();
      const ports = { api: server.api, now: Date.now, random: Math.random };
      engine = createPlainPods({ ...ports, namespaces: [NAMESPACE] });
      kubelet = new FakeKubelet({
        ...ports,
        namespace: NAMESPACE,
        node: "node-a",
        runtime: scriptedRuntime(({ name }) => (name === "warden" ? REPORT : undefined)),
        onError: (error) => console.error(error),
      });
      seen = new Seen();
      watch = engine.watch({ onSeen: (one) => seen.note(one), onGone: (one) => seen.noteGone(one) });
      await Promise.all([watch.hasListed, kubelet.start()]);
    });
    afterAll(async () => {
      await watch.close();
      await kubelet.close();
      await server.close();
    });

    it("is bound, cloned, and at work beside its warden", async () => {
      const pod = await atWork();
      expect(await seen.cause(pod, "AgentWorking")).toMatchObject({ node: "node-a", isOver: false });
    });

    it("is done when its agent ends with 0, with what the warden says behind it", async () => {
      const pod = await atWork();
      kubelet.kill(pod.name, "agent", { exitCode: 0, reason: "Completed" });
      expect(await seen.cause(pod, "AgentDone")).toMatchObject({
        isOver: true,
        agentExit: 0,
        report: { pushed: true },
      });
    });

    it("has failed when its agent has, or has no memory left", async () => {
      const [one, other] = [await atWork(), await atWork()];
      kubelet.kill(one.name, "agent", { exitCode: 3, reason: "Error" });
      kubelet.outOfMemory(other.name, "agent");
      expect(await seen.cause(one, "AgentFailed")).toMatchObject({ isOver: true, agentExit: 3 });
      expect(await seen.cause(other, "OutOfMemory")).toMatchObject({ report: { pushed: true } });
    });

    it("waits for room on a node, and goes on by itself", async () => {
      kubelet.fit("0/1 nodes are available: 1 Insufficient memory.");
      const pod = await make();
      await seen.cause(pod, "Unschedulable");
      kubelet.fit(null);
      await seen.cause(pod, "AgentWorking");
    });

    it("waits for a volume, an image, a Secret, and goes on by itself", async () => {
      kubelet.block(() => ({ is: "volumes" }));
      const pod = await make();
      await seen.cause(pod, "VolumesNotMounted");
      const waiting = (reason: string, message: string) =>
        kubelet.block((_, container) => (container === "agent" ? { is: "waiting", reason, message } : null));
      waiting("ImagePullBackOff", 'Back-off pulling image "none"');
      await seen.cause(pod, "ImagePullFailed");
      waiting("CreateContainerConfigError", 'secret "model" not found');
      await seen.cause(pod, "SecretMissing");
      kubelet.block(() => null);
      await seen.cause(pod, "AgentWorking");
    });

    it("is silent while its agent's probe fails", async () => {
      const pod = await atWork();
      kubelet.setReady(pod.name, "agent", false);
      await seen.cause(pod, "AgentSilent");
      kubelet.setReady(pod.name, "agent", true);
      await seen.cause(pod, "AgentWorking");
    });

    it("is drained with grace: its last word comes before it is gone", async () => {
      const pod = await atWork();
      await kubelet.drain(pod.name);
      expect(await seen.gone(pod)).toMatchObject({
        stage: "disrupted",
        finding: { cause: "Evicted" },
        report: { pushed: true },
      });
    });

    it("is evicted by its node, and stays as Failed", async () => {
      const pod = await atWork();
      kubelet.evict(
        pod.name,
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 48Mi. ",
      );
      expect(await seen.cause(pod, "EvictedByNode")).toMatchObject({ isOver: true });
    });

    it("reaches its deadline", async () => {
      const pod = await atWork();
      kubelet.reachDeadline(pod.name);
      expect(await seen.cause(pod, "DeadlineExceeded")).toMatchObject({ isOver: true });
    });

    it("ends when the operator says so, with the warden's report", async () => {
      const pod = await atWork();
      expect(await engine.end(pod)).toBe("ending");
      expect(await seen.gone(pod)).toMatchObject({
        finding: { cause: "PodDeleted" },
        report: { pushed: true },
      });
      expect(await engine.end(pod)).toBe("gone");
    });

    it("is not believed over while its node is lost, and hands over its report when the node is back", async () => {
      const pod = await atWork();
      await kubelet.lose();
      await seen.cause(pod, "NodeUnreachable");
      await kubelet.drivePodsAway();
      expect(await seen.cause(pod, "NodeTainted")).toMatchObject({
        stage: "ending",
        isOver: false,
        report: null,
      });
      kubelet.comeBack();
      expect(await seen.gone(pod)).toMatchObject({
        finding: { cause: "NodeTainted" },
        report: { pushed: true },
      });
    });

    it("is gone without a report when it is removed by force", async () => {
      const pod = await atWork();
      await kubelet.lose();
      await kubelet.removeByForce(pod.name);
      expect(await seen.gone(pod)).toMatchObject({ isOver: true, report: null });
      kubelet.comeBack();
    });
  });
}
