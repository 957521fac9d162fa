/** Which values of the chart cannot go together. */
import type { Row } from "./value-samples.ts";

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
const CREATE = "town.create";
/** What a town needs that the chart makes. */
const CREATED: Row = { [CREATE]: true, "town.image": "registry.example.com/town:1" };

export const RULES: readonly Rule[] = [
  {
    sentence: "the town is nowhere",
    about: [...VOLUMES, CREATE],
    holds: (at) =>
      at(CREATE) === false &&
      at("volumes.enabled") === true &&
      isEmpty(at("volumes.hostPath")) &&
      isEmpty(at("volumes.existingClaim")),
  },
  {
    sentence: "town.create needs town.image",
    about: [CREATE, "town.image"],
    holds: (at) => at(CREATE) === true && isEmpty(at("town.image")),
  },
  {
    sentence: "town.create is false, so that town.image and town.rigs",
    about: [CREATE, "town.image", "town.rigs"],
    holds: (at) => at(CREATE) === false && !(isEmpty(at("town.image")) && isEmpty(at("town.rigs"))),
  },
  {
    sentence: "gtConfig.image is for a town that is elsewhere",
    about: [CREATE, "gtConfig.image"],
    holds: (at) => at(CREATE) === true && !isEmpty(at("gtConfig.image")),
    beside: CREATED,
  },
  {
    sentence: "town.create makes the town on a volume of its own",
    about: [CREATE, ...VOLUMES],
    holds: (at) =>
      at(CREATE) === true && (at("volumes.enabled") === false || !isEmpty(at("volumes.hostPath"))),
    beside: CREATED,
  },
  {
    sentence: "the town of town.create is in one pod",
    about: [CREATE, "replicaCount"],
    holds: (at) => at(CREATE) === true && isMany(at("replicaCount")),
    beside: CREATED,
  },
  {
    sentence: "hostNetwork would put the Dolt of town.create",
    about: [CREATE, "hostNetwork"],
    holds: (at) => at(CREATE) === true && at("hostNetwork") === true,
    beside: CREATED,
  },
  {
    sentence: "extraEnv sets TMUX_TMPDIR",
    about: [CREATE, "extraEnv"],
    holds: (at) => at(CREATE) === true && !isEmpty(at("extraEnv")),
    beside: CREATED,
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
