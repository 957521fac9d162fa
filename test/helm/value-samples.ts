/** Values of the chart for every field of its schema, and which of them cannot go together. */
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

const isEmpty = (value: unknown): boolean =>
  value === "" || JSON.stringify(value) === "[]" || JSON.stringify(value) === "{}";

/** The chart's rules, said once more: a sentence of the refusal, the fields it is about, and when. */
interface Rule {
  readonly sentence: string;
  readonly about: readonly string[];
  readonly holds: (at: (path: string) => unknown) => boolean;
  /** What has to be there so that no other rule comes before it. */
  readonly beside?: Row;
}

const [HTTP, INSPECTOR] = ["config.httpAddress", "config.inspectorAddress"];
const VOLUMES = ["volumes.enabled", "volumes.hostPath", "volumes.existingClaim"];
const isLoopback = (address: unknown): boolean => String(address).startsWith("127.");
const isExposed = (address: unknown): boolean => String(address).startsWith(":");
const portOf = (address: unknown): number => Number(/\d+$/.exec(String(address) || "127.0.0.1:8081")?.[0]);
const isMany = (replicas: unknown): boolean => Number(replicas) > 1;
const sharesJournal = (at: (path: string) => unknown): boolean => {
  const dir = at("config.dataDir");
  if (dir === "/data/journal") return JSON.stringify(at("extraVolumes")).includes("Claim");
  return dir === "/srv/gt/.journal";
};
const isNowhere = (at: (path: string) => unknown): boolean => {
  const dir = at("config.dataDir");
  if (dir === "/data/journal") return isEmpty(at("extraVolumeMounts"));
  return (
    dir === "/srv/gt/.journal" && (at("volumes.enabled") !== true || at("gtConfig.townRoot") !== "/srv/gt")
  );
};

export const RULES: readonly Rule[] = [
  {
    sentence: "the town is nowhere",
    about: VOLUMES,
    holds: (at) =>
      at("volumes.enabled") === true &&
      isEmpty(at("volumes.hostPath")) &&
      isEmpty(at("volumes.existingClaim")),
  },
  {
    sentence: "are both set: the town is in one place",
    about: VOLUMES,
    holds: (at) =>
      at("volumes.enabled") === true &&
      !isEmpty(at("volumes.hostPath")) &&
      !isEmpty(at("volumes.existingClaim")),
  },
  {
    sentence: "volumes.enabled is false, so that",
    about: VOLUMES,
    holds: (at) =>
      at("volumes.enabled") === false &&
      !(isEmpty(at("volumes.hostPath")) && isEmpty(at("volumes.existingClaim"))),
  },
  {
    sentence: "set config.leaderElect=true, or two operators write to one town",
    about: ["replicaCount", "config.leaderElect"],
    holds: (at) => isMany(at("replicaCount")) && String(at("config.leaderElect")) !== "true",
  },
  {
    sentence: "volumes.hostPath is a folder of one node",
    about: ["replicaCount", "volumes.enabled", "volumes.hostPath", "nodeSelector", "affinity"],
    holds: (at) =>
      isMany(at("replicaCount")) &&
      at("volumes.enabled") === true &&
      !isEmpty(at("volumes.hostPath")) &&
      isEmpty(at("nodeSelector")) &&
      isEmpty(at("affinity")),
    beside: { "volumes.existingClaim": "" },
  },
  {
    sentence: "give one of them another",
    about: [HTTP, INSPECTOR],
    holds: (at) =>
      !["off", false].includes(at(INSPECTOR) as string | false) && portOf(at(HTTP)) === portOf(at(INSPECTOR)),
  },
  {
    sentence: "set config.inspectorTokenFile",
    about: [INSPECTOR, "config.inspectorTokenFile"],
    holds: (at) => isExposed(at(INSPECTOR)) && isEmpty(at("config.inspectorTokenFile")),
  },
  {
    sentence: "networkPolicy lets nobody reach the inspector",
    about: [INSPECTOR, "networkPolicy.enabled"],
    holds: (at) => isExposed(at(INSPECTOR)) && at("networkPolicy.enabled") === true,
    beside: { "config.inspectorTokenFile": "/tmp/token" },
  },
  {
    sentence: "where no probe reaches it",
    about: [HTTP, "hostNetwork"],
    holds: (at) => isLoopback(at(HTTP)) && at("hostNetwork") === false,
  },
  {
    sentence: "where Prometheus does not reach it",
    about: [HTTP, "serviceMonitor.enabled"],
    holds: (at) => isLoopback(at(HTTP)) && at("serviceMonitor.enabled") === true,
    beside: { hostNetwork: true },
  },
  {
    sentence: "the pods of one node cannot have one port",
    about: ["hostNetwork", "replicaCount"],
    holds: (at) => at("hostNetwork") === true && isMany(at("replicaCount")),
  },
  {
    sentence: "only root may open",
    about: ["hostNetwork", HTTP],
    holds: (at) => at("hostNetwork") === true && portOf(at(HTTP)) < 1024,
  },
  {
    sentence: "networkPolicy has no effect on a pod of the node's network",
    about: ["hostNetwork", "networkPolicy.enabled"],
    holds: (at) => at("hostNetwork") === true && at("networkPolicy.enabled") === true,
  },
  {
    sentence: "networkPolicy.metricsFrom needs networkPolicy.enabled=true",
    about: ["networkPolicy.metricsFrom", "networkPolicy.enabled"],
    holds: (at) => !isEmpty(at("networkPolicy.metricsFrom")) && at("networkPolicy.enabled") === false,
  },
  {
    sentence: "no node with an operator could ever be drained",
    about: ["podDisruptionBudget.enabled", "podDisruptionBudget.maxUnavailable"],
    holds: (at) =>
      at("podDisruptionBudget.enabled") === true && at("podDisruptionBudget.maxUnavailable") === 0,
  },
  {
    sentence: "where nothing is mounted",
    about: ["config.dataDir", "extraVolumeMounts", "volumes.enabled", "gtConfig.townRoot"],
    holds: isNowhere,
  },
  {
    sentence: "each needs a journal of its own",
    about: ["config.dataDir", "extraVolumes", "replicaCount"],
    holds: (at) => isMany(at("replicaCount")) && sharesJournal(at),
    beside: { extraVolumeMounts: [{ name: "data", mountPath: "/data" }] },
  },
  {
    sentence: "extraVolumeMounts mounts data, and no volume has that name",
    about: ["extraVolumeMounts", "extraVolumes"],
    holds: (at) => !isEmpty(at("extraVolumeMounts")) && isEmpty(at("extraVolumes")),
  },
];

/** Rules that hold in a row, as far as all fields that they are about have a value in it. */
export function brokenRules(row: Row): readonly Rule[] {
  return RULES.filter(({ about, holds }) => about.every((path) => path in row) && holds((path) => row[path]));
}
