/** A table of kubeconfigs, each tried with kubectl and with the operator: they agree, and the operator names the cause. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { readConfig } from "../../src/settings/index.ts";
import { connect, createKubeApi } from "../../src/kube/index.ts";
import { kubectlProblem } from "embedded-kube/conformance";
import type { Given } from "./as-kubectl/case.ts";
import { networkCases } from "./as-kubectl/network-cases.ts";
import { fileCases } from "./as-kubectl/file-cases.ts";
import { pluginCases } from "./as-kubectl/plugin-cases.ts";
import { userCases } from "./as-kubectl/user-cases.ts";
import { startWorld, type World } from "./as-kubectl/world.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const path = "/apis/gastown.gastown.io/v1alpha1/rigs";
const problem = kubectlProblem();
if (problem !== undefined && process.env["CI"] === "true") throw new Error(problem);

type Environment = Readonly<Record<string, string>>;

/** Writes the files and gives the environment. */
async function prepared({ files, env = {} }: Given): Promise<Environment> {
  const folder = await mkdtemp(join(tmpdir(), "as-kubectl-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(
      file,
      typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    );
    if (name.startsWith("bin/")) await chmod(file, 0o755);
  }
  const all = { PATH: process.env["PATH"] ?? "", HOME: folder, KUBECONFIG: "FOLDER/config", ...env };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, value.replaceAll("FOLDER", folder)]),
  );
}

/** @returns undefined when it works. */
async function kubectlFailure(
  env: Environment,
  asked: readonly string[] = ["get", "--raw", path],
): Promise<string | undefined> {
  const { failed, stderr } = await execa("kubectl", [...asked, "--request-timeout=20s"], {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: WAIT_DEADLINE_MS,
  });
  return failed ? stderr : undefined;
}

/** As `run` connects at its start. @returns undefined when it works. */
async function operatorFailure(env: Environment): Promise<string | undefined> {
  try {
    const { kubeconfig, env: environment } = readConfig({}, env);
    const connection = connect({ kubeconfig, environment }, Date.now);
    onTestFinished(() => connection.close());
    await createKubeApi(connection).request("GET", path, z.object({ kind: z.literal("RigList") }));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

describe.skipIf(problem !== undefined)("as kubectl does, so does the operator, with", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.each([...networkCases, ...userCases, ...pluginCases, ...fileCases])(
    "$name",
    async ({ given, verdict, kubectl: asked }) => {
      const env = await prepared(given(world));

      const [kubectl, operator] = [await kubectlFailure(env, asked), await operatorFailure(env)];

      expect({ operatorWorks: operator === undefined, operator, kubectl }).toMatchObject({
        operatorWorks: kubectl === undefined,
      });
      if (verdict === "works") expect(operator).toBeUndefined();
      else expect(operator).toMatch(verdict);
    },
  );
});
