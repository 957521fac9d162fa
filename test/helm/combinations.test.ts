/** Values that are right one by one, and what becomes of them together: they work, or one sentence refuses them. */
import { expect, test } from "vitest";
import { z } from "zod";
import { OPERATOR_LABEL } from "../../src/cli/operator-pod.ts";
import { describeWithHelm, only, refusal, render, TOWN, type Sets } from "./helm.ts";

const probeSchema = z.object({ httpGet: z.object({ host: z.string().optional() }) });
const deploymentSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    strategy: z.object({ type: z.string() }),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        containers: z.array(
          z.looseObject({
            startupProbe: probeSchema,
            livenessProbe: probeSchema,
            readinessProbe: probeSchema,
          }),
        ),
      }),
    }),
  }),
});

const deployment = (...sets: Sets) => deploymentSchema.parse(only(render(...sets), "Deployment"));
const strategy = (...sets: Sets) => deployment(...sets).spec.strategy.type;

const CLAIM = ["volumes.existingClaim=town"] as const;
const mounted = (kind: string): Sets => [
  "config.dataDir=/data/journal",
  "extraVolumes[0].name=data",
  `extraVolumes[0].${kind}`,
  "extraVolumeMounts[0].name=data",
  "extraVolumeMounts[0].mountPath=/data",
];
const OWN_DATA = mounted("emptyDir.sizeLimit=1Gi");
const SHARED_DATA = mounted("persistentVolumeClaim.claimName=journal");
const CREATED = ["town.create=true", "town.image=registry.example.com/town:1"] as const;
const rigOf = (index: number, name: string): Sets => [
  `town.rigs[${index}].name=${name}`,
  `town.rigs[${index}].gitURL=https://git.example.com/${name}.git`,
];
const NODE = String.raw`nodeSelector.kubernetes\.io/hostname=node-1`;

describeWithHelm("an update of the chart", () => {
  test.each<readonly [string, Sets, string]>([
    ["one replica in the pod network starts the new pod first", [TOWN], "RollingUpdate"],
    ["one replica on the node's network frees its port first", [TOWN, "hostNetwork=true"], "Recreate"],
    ["one replica frees its claim first, which may be for one node alone", CLAIM, "Recreate"],
    ["one replica frees the volume of its journal first", [TOWN, ...SHARED_DATA], "Recreate"],
    [
      "one replica frees a journal that is in the town first",
      [TOWN, "config.dataDir=/srv/gt/.journal"],
      "Recreate",
    ],
    ["a journal of each pod's own is in nobody's way", [TOWN, ...OWN_DATA], "RollingUpdate"],
    ["two replicas share their claim as it is", [...CLAIM, "replicaCount=2"], "RollingUpdate"],
    ["without leader election no two operators run at once", [TOWN, "config.leaderElect=false"], "Recreate"],
  ])("%s", (_what, sets, type) => {
    expect(strategy(...sets)).toBe(type);
  });
});

describeWithHelm("values that cannot work together are refused with one sentence:", () => {
  test.each<readonly [string, Sets]>([
    ["the pods of one node cannot have one port", [...CLAIM, "hostNetwork=true", "replicaCount=2"]],
    ["volumes.hostPath is a folder of one node", [TOWN, "replicaCount=2"]],
    ["volumes.enabled is false, so that volumes.hostPath", [TOWN, "volumes.enabled=false"]],
    ["where nothing is mounted, and the root folder is read-only", [TOWN, "config.dataDir=/data"]],
    ["each needs a journal of its own", [...CLAIM, "replicaCount=2", ...SHARED_DATA]],
    ["each needs a journal of its own", [...CLAIM, "replicaCount=2", "config.dataDir=/srv/gt/journal"]],
    [
      "PAGER is set twice, by extraEnv and by gtConfig.env",
      [TOWN, "extraEnv[0].name=PAGER,extraEnv[0].value=a,gtConfig.env[0].name=PAGER,gtConfig.env[0].value=b"],
    ],
    [
      "PAGER is set twice, by extraEnv and by extraEnv",
      [TOWN, "extraEnv[0].name=PAGER,extraEnv[0].value=a,extraEnv[1].name=PAGER,extraEnv[1].value=b"],
    ],
    [
      "gtConfig.env sets KUBECONFIG, which the chart sets itself",
      [TOWN, "gtConfig.env[0].name=KUBECONFIG,gtConfig.env[0].value=/x"],
    ],
    [
      "gtConfig.env sets GASTOWN_TOWN, which the chart sets itself",
      [TOWN, "gtConfig.env[0].name=GASTOWN_TOWN,gtConfig.env[0].value=x"],
    ],
    ["both have the port 8081", [TOWN, "config.httpAddress=:8081"]],
    ["both have the port 9000", [TOWN, "config.httpAddress=:9000,config.inspectorAddress=127.0.0.1:9000"]],
    ["the probes need a port from 1 to 65535", [TOWN, "config.httpAddress=:0"]],
    ["the probes need a port from 1 to 65535", [TOWN, "config.httpAddress=:70000"]],
    ["needs a port from 1 to 65535; off turns it off", [TOWN, "config.inspectorAddress=127.0.0.1:0"]],
    [
      "set config.inspectorTokenFile, or leave the inspector on the loopback",
      [TOWN, "config.inspectorAddress=:9001"],
    ],
    [
      "networkPolicy lets nobody reach the inspector",
      [TOWN, "config.inspectorAddress=:9001,config.inspectorTokenFile=/t,networkPolicy.enabled=true"],
    ],
    ["where no probe reaches it", [TOWN, "config.httpAddress=127.0.0.1:9090"]],
    ["where no probe reaches it", [TOWN, "config.httpAddress=localhost:9090"]],
    [
      "where Prometheus does not reach it",
      [TOWN, "hostNetwork=true,config.httpAddress=127.0.0.1:9090,serviceMonitor.enabled=true"],
    ],
    [
      "which on the node's network (hostNetwork) only root may open",
      [TOWN, "hostNetwork=true,config.httpAddress=:80"],
    ],
    [
      "networkPolicy has no effect on a pod of the node's network",
      [TOWN, "hostNetwork=true,networkPolicy.enabled=true"],
    ],
    [
      "networkPolicy.metricsFrom needs networkPolicy.enabled=true",
      [TOWN, "networkPolicy.metricsFrom[0].podSelector.a=b"],
    ],
    [
      "no node with an operator could ever be drained",
      [TOWN, "podDisruptionBudget.enabled=true,podDisruptionBudget.maxUnavailable=0"],
    ],
    [
      "no node with an operator could ever be drained",
      [TOWN, "podDisruptionBudget.enabled=true,podDisruptionBudget.maxUnavailable=0%"],
    ],
    ["podLabels sets app.kubernetes.io/name", [TOWN, String.raw`podLabels.app\.kubernetes\.io/name=x`]],
    ["podLabels sets app.kubernetes.io/part-of", [TOWN, String.raw`podLabels.app\.kubernetes\.io/part-of=x`]],
    ["extraEnv sets GASTOWN_INSPECTOR_ADDRESS", [TOWN, "extraEnv[0].name=GASTOWN_INSPECTOR_ADDRESS"]],
    ["extraEnv sets GT_TOWN_ROOT", [TOWN, "extraEnv[0].name=GT_TOWN_ROOT"]],
    ["gtConfig.townRoot is /tmp, where the chart mounts something", [TOWN, "gtConfig.townRoot=/tmp"]],
    ["gtConfig.townRoot is /tmp, where the chart mounts something", [TOWN, "gtConfig.townRoot=/tmp/./"]],
    [
      "gtConfig.townRoot is /opt/gt/bin, where the chart mounts something",
      [TOWN, "gtConfig.townRoot=/opt/gt/bin,gtConfig.image=gt:1"],
    ],
    [
      "config.leaderElectRenewDeadline (by default 10s) must be shorter",
      [TOWN, "config.leaderElectLeaseDuration=5s"],
    ],
    [
      "config.leaderElectRenewDeadline (1m30s) must be shorter",
      [TOWN, "config.leaderElectLeaseDuration=90s,config.leaderElectRenewDeadline=1m30s"],
    ],
    ["config.leaderElectRetryPeriod (5s) must be less than half", [TOWN, "config.leaderElectRetryPeriod=5s"]],
    [
      "config.leaderElectLeaseDuration is 15500ms: it takes whole seconds",
      [TOWN, "config.leaderElectLeaseDuration=15500ms"],
    ],
    ["config.dataDir is /tmp/../srv: write the path without ..", [TOWN, "config.dataDir=/tmp/../srv"]],
    ["gtConfig.townRoot is /srv/../tmp: write the path", [TOWN, "gtConfig.townRoot=/srv/../tmp"]],
    [
      "gtConfig.townRoot is /gt: with town.create the volume is mounted at the folder above it",
      [...CREATED, "gtConfig.townRoot=/gt"],
    ],
    ["town.rigs has Web_App twice", [...CREATED, ...rigOf(0, "web_app"), ...rigOf(1, "Web_App")]],
    ["extraEnv sets TMUX_TMPDIR", [...CREATED, "extraEnv[0].name=TMUX_TMPDIR"]],
    [
      "extraVolumes has the name town-run twice, or the chart has a volume of that name",
      [...CREATED, "extraVolumes[0].name=town-run"],
    ],
    [
      "mounts data at /srv, where something is mounted already",
      [
        ...CREATED,
        "extraVolumes[0].name=data,extraVolumeMounts[0].name=data,extraVolumeMounts[0].mountPath=/srv",
      ],
    ],
    ["gitURL", [...CREATED, "town.rigs[0].name=alpha"]],
    ["nameOverride", [TOWN, "nameOverride=My_Operator"]],
    ["fullnameOverride", [TOWN, `fullnameOverride=${"a".repeat(53)}`]],
    ["leaderElectResourceNamespace", [TOWN, "config.leaderElectResourceNamespace=Gas Town"]],
  ])("%s (%j)", (sentence, sets) => {
    expect(refusal("template", ...sets)).toContain(sentence);
  });
});

describeWithHelm("values that go together", () => {
  test.each<readonly [string, Sets]>([
    ["two replicas on one node in the pod network", [TOWN, NODE, "replicaCount=2"]],
    [
      "a journal in the pod's own /tmp, for two replicas",
      [...CLAIM, "replicaCount=2,config.dataDir=/tmp/journal"],
    ],
    [
      "an inspector for others with a token",
      [TOWN, "config.inspectorAddress=:9001,config.inspectorTokenFile=/t"],
    ],
    [
      "the inspector's usual port, where it is off",
      [TOWN, "config.httpAddress=:8081,config.inspectorAddress=off"],
    ],
    [
      "a budget of a share",
      [TOWN, "podDisruptionBudget.enabled=true,podDisruptionBudget.maxUnavailable=50%"],
    ],
    [
      "timings of the election that fit",
      [TOWN, "config.leaderElectLeaseDuration=1m,config.leaderElectRenewDeadline=40.5s"],
    ],
    ["a town where gt would be copied to, without an image of it", [TOWN, "gtConfig.townRoot=/opt/gt/bin"]],
    ["the longest name", [TOWN, `fullnameOverride=${"a".repeat(52)}`]],
  ])("are taken: %s", (_what, sets) => {
    expect(refusal("template", ...sets)).toBeNull();
  });

  test("on the node's loopback the kubelet is told to probe there, and nowhere else", () => {
    const probes = (...sets: Sets) =>
      deployment(TOWN, ...sets).spec.template.spec.containers.flatMap(
        ({ startupProbe, livenessProbe, readinessProbe }) =>
          [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.host),
      );
    const [none, here] = [undefined, "127.0.0.1"];
    expect(probes("hostNetwork=true", "config.httpAddress=127.0.0.1:9090")).toEqual([here, here, here]);
    expect(probes("hostNetwork=true")).toEqual([none, none, none]);
  });

  test.each<readonly [string, Sets]>([
    ["its usual name", []],
    ["nameOverride", ["nameOverride=mayor"]],
    ["fullnameOverride", ["fullnameOverride=mayor"]],
    ["labels of the pod's own", ["podLabels.team=town", "nameOverride=x"]],
  ])("gastown-operator inspect finds the pod with %s", (_what, sets) => {
    const [label = "", value] = OPERATOR_LABEL.split("=");
    const { selector, template } = deployment(TOWN, ...sets).spec;

    expect(template.metadata.labels[label]).toBe(value);
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    // A Deployment's selector can never change: an upgrade from an older chart would be refused.
    expect(Object.keys(selector.matchLabels)).toEqual([
      "app.kubernetes.io/name",
      "app.kubernetes.io/instance",
    ]);
  });
});

describeWithHelm("a value that was emptied", () => {
  test.each([
    "config",
    "config.dataDir",
    "podLabels",
    "podSecurityContext",
    "extraEnv",
    "gtConfig.env",
    "resources",
    "affinity",
  ])("of %s is as good as none", (name) => expect(refusal("template", TOWN, `${name}=null`)).toBeNull());
});
