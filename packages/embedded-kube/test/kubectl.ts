import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa, execaSync } from "execa";
import { afterAll, beforeAll, describe } from "vitest";
import { z } from "zod";
import { startTestApi } from "./embedded.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const versionSchema = z.object({ clientVersion: z.object({ major: z.string(), minor: z.string() }) });

/** Why kubectl cannot be used here; undefined when it can. */
export function kubectlProblem(): string | undefined {
  const how = "install kubectl 1.32 or newer (https://kubernetes.io/docs/tasks/tools/)";
  const { failed, stdout } = execaSync("kubectl", ["version", "--client", "-o", "json"], { reject: false });
  if (failed) return `kubectl is not on PATH: ${how}`;
  const { major, minor } = versionSchema.parse(JSON.parse(stdout)).clientVersion;
  if (Number(major) === 1 && Number.parseInt(minor, 10) < 32)
    return `kubectl ${major}.${minor} is too old: ${how}`;
  return undefined;
}

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** kubectl with a home, a cache and a kubeconfig of its own. */
export class Kubectl implements AsyncDisposable {
  readonly home = mkdtempSync(path.join(tmpdir(), "kubectl-"));
  readonly kubeconfig = path.join(this.home, "config");
  readonly #env = {
    HOME: this.home,
    KUBECONFIG: this.kubeconfig,
    KUBECACHEDIR: path.join(this.home, "cache"),
  };

  /** A running kubectl; whoever starts it ends it. */
  start(args: readonly string[]) {
    return execa("kubectl", args, { reject: false, timeout: WAIT_DEADLINE_MS, env: this.#env });
  }

  async run(args: readonly string[], { input = "", editor = "false" } = {}): Promise<Outcome> {
    const env = { ...this.#env, EDITOR: editor };
    const { exitCode, stdout, stderr } = await execa("kubectl", args, {
      reject: false,
      timeout: WAIT_DEADLINE_MS,
      env,
      input,
    });
    return { exitCode, stdout, stderr };
  }

  /** Runs and gives stdout; fails when kubectl does. */
  async ok(args: readonly string[], input = ""): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(args, { input });
    if (exitCode !== 0)
      throw new Error(`kubectl ${args.join(" ")} ended with ${String(exitCode)}: ${stderr}`);
    return stdout;
  }

  create(name: string, spec: object = {}, metadata: object = {}): Promise<string> {
    return this.ok(["create", "-f", "-"], manifest(name, spec, metadata));
  }

  /** What a JSONPath finds in a Polecat. */
  field(name: string, jsonpath: string): Promise<string> {
    return this.ok(["get", "polecat", name, "-o", `jsonpath={${jsonpath}}`]);
  }

  setStatus(name: string, status: object): Promise<string> {
    const patch = JSON.stringify({ status });
    return this.ok(["patch", "polecat", name, "--subresource=status", "--type=merge", "-p", patch]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}

/** A Polecat as a manifest in JSON. */
export function manifest(name: string, spec: object = {}, metadata: object = {}): string {
  return JSON.stringify({
    apiVersion: "gastown.gastown.io/v1alpha1",
    kind: "Polecat",
    metadata: { name, ...metadata },
    spec: { rig: "alpha", ...spec },
  });
}

/** Tests with a kubectl and a server of their own. Without kubectl they are left out, and required all the same in CI. */
export function describeKubectl(title: string, tests: (kubectl: Kubectl) => void): void {
  const problem = kubectlProblem();
  if (problem !== undefined && process.env["CI"] === "true") throw new Error(problem);
  if (problem !== undefined) console.warn(`Left out: "${title}". ${problem}`);
  describe.skipIf(problem !== undefined)(title, () => {
    const kubectl = new Kubectl();
    let stop: () => Promise<void> = () => Promise.resolve();
    beforeAll(async () => {
      const api = await startTestApi({ kubeconfigPath: kubectl.kubeconfig });
      stop = () => api.stop();
    });
    afterAll(async () => {
      await stop();
      await kubectl[Symbol.asyncDispose]();
    });
    tests(kubectl);
  });
}
