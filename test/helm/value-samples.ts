/** Values of the chart for every field of its schema. */
import { z } from "zod";
import { readChartFile } from "./helm.ts";

/** By the path of its field, such as `volumes.hostPath`. */
export type Row = Readonly<Record<string, unknown>>;

interface Field {
  readonly type?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, Field>> | undefined;
}
const fieldSchema: z.ZodType<Field> = z.lazy(() =>
  z.looseObject({
    type: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), fieldSchema).optional(),
  }),
);

/** What a schema cannot give values for. The first one is harmless by itself. */
const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  global: [{}],
  "gtConfig.townRoot": ["/srv/gt", "/home/ada/gt"],
  "gtConfig.gtBinary": ["gt", "/opt/gt/bin/gt"],
  "gtConfig.image": ["", "registry.example.com/gt:1.2.1"],
  "gtConfig.imagePaths": [["/usr/local/bin/gt", "/usr/local/bin/bd"], ["/gt"]],
  "gtConfig.env": [[], [{ name: "GT_DOLT_PORT", value: "3308" }]],
  "volumes.hostPath": ["", "/home/ada/gt"],
  "volumes.existingClaim": ["", "town"],
  "town.image": ["", "registry.example.com/town:1"],
  "town.rigs": [[], [{ name: "alpha", gitURL: "https://git.example.com/alpha.git" }]],
  "town.git": [{}, { secret: "town-git" }],
  "town.agentSecret": ["", "agents"],
  "town.storage": [{}, { size: "1Ti", className: "fast" }],
  "town.resources": [{}, { limits: { memory: "8Gi" } }],
  "config.dataDir": ["", "/data/journal", "/tmp/journal", "/srv/gt/.journal"],
  "config.httpAddress": [":8080", ":8081", ":80", "127.0.0.1:9090", "0.0.0.0:9000"],
  "config.inspectorAddress": ["", "off", false, "127.0.0.1:9002", ":9001"],
  "config.inspectorTokenFile": ["", "/tmp/token"],
  "config.journalFsync": ["", "never", "commit", "5s"],
  "config.journalKeepAge": ["", "24h"],
  "config.journalKeepSize": ["", "64Mi"],
  "config.journalSegmentAge": ["", "1h"],
  "config.journalSegmentSize": ["", "1Mi"],
  "config.kubeconfig": ["", "/tmp/kubeconfig"],
  "config.leaderElectLeaseDuration": ["", "30s"],
  "config.leaderElectRenewDeadline": ["", "9s"],
  "config.leaderElectResourceNamespace": ["", "leases"],
  "config.leaderElectRetryPeriod": ["", "1s"],
  "config.namespace": ["", "polecats"],
  "config.podImage": ["", "registry.example.com/operator:1"],
  "config.podNamespaces": ["", "polecats", "team-a,team-b"],
  "config.pollInterval": ["", "10s"],
  "config.readTimeout": ["", "20s"],
  "config.slingTimeout": ["", "6m"],
  "config.stuckThreshold": ["", "1h"],
  "config.town": ["", "east"],
  "config.watchdogTimeout": ["", "off", false, "20s"],
  replicaCount: [1, 0, 2, 10],
  "image.repository": ["", "registry.example.com/team/operator"],
  "image.tag": ["", "0.2.0"],
  "image.digest": ["", `sha256:${"0123456789abcdef".repeat(4)}`],
  imagePullSecrets: [[], [{ name: "registry" }]],
  nameOverride: ["", "mayor"],
  fullnameOverride: ["", "a".repeat(52)],
  "serviceAccount.name": ["", "ada"],
  "serviceAccount.annotations": [{}, { "example.com/role": "mayor" }],
  "podSecurityContext.runAsUser": [1000, 1],
  "podSecurityContext.runAsGroup": [1000, 1],
  "podSecurityContext.fsGroup": [1000, 1],
  "podSecurityContext.supplementalGroups": [[], [7]],
  resources: [{ limits: { memory: "512Mi" } }, {}],
  terminationGracePeriodSeconds: [30, 12],
  priorityClassName: ["", "system-cluster-critical"],
  nodeSelector: [{}, { "kubernetes.io/hostname": "node-1" }],
  tolerations: [[], [{ operator: "Exists" }]],
  affinity: [{}, { nodeAffinity: {} }],
  topologySpreadConstraints: [[], [{ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" }]],
  podAnnotations: [{}, { "example.com/note": "town" }],
  podLabels: [{}, { team: "town" }],
  deploymentAnnotations: [{}, { "example.com/note": "town" }],
  extraEnv: [[], [{ name: "TMUX_TMPDIR", value: "/tmp" }]],
  extraVolumes: [
    [],
    [{ name: "data", emptyDir: {} }],
    [{ name: "data", persistentVolumeClaim: { claimName: "d" } }],
  ],
  extraVolumeMounts: [[], [{ name: "data", mountPath: "/data" }]],
  "service.annotations": [{}, { "example.com/note": "town" }],
  "service.port": [8080, 80],
  "serviceMonitor.interval": ["30s", "1m"],
  "serviceMonitor.labels": [{}, { release: "prometheus" }],
  "prometheusRule.labels": [{}, { release: "prometheus" }],
  "grafanaDashboard.labels": [{ grafana_dashboard: "1" }, {}],
  "networkPolicy.metricsFrom": [[], [{ podSelector: { matchLabels: { a: "b" } } }]],
  "podDisruptionBudget.maxUnavailable": [1, "50%", 0],
};

/** Every field of the schema with its values. @throws Error for a field that has none. */
export function valuesOfSchema(): ReadonlyMap<string, readonly unknown[]> {
  const schema = fieldSchema.parse(JSON.parse(readChartFile("values.schema.json")));
  return new Map(fieldsOf(schema, ""));
}

function fieldsOf({ properties = {} }: Field, above: string): readonly [string, readonly unknown[]][] {
  return Object.entries(properties).flatMap(([name, field]): readonly [string, readonly unknown[]][] => {
    const path = `${above}${name}`;
    if (path in SAMPLES) return [[path, SAMPLES[path] ?? []]];
    if (field.properties !== undefined) return fieldsOf(field, `${path}.`);
    if (field.enum !== undefined) return [[path, field.enum]];
    if (field.type === "boolean") return [[path, [false, true]]];
    throw new Error(`no values are given for ${path}, which the schema has`);
  });
}
