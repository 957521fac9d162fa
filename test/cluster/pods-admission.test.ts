/** The sample policy of polecats in pods, on a real API server: it says no where the operator would. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  ALL_KINDS,
  crds,
  polecatSchema,
  desiredPolecat,
  rigOfPods,
  rigSchema,
} from "../../src/kinds/index.ts";
import { ApiError } from "../../src/kube/index.ts";
import { podOf } from "../../src/pods/index.ts";
import { until } from "../e2e/harness/index.ts";
import { documents, type Rendered } from "../helm/helm.ts";
import { PLAN } from "../pods/given.ts";
import { emptyCluster, type Release } from "./release.ts";

const SAMPLES = path.join(import.meta.dirname, "../../samples/pods");

const sample = (file: string): readonly Rendered[] =>
  documents(readFileSync(path.join(SAMPLES, file), "utf8"));

const META = { uid: "u1", resourceVersion: "1", generation: 1, creationTimestamp: "2026-05-01T12:00:00Z" };
const KUBERNETES = {
  gitRepository: "https://git.example.com/town/alpha.git",
  gitSecretRef: { name: "alpha-git" },
  image: "registry.example.com/agents/claude:1",
};

let cluster: Release;

function polecat(kubernetes: object, spec: object = {}, namespace = "default"): Rendered {
  return {
    apiVersion: "gastown.gastown.io/v1alpha1",
    kind: "Polecat",
    metadata: { name: "nux", namespace },
    spec: {
      rig: "alpha",
      executionMode: "kubernetes",
      kubernetes: { ...KUBERNETES, ...kubernetes },
      ...spec,
    },
  };
}

/** What a dry run of its creation is answered; null where it would be made. */
async function refusal(manifest: Rendered): Promise<string | null> {
  const { namespace = "default" } = manifest.metadata;
  try {
    await cluster.api.request(
      "POST",
      `/apis/gastown.gastown.io/v1alpha1/namespaces/${namespace}/polecats`,
      z.unknown(),
      { body: manifest, query: { dryRun: "All" } },
    );
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error.said;
    throw error;
  }
}

/** What the operator has against it. */
function objection(manifest: Rendered): string | null {
  const [rig] = sample("rig.yaml");
  const parsed = rigSchema.parse({ ...rig, metadata: { ...META, name: "alpha" } });
  const one = polecatSchema.parse({ ...manifest, metadata: { ...META, ...manifest.metadata } });
  return desiredPolecat(one, "alpha", rigOfPods(parsed)).podObjection?.reason ?? null;
}

beforeAll(async () => {
  cluster = await emptyCluster();
  for (const definition of documents(
    crds(ALL_KINDS)
      .map((one) => JSON.stringify(one))
      .join("\n---\n"),
  ))
    await cluster.apply(definition);
  await until("Rigs are served", async () => {
    try {
      for (const rig of sample("rig.yaml")) await cluster.apply(rig);
      return true;
    } catch {
      return false;
    }
  });
  for (const policy of sample("admission.yaml")) await cluster.apply(policy);
  const refused = polecat({ image: "elsewhere.example/x" });
  await until("the policy is in force", async () => (await refusal(refused))?.includes("image") === true);
});
afterAll(() => cluster.close());

const withEnv = (valueFrom: object): Rendered =>
  polecat({}, { agentConfig: { env: [{ name: "KEY", valueFrom }] } });

describe("the sample policy", () => {
  it.for<readonly [string, () => Rendered, string]>([
    [
      "an image that is not listed",
      () => polecat({ image: "registry.example.com/agents-of-others" }),
      "image",
    ],
    [
      "another repository",
      () => polecat({ gitRepository: "https://git.example.com/town/../x.git" }),
      "repository",
    ],
    ["another server", () => polecat({ gitRepository: "https://evil.example/alpha.git" }), "repository"],
    ["another git Secret", () => polecat({ gitSecretRef: { name: "admin" } }), "Secrets"],
    [
      "a variable from another Secret",
      () => withEnv({ secretKeyRef: { name: "admin", key: "k" } }),
      "Secrets",
    ],
    [
      "known hosts of one's own",
      () => polecat({ sshKnownHostsConfigMapRef: { name: "mine" } }),
      "ConfigMaps",
    ],
    [
      "a variable from a file",
      () => withEnv({ fileKeyRef: { volumeName: "v", path: "p", key: "k" } }),
      "variable",
    ],
  ])("refuses %s, as the operator does", async ([, manifest, word]) => {
    expect(await refusal(manifest())).toContain(word);
    expect(objection(manifest())).not.toBeNull();
  });

  it("refuses another namespace", async () => {
    const metadata = { name: "elsewhere" };
    await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata });
    expect(await refusal(polecat({}, {}, "elsewhere"))).toContain("namespace elsewhere");
  });

  it.for<readonly [string, () => Rendered]>([
    ["what the Rig lists", () => polecat({ claudeCredsSecretRef: { name: "claude" } })],
    ["a variable from a listed Secret", () => withEnv({ secretKeyRef: { name: "claude", key: "k" } })],
    ["a variable from the pod itself", () => withEnv({ fieldRef: { fieldPath: "metadata.name" } })],
  ])("takes %s, as the operator does", async ([, manifest]) => {
    expect(await refusal(manifest())).toBeNull();
    expect(objection(manifest())).toBeNull();
  });

  it("says nothing of a polecat of the town, nor of one of another rig", async () => {
    expect(await refusal(polecat({ image: "x" }, { executionMode: "local" }))).toBeNull();
    expect(await refusal(polecat({ image: "x" }, { rig: "beta" }))).toBeNull();
  });
});

it("The sample NetworkPolicy is taken, and selects the pods that the operator makes", async () => {
  const [policy] = sample("network-policy.yaml");
  if (policy === undefined) throw new Error("the sample is empty");
  await cluster.apply(policy);
  const selector = z
    .object({ podSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }) })
    .parse(policy["spec"]);
  expect(podOf(PLAN).metadata.labels).toMatchObject(selector.podSelector.matchLabels);
});
