/** The pods of polecats on a real API server, with its admission: no kubelet, so that a pod stays as it is made. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createPlainPods,
  type PodEngine,
  type PodPlan,
  type PodRef,
  type PodSighting,
} from "../../src/pods/index.ts";
import { until } from "../e2e/harness/index.ts";
import { PLAN } from "../pods/given.ts";
import { emptyCluster, type Release } from "./release.ts";

const uid = (): string => crypto.randomUUID();

let cluster: Release;
let engine: PodEngine;

/** A namespace that takes nothing but pods of the restricted standard. Nobody here makes the account that pods run under. */
async function namespace(name: string, hasAccount = true): Promise<void> {
  const metadata = { name, labels: { "pod-security.kubernetes.io/enforce": "restricted" } };
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata });
  if (!hasAccount) return;
  await cluster.apply({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "default", namespace: name },
  });
}

function planned(place: string, parts: Partial<PodPlan> = {}): PodPlan {
  return { ...PLAN, polecat: { namespace: place, name: "nux", uid: uid() }, ...parts };
}

async function made(plan: PodPlan): Promise<PodRef> {
  const answer = await engine.ensure(plan);
  if (answer.outcome === "refused") throw new Error(answer.finding.said);
  return answer.pod;
}

beforeAll(async () => {
  cluster = await emptyCluster();
  await namespace("town");
  const ports = { api: cluster.api, namespaces: ["town"], now: Date.now, random: Math.random };
  engine = createPlainPods(ports);
});
afterAll(() => cluster.close());

describe("a pod on a real API server", () => {
  it("is taken by a namespace that enforces the restricted standard", async () => {
    expect(await engine.ensure(planned("town"))).toMatchObject({ outcome: "created" });
  });

  it("is taken with all that a plan may hold", async () => {
    const plan = planned("town", {
      claim: "nux-workspace",
      nodeSelector: { pool: "agents" },
      agent: { ...PLAN.agent, files: [{ kind: "ConfigMap", name: "settings", at: "/etc/agent" }] },
    });
    expect(await engine.ensure(plan)).toMatchObject({ outcome: "created" });
  });

  it("is made once, and found when it is asked for again", async () => {
    const plan = planned("town");
    const first = await made(plan);
    expect(await engine.ensure(plan)).toEqual({ outcome: "found", pod: first });
  });

  it("does not stand beside one of an earlier attempt that has not ended", async () => {
    const plan = planned("town", { attempt: 1 });
    await made(plan);
    expect(await engine.ensure({ ...plan, attempt: 2 })).toMatchObject({
      outcome: "refused",
      finding: { cause: "EarlierPodAlive" },
    });
  });

  it("is nobody else's who has its name", async () => {
    const plan = planned("town");
    const { name } = await made(plan);
    await cluster.apply({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "town", labels: { "gastown.gastown.io/polecat-uid": uid() } },
    });
    expect(await engine.ensure(plan)).toMatchObject({
      outcome: "refused",
      finding: { cause: "PodNameTaken" },
    });
  });

  it("ends, and no other pod for it", async () => {
    const pod = await made(planned("town"));
    expect(await engine.end({ ...pod, uid: uid() })).toBe("gone");
    expect(await cluster.get(`/api/v1/namespaces/town/pods/${pod.name}`)).not.toBeNull();
    // Without a node there is nobody to wait for.
    expect(await engine.end(pod)).toBe("ending");
    expect(await engine.end(pod)).toBe("gone");
  });

  it("is seen as it comes and goes", async () => {
    const seen: PodSighting[] = [];
    const gone: PodSighting[] = [];
    const watch = engine.watch({ onSeen: (one) => seen.push(one), onGone: (one) => gone.push(one) });
    await watch.hasListed;
    const plan = planned("town");
    const pod = await made(plan);
    await until("it was seen", () => seen.some((one) => one.pod.uid === pod.uid));
    await engine.end(pod);
    await until("it was missed", () => gone.some((one) => one.pod.uid === pod.uid));
    await watch.close();
    expect(seen.find((one) => one.pod.uid === pod.uid)).toMatchObject({
      polecatUid: plan.polecat.uid,
      attempt: plan.attempt,
      stage: "starting",
      finding: { cause: "PodCreated" },
    });
    expect(gone.find((one) => one.pod.uid === pod.uid)?.isOver).toBe(true);
  });
});

describe("a real API server that takes no such pod", () => {
  it("says that the namespace is missing", async () => {
    expect(await engine.ensure(planned("nowhere"))).toMatchObject({
      outcome: "refused",
      finding: { cause: "NamespaceMissing" },
    });
  });

  it("says that the account is missing", async () => {
    await namespace("no-account", false);
    expect(await engine.ensure(planned("no-account"))).toMatchObject({
      outcome: "refused",
      finding: { cause: "ServiceAccountMissing" },
    });
  });

  it("says that the agent asks for more than it may", async () => {
    await namespace("limited");
    await cluster.apply({
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "agents", namespace: "limited" },
      spec: { limits: [{ type: "Container", max: { memory: "1Gi" } }] },
    });
    expect(await engine.ensure(planned("limited"))).toMatchObject({
      outcome: "refused",
      finding: { cause: "LimitRangeViolated" },
    });
  });

  it("says that there is no such runtime class", async () => {
    expect(await engine.ensure(planned("town", { runtimeClass: "gvisor" }))).toMatchObject({
      outcome: "refused",
      finding: { cause: "RuntimeClassMissing" },
    });
  });

  it("says which field is wrong", async () => {
    const agent = { ...PLAN.agent, resources: { requests: { memory: "4Gi" }, limits: { memory: "1Gi" } } };
    expect(await engine.ensure(planned("town", { agent }))).toMatchObject({
      outcome: "refused",
      finding: { cause: "PodInvalid" },
    });
  });
});
