import { describe, expect, it } from "vitest";
import { manifests, read } from "./manifests.ts";
import { schemaProblems } from "./served.ts";

/** Manifests in the forms that the Go operator of the same group documents. */
const MINIMAL = `
apiVersion: gastown.gastown.io/v1alpha1
kind: Rig
metadata: { name: myproject }
spec: { gitURL: "git@git.example.com:org/myproject.git", beadsPrefix: mp, localPath: /workspaces/myproject }
---
apiVersion: gastown.gastown.io/v1alpha1
kind: Polecat
metadata: { name: worker, namespace: default }
spec: { rig: myproject }
---
apiVersion: gastown.gastown.io/v1alpha1
kind: Convoy
metadata: { name: wave-1, namespace: default }
spec: { description: "Wave 1: foundations", trackedBeads: [mp-abc-123] }
---
apiVersion: gastown.gastown.io/v1alpha1
kind: Witness
metadata: { name: watch, namespace: default }
spec: { rigRef: myproject }
---
apiVersion: gastown.gastown.io/v1alpha1
kind: Refinery
metadata: { name: queue, namespace: default }
spec: { rigRef: myproject }
---
apiVersion: gastown.gastown.io/v1alpha1
kind: BeadStore
metadata: { name: beads, namespace: default }
spec: { rigRef: myproject, prefix: mp- }
`;

const FULL = `
apiVersion: gastown.gastown.io/v1alpha1
kind: Polecat
metadata: { name: pod-worker, namespace: default }
spec:
  rig: myproject
  desiredState: Working
  beadID: mp-abc-123
  taskDescription: |
    Do it.
  executionMode: kubernetes
  agent: claude-code
  agentConfig:
    provider: anthropic
    model: some-model
    modelProvider: { endpoint: "https://models.example.com/v1", apiKeySecretRef: { name: models, key: token } }
    command: [agent]
    args: [--verbose]
    configMapRef: { name: agent-config }
    env:
      - { name: PLAIN, value: "1" }
      - { name: SECRET, valueFrom: { secretKeyRef: { name: models, key: token } } }
  kubernetes:
    gitRepository: git@git.example.com:org/myproject.git
    gitBranch: main
    workBranch: feature/mp-abc-123
    gitSecretRef: { name: git-creds }
    apiKeySecretRef: { name: models, key: token }
    resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { cpu: 2, memory: 4Gi } }
    activeDeadlineSeconds: 3600
    sshStrictHostKeyChecking: "yes"
  resources: { limits: { cpu: "1.5" } }
  ttlSecondsAfterFinished: 14400
  maxIdleSeconds: 1800
---
apiVersion: gastown.gastown.io/v1alpha1
kind: Convoy
metadata: { name: wave-2, namespace: default }
spec:
  { description: "Wave 2", trackedBeads: [mp-a, mp-b], parallelism: 3, rigRef: myproject, notifyOnComplete: mayor }
---
apiVersion: gastown.gastown.io/v1alpha1
kind: Witness
metadata: { name: watch, namespace: default }
spec: { rigRef: myproject, healthCheckInterval: 30s, stuckThreshold: 1h30m, escalationTarget: slack }
`;

describe("manifests written for the Go operator", () => {
  it.each([...manifests(MINIMAL), ...manifests(FULL)])(
    "$kind $metadata.name is accepted and read",
    (manifest) => {
      expect(schemaProblems(manifest)).toEqual([]);
      expect(read(manifest)).toMatchObject({ ok: true, dropped: [] });
    },
  );

  it("get the defaults that they were written for", () => {
    const specs = manifests(MINIMAL).map((manifest) => {
      const reading = read(manifest);
      return reading.ok ? reading.object.spec : reading.problem;
    });
    expect(specs).toMatchObject([
      { settings: { maxPolecats: 8 }, paused: false },
      {
        desiredState: "Idle",
        executionMode: "local",
        deletionPolicy: "Orphan",
        terminationPolicy: "Safe",
        management: "Manage",
        paused: false,
      },
      { parallelism: 0, dispatch: "None" },
      { healthCheckInterval: "30s", stuckThreshold: "15m", escalationTarget: "mayor" },
      { targetBranch: "main", parallelism: 1 },
      { syncInterval: "5m" },
    ]);
  });
});
