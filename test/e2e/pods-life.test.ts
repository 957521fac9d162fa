/** A polecat in pods, from its first pod to its end: a real remote, real `clone` and warden, on a node of processes. */
import { appendFileSync, globSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished, test, expect } from "vitest";
import { z } from "zod";
import {
  FakeKubelet,
  processRuntime,
  TERMINATION_LOG,
  type LocalImage,
} from "../../src/fake-kubelet/index.ts";
import { createRepository } from "../warden/repository.ts";
import { git } from "../warden/git.ts";
import { ALPHA, createWorldOn, polecat, rig, until, type World } from "./harness/index.ts";
import { embeddedApi } from "./harness/embedded-api.ts";

const listSchema = z.looseObject({ items: z.array(z.unknown()) });

const MAIN = path.join(import.meta.dirname, "../../src/main.ts");
const IMAGE = "registry.example/agents/shell:1";
const FLAGS = ["--pods", "true", "--pod-namespaces", "default", "--pod-image", "registry.example/operator:1"];

/** It is interrupted in the middle of its first file; whoever finds that file, finishes. */
const AGENT = `
if [ -f half.txt ]; then git add . && git commit --quiet -m "the whole sentence"; exit; fi
echo "half a sentence" > half.txt
exec sleep 600
`;

interface Place {
  readonly world: World;
  readonly kubelet: FakeKubelet;
  /** Volumes of all pods. */
  readonly volumes: string;
  readonly remote: string;
}

const SHELL: LocalImage = { entrypoint: [], environment: () => ({ PATH: process.env["PATH"] ?? "" }) };

/** @param remote the repository, whatever address a pod names. */
function operatorImage(remote: string): LocalImage {
  return {
    entrypoint: ["env", `GASTOWN_REMOTE=file://${remote}`, process.execPath, MAIN],
    environment: (here) => ({
      PATH: process.env["PATH"] ?? "",
      NODE_COMPILE_CACHE: path.join(tmpdir(), "gastown-operator-tests-compiled"),
      GASTOWN_VAULT: here("/vault"),
      GASTOWN_TERMINATION_MESSAGE: here(TERMINATION_LOG),
      GASTOWN_HTTP_ADDRESS: "127.0.0.1:0",
      GASTOWN_CHECKPOINT_INTERVAL: "200ms",
    }),
    portIn: (line) => Number(/probes are answered at port (\d+)/.exec(line)?.[1] ?? NaN) || null,
  };
}

async function place(): Promise<Place> {
  const repository = createRepository();
  const seed = { rigs: [ALPHA], beads: ["al-one"], plans: {} };
  const world = await createWorldOn((folder) => embeddedApi(folder, true), { seed, flags: FLAGS });
  const volumes = path.join(world.folder, "pods");
  const { api } = world.cluster;
  const runtime = processRuntime({
    folder: volumes,
    image: (name) => (name === IMAGE ? SHELL : operatorImage(repository.folder)),
    readFiles: () => ({}),
    onReady: (pod, container, isReady) => kubelet.setReady(pod, container, isReady),
    probeEveryMs: 50,
  });
  const kubelet = new FakeKubelet({
    ...{ api, namespace: "default", node: "node-a", runtime, now: Date.now, random: Math.random },
    onError: (error) => console.error(error),
  });
  await kubelet.start();
  onTestFinished(async () => {
    await kubelet.close();
    await world.close();
  });
  return { world, kubelet, volumes, remote: repository.folder };
}

test("a polecat in pods loses nothing by an eviction, hands its work over, and ends after proof", async () => {
  const { world, kubelet, volumes, remote } = await place();
  const { cluster, town } = world;
  const { api } = cluster;
  const pods = { namespaces: ["default"], images: ["registry.example/agents"], secrets: ["git"] };
  await cluster.apply(rig(town.root, ALPHA, { pods }));
  await cluster.apply(
    polecat("nux", {
      beadID: "al-one",
      executionMode: "kubernetes",
      agent: "custom",
      agentConfig: { command: ["/bin/sh", "-c", AGENT] },
      kubernetes: {
        gitRepository: "https://git.example.com/town/alpha.git",
        gitSecretRef: { name: "git" },
        image: IMAGE,
      },
    }),
  );
  const first = await cluster.untilPhase("Polecat", "nux", "Working");
  const firstPod = first.status.podName ?? "";
  expect(town.bead("al-one")).toMatchObject({
    status: "in_progress",
    assignee: "alpha/pods/default.nux",
  });
  await until("its warden watches the agent", () => git(remote, "for-each-ref", "refs/checkpoints") !== "");
  const [half = ""] = globSync(path.join(volumes, "*/volumes/workspace/work/half.txt"));
  appendFileSync(half, "and a word that nobody has saved yet\n");

  kubelet.evict(firstPod, "The node was low on resource: memory");
  const second = await cluster.until(
    "Polecat",
    "nux",
    "works in its second pod",
    ({ status }) => status.attempt === 2 && status.phase === "Working",
  );
  expect(second.status.failedAttempts).toBeUndefined();

  const idle = await cluster.untilPhase("Polecat", "nux", "Idle");
  expect(idle.status.conditions).toContainEqual(
    expect.objectContaining({ type: "Ready", status: "True", reason: "BeadClosed" }),
  );
  expect(town.bead("al-one").status).toBe("closed");
  expect(git(remote, "show", "feature/al-one:half.txt")).toBe(
    "half a sentence\nand a word that nobody has saved yet",
  );
  expect(town.state.mergeRequests).toMatchObject([{ bead: "al-one", branch: "feature/al-one" }]);

  await until("the eviction is counted", async () => {
    const metrics = (await (await world.operator.http("/metrics"))?.text()) ?? "";
    return metrics.includes('gastown_polecat_attempts_total{cause="EvictedByNode"} 1');
  });

  await cluster.setSpec("Polecat", "nux", { desiredState: "Terminated" });
  const ended = await cluster.untilPhase("Polecat", "nux", "Terminated");
  expect(ended.status.terminationProof).toMatchObject({
    checks: [
      { name: "work", outcome: "Clean" },
      { name: "bead", outcome: "Clean" },
    ],
  });
  const { items } = await api.request("GET", "/api/v1/namespaces/default/pods", listSchema);
  expect(items).toEqual([]);
});
