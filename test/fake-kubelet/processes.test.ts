/** Pods of polecats whose containers are processes: the real clone and the real warden, on a real git repository. */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startEmbeddedApi } from "embedded-kube";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { agentCommand, instructionsFor, STAND_IN } from "../../src/agents/index.ts";
import {
  FakeKubelet,
  processRuntime,
  TERMINATION_LOG,
  type LocalImage,
} from "../../src/fake-kubelet/index.ts";
import { connect, createKubeApi } from "../../src/kube/index.ts";
import { createPlainPods, type PodPlan, type PodRef, type PodSighting } from "../../src/pods/index.ts";
import { until } from "../e2e/harness/index.ts";
import { PLAN } from "../pods/given.ts";
import { emptyFolder, git } from "../warden/git.ts";

const NAMESPACE = "town";
const MAIN = path.join(import.meta.dirname, "../../src/main.ts");

class Node {
  readonly folder = emptyFolder();
  readonly repository = path.join(this.folder, "alpha.git");
  readonly seen = new Map<string, PodSighting>();
  readonly polecat = { namespace: NAMESPACE, name: "nux", uid: crypto.randomUUID() };
  kubelet!: FakeKubelet;
  ensure!: (plan: PodPlan) => Promise<PodRef>;

  async start(): Promise<void> {
    this.#seedRepository();
    const kubeconfigPath = path.join(this.folder, "kubeconfig");
    const server = await startEmbeddedApi({ crds: [], pods: true, kubeconfigPath });
    const connection = connect({ kubeconfig: kubeconfigPath }, () => Date.now());
    const ports = { api: createKubeApi(connection), now: Date.now, random: Math.random };
    await ports.api.request("POST", "/api/v1/namespaces", z.unknown(), {
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    });
    const engine = createPlainPods({ ...ports, namespaces: [NAMESPACE] });
    const note = (sighting: PodSighting): void => void this.seen.set(sighting.pod.name, sighting);
    const watch = engine.watch({ onSeen: note, onGone: note });
    this.kubelet = new FakeKubelet({
      ...ports,
      namespace: NAMESPACE,
      node: "node-a",
      runtime: processRuntime({
        folder: path.join(this.folder, "pods"),
        image: (name) => this.#image(name),
        readFiles: () => ({}),
        onReady: (pod, container, isReady) => this.kubelet.setReady(pod, container, isReady),
        probeEveryMs: 50,
      }),
      onError: (error) => console.error(error),
    });
    await Promise.all([watch.hasListed, this.kubelet.start()]);
    onTestFinished(async () => {
      await watch.close();
      await this.kubelet.close();
      await connection.close();
      await server.stop();
    });
    this.ensure = async (plan) => {
      const answer = await engine.ensure(plan);
      if (answer.outcome === "refused") throw new Error(answer.finding.said);
      return answer.pod;
    };
  }

  /** A pod of the polecat with these instructions. */
  run(attempt: number, description: string): Promise<PodRef> {
    const folder = "/workspace/agent";
    const command = agentCommand({ agent: "claude-code", model: null, command: [], args: [], folder });
    const work = {
      bead: PLAN.bead,
      title: "Paint the door",
      description,
      branch: PLAN.git.workBranch,
      further: [],
    };
    const env = Object.entries(instructionsFor(work)).map(([name, value]) => ({ name, value }));
    return this.ensure({
      ...PLAN,
      polecat: this.polecat,
      attempt,
      git: { ...PLAN.git, repository: `file://${this.repository}`, knownHosts: null },
      agent: { ...PLAN.agent, image: "stand-in", command, args: [], env, files: [] },
      operatorImage: "operator",
    });
  }

  untilSeen(pod: PodRef, what: string, holds: (sighting: PodSighting) => boolean): Promise<PodSighting> {
    const look = (): PodSighting | null => {
      const sighting = this.seen.get(pod.name);
      return sighting !== undefined && holds(sighting) ? sighting : null;
    };
    return until(what, look, () => JSON.stringify(this.seen.get(pod.name)));
  }

  /** A file in the worktree of whichever pod has it. */
  async untilWritten(name: string): Promise<void> {
    const pods = path.join(this.folder, "pods");
    await until(`${name} is written`, () => existsSync(pods) && namesBelow(pods).includes(name));
  }

  show(file: string): string {
    return git(this.repository, "show", `${PLAN.git.workBranch}:${file}`);
  }

  #seedRepository(): void {
    mkdirSync(this.repository);
    git(this.repository, "init", "-q", "--bare");
    const seed = path.join(this.folder, "seed");
    git(this.folder, "clone", "-q", this.repository, seed);
    writeFileSync(path.join(seed, "README.md"), "# alpha\n");
    git(seed, "add", "--all");
    git(seed, "commit", "-qm", "First");
    git(seed, "push", "-q", "origin", "HEAD:main");
  }

  #image(name: string): LocalImage {
    const bin = path.join(this.folder, "bin");
    if (name === "stand-in") {
      mkdirSync(bin, { recursive: true });
      writeFileSync(path.join(bin, "claude"), STAND_IN);
      chmodSync(path.join(bin, "claude"), 0o755);
      return { entrypoint: [], environment: () => ({ PATH: `${bin}:${process.env["PATH"] ?? ""}` }) };
    }
    return {
      entrypoint: [process.execPath, MAIN],
      environment: (here) => ({
        PATH: process.env["PATH"] ?? "",
        GASTOWN_VAULT: here("/vault"),
        GASTOWN_AGENT_FILES: here("/workspace/agent"),
        GASTOWN_AGENT: "claude-code",
        GASTOWN_TERMINATION_MESSAGE: here(TERMINATION_LOG),
        GASTOWN_HTTP_ADDRESS: "127.0.0.1:0",
        GASTOWN_CHECKPOINT_INTERVAL: "200ms",
      }),
      portIn: (line) => Number(/probes are answered at port (\d+)/.exec(line)?.[1] ?? NaN) || null,
    };
  }
}

describe("A pod whose containers are processes", () => {
  test("clones, works, commits, and is over with all of it on the remote and its tokens counted", async () => {
    const node = new Node();
    await node.start();
    const pod = await node.run(1, "stand-in: write door.txt red\nstand-in: commit Paint the door");
    const { report, agentExit } = await node.untilSeen(pod, "the agent is done", ({ isOver }) => isOver);
    expect(agentExit).toBe(0);
    expect(report).toMatchObject({ pushed: true, onlyLocalCount: 0, agent: { exitCode: 0 } });
    expect(report?.agent.usage?.inputTokens).toBeGreaterThan(2_000);
    expect(node.show("door.txt")).toBe("red");
  });

  test("is evicted in the middle, and the next one goes on with the file that was not committed yet", async () => {
    const node = new Node();
    await node.start();
    const gate = path.join(node.folder, "gate");
    const steps = `stand-in: write door.txt half\nstand-in: wait-for ${gate}\nstand-in: commit Paint the door`;
    const first = await node.run(1, steps);
    await node.untilWritten("door.txt");
    await node.kubelet.drain(first.name);
    const gone = await node.untilSeen(first, "it is gone", ({ isOver }) => isOver);
    expect(gone.finding.cause).toBe("Evicted");
    expect(gone.report).toMatchObject({ uncommitted: ["door.txt"], onlyLocalCount: 0 });

    writeFileSync(gate, "");
    const second = await node.run(2, `stand-in: wait-for door.txt\nstand-in: commit Paint the door`);
    const done = await node.untilSeen(second, "the agent is done", ({ isOver }) => isOver);
    expect(done).toMatchObject({ clone: { outcome: "restored", fromAttempt: 1 }, agentExit: 0 });
    expect(node.show("door.txt")).toBe("half");
  });
});

/** What goes while it is looked for is not there. */
function namesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.basename(file));
  } catch {
    return [];
  }
}
