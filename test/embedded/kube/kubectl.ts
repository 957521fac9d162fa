import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa, execaSync } from "execa";
import { z } from "zod";

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
    return execa("kubectl", args, { reject: false, timeout: 45_000, env: this.#env });
  }

  async run(args: readonly string[], { input = "", editor = "false" } = {}): Promise<Outcome> {
    const env = { ...this.#env, EDITOR: editor };
    const { exitCode, stdout, stderr } = await execa("kubectl", args, {
      reject: false,
      timeout: 45_000,
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

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}
