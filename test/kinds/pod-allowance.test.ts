import { describe, expect, it } from "vitest";
import {
  polecatSchema,
  desiredPolecat,
  rigOfPods,
  rigSchema,
  type PolecatSpec,
} from "../../src/kinds/index.ts";
import { amountOf } from "../../src/kinds/schema/quantity.ts";

const META = { uid: "u1", resourceVersion: "1", generation: 1, creationTimestamp: "2026-05-01T12:00:00Z" };
const GIT_URL = "https://git.example/town/alpha.git";

const PODS = {
  namespaces: ["town"],
  images: ["registry.example/agents", "registry.example/one:1.0"],
  secrets: ["git", "model"],
  configMaps: ["git-hosts"],
};

const KUBERNETES = {
  gitRepository: GIT_URL,
  gitSecretRef: { name: "git" },
  image: "registry.example/agents/claude:1",
};

interface Asked {
  readonly pods?: object | null;
  readonly namespace?: string;
  readonly kubernetes?: object | null;
  readonly spec?: object;
}

/** What the Rig has against it. */
function objection({ pods = {}, namespace = "town", kubernetes = {}, spec = {} }: Asked = {}): string | null {
  const rig = rigSchema.parse({
    metadata: { ...META, name: "alpha" },
    spec: { gitURL: GIT_URL, localPath: "/gt/alpha", ...(pods !== null && { pods: { ...PODS, ...pods } }) },
  });
  const polecat = polecatSchema.parse({
    metadata: { ...META, name: "nux", namespace },
    spec: {
      rig: "alpha",
      executionMode: "kubernetes",
      ...(kubernetes !== null && { kubernetes: { ...KUBERNETES, ...kubernetes } }),
      ...spec,
    },
  });
  return desiredPolecat(polecat, "alpha", rigOfPods(rig)).podObjection?.reason ?? null;
}

const withEnv = (valueFrom: object): Asked => ({
  spec: { agentConfig: { env: [{ name: "KEY", valueFrom }] } },
});
const withResources = (resources: PolecatSpec["resources"], maxResources?: object): Asked => ({
  pods: maxResources === undefined ? {} : { maxResources },
  kubernetes: { resources },
});

describe("a Rig that lists what its polecats in pods may use", () => {
  it("has nothing against one that asks for that", () => {
    expect(objection()).toBeNull();
  });

  it.for<readonly [string, Asked, string]>([
    ["lets none run in a pod without a list", { pods: null }, "PodsNotAllowed"],
    ["a namespace that is not listed", { namespace: "elsewhere" }, "NamespaceNotAllowed"],
    ["a spec without spec.kubernetes", { kubernetes: null }, "PodSpecMissing"],
    ["no image at all", { kubernetes: { image: undefined } }, "ImageMissing"],
    [
      "an image of others",
      { kubernetes: { image: "registry.example/agents-of-others/x:1" } },
      "ImageNotAllowed",
    ],
    [
      "another tag of an image listed whole",
      { kubernetes: { image: "registry.example/one:1.01" } },
      "ImageNotAllowed",
    ],
    [
      "a git key for another server",
      { kubernetes: { gitRepository: "https://evil.example/x.git" } },
      "RepositoryNotAllowed",
    ],
    [
      "a git key for another repository",
      { kubernetes: { gitRepository: `${GIT_URL}/more` }, pods: { repositories: [] } },
      "RepositoryNotAllowed",
    ],
    ["a Secret that is not listed", { kubernetes: { gitSecretRef: { name: "admin" } } }, "SecretNotAllowed"],
    [
      "the credentials of another agent",
      { kubernetes: { claudeCredsSecretRef: { name: "admin" } } },
      "SecretNotAllowed",
    ],
    [
      "an API key that is not listed",
      { kubernetes: { apiKeySecretRef: { name: "admin", key: "k" } } },
      "SecretNotAllowed",
    ],
    [
      "a provider's key that is not listed",
      { spec: { agentConfig: { modelProvider: { apiKeySecretRef: { name: "admin", key: "k" } } } } },
      "SecretNotAllowed",
    ],
    [
      "a variable from a Secret that is not listed",
      withEnv({ secretKeyRef: { name: "admin", key: "k" } }),
      "SecretNotAllowed",
    ],
    [
      "a variable from a ConfigMap that is not listed",
      withEnv({ configMapKeyRef: { name: "admin", key: "k" } }),
      "ConfigMapNotAllowed",
    ],
    [
      "a variable from anywhere else",
      withEnv({ fileKeyRef: { volumeName: "v", path: "p", key: "k" } }),
      "VariableNotAllowed",
    ],
    [
      "known hosts that are not listed",
      { kubernetes: { sshKnownHostsConfigMapRef: { name: "mine" } } },
      "ConfigMapNotAllowed",
    ],
    [
      "an agent's settings that are not listed",
      { spec: { agentConfig: { configMapRef: { name: "mine" } } } },
      "ConfigMapNotAllowed",
    ],
    [
      "more memory than there may be",
      withResources({ limits: { memory: "9Gi" } }, { memory: "8Gi" }),
      "ResourceNotAllowed",
    ],
    [
      "more CPU than there may be",
      withResources({ requests: { cpu: 3 } }, { cpu: "2500m" }),
      "ResourceNotAllowed",
    ],
    [
      "a resource beside those with a ceiling",
      withResources({ limits: { cpu: 1 } }, { memory: "8Gi" }),
      "ResourceNotAllowed",
    ],
    [
      "a device where no ceiling is set",
      withResources({ limits: { "nvidia.com/gpu": 1 } }),
      "ResourceNotAllowed",
    ],
    ["a resource claim", withResources({ claims: [{ name: "gpu" }] }), "ResourceNotAllowed"],
    [
      "resources at the top of the spec",
      { spec: { resources: { limits: { "nvidia.com/gpu": 1 } } } },
      "ResourceNotAllowed",
    ],
  ])("refuses %s", ([, asked, reason]) => {
    expect(objection(asked)).toBe(reason);
  });

  it.for<readonly [string, Asked]>([
    ["an image below one that is listed", { kubernetes: { image: "registry.example/agents@sha256:0f" } }],
    ["an image listed whole", { kubernetes: { image: "registry.example/one:1.0" } }],
    ["an image by a beginning with its slash", { pods: { images: ["registry.example/"] } }],
    [
      "the agent's image where spec.kubernetes names none",
      {
        kubernetes: { image: undefined },
        spec: { agentConfig: { image: "registry.example/agents/x" } },
      },
    ],
    [
      "a repository below one that is listed",
      {
        pods: { repositories: ["git@git.example:town"] },
        kubernetes: { gitRepository: "git@git.example:town/beta.git" },
      },
    ],
    ["a variable from a listed Secret", withEnv({ secretKeyRef: { name: "model", key: "k" } })],
    ["a variable from the pod itself", withEnv({ fieldRef: { fieldPath: "metadata.name" } })],
    ["as much as the ceiling", withResources({ limits: { memory: "8192Mi" } }, { memory: "8Gi" })],
    ["any memory where no ceiling is set", withResources({ limits: { memory: "900Gi" } })],
  ])("takes %s", ([, asked]) => {
    expect(objection(asked)).toBeNull();
  });

  it.for([
    "https://git.example/town/../../evil/x.git",
    "https://git.example/town/%2e%2e/evil.git",
    "https://git.example/town\\..\\x.git",
    "https://git.example@evil.example/town/x.git",
    "https://git.example.evil.example/town/x.git",
    "https://git.example/town/x.git?to=evil",
  ])("takes no address for another than it is: %s", (gitRepository) => {
    const pods = { repositories: ["https://git.example/town/", "https://git.example"] };
    expect(objection({ pods, kubernetes: { gitRepository } })).toBe("RepositoryNotAllowed");
  });

  it("has nothing to say of one that runs in the town", () => {
    expect(objection({ pods: null, spec: { executionMode: "local" } })).toBeNull();
  });
});

describe("an amount of Kubernetes", () => {
  it.for<readonly [string | number, number]>([
    ["500m", 0.5],
    ["4Gi", 2 ** 32],
    ["1.5G", 1.5e9],
    ["1e3", 1000],
    ["2E", 2e18],
    [2, 2],
    [".5", 0.5],
  ])("%s is %d", ([text, amount]) => {
    expect(amountOf(text)).toBeCloseTo(amount, 9);
  });

  it("is none where nobody can read it, so that it is below no ceiling", () => {
    expect(amountOf("much")).toBeNaN();
  });
});
