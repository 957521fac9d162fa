import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { KubeConfig, type Cluster } from "@kubernetes/client-node";
import { KubeConfigError, messageOf } from "./errors.ts";

export interface KubeConfigSource {
  /** What `KUBECONFIG` or `--kubeconfig` says: one path, or several joined as in PATH. Absent: see `loadKubeConfig`. */
  kubeconfig?: string | undefined;
  /** Context to use instead of the file's `current-context`. */
  context?: string | undefined;
  /** Where a pod's file system begins; the service account is looked for below it. For tests. */
  podRoot?: string;
}

const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount/token";
/** What client-node falls back to when it found nothing at all: the API server of 2015. */
const nowhere = "http://localhost:8080";

/**
 * Finds the cluster, in controller-runtime's order: the paths given, the pod's service account, `~/.kube/config`.
 * @throws KubeConfigError saying what to set.
 */
export function loadKubeConfig({ kubeconfig, context, podRoot = "" }: KubeConfigSource): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig !== undefined && kubeconfig !== "") loadFiles(config, kubeconfig);
    else if (existsSync(podRoot + tokenPath)) config.loadFromCluster(podRoot);
    else config.loadFromDefault();
  } catch (cause) {
    throw new KubeConfigError(
      `the kubeconfig cannot be read: ${messageOf(cause)}. Point KUBECONFIG at a valid one`,
      {
        cause,
      },
    );
  }
  if (context !== undefined) config.setCurrentContext(context);
  config.clusters = config.clusters.map(allowLoopback);
  return checked(config);
}

/** As kubectl does: of several files the missing ones are skipped, and the first one's current context holds. */
function loadFiles(config: KubeConfig, paths: string): void {
  const named = paths.split(delimiter).filter((path) => path !== "");
  const present = named.filter((path) => existsSync(path));
  const [first, ...others] = present;
  if (first === undefined) throw new Error(`no file at ${named.join(", ")}`);
  config.loadFromFile(first);
  for (const path of others) {
    const other = new KubeConfig();
    other.loadFromFile(path);
    config.mergeConfig(other, true);
  }
}

/**
 * client-node refuses plain http unless TLS verification is off. On the loopback (`kubectl proxy`, the embedded
 * API) there is no wire to listen on, and kubectl takes such a cluster as it is.
 */
function allowLoopback(cluster: Cluster): Cluster {
  const url = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  const loopback = url !== undefined && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  return url?.protocol === "http:" && loopback ? { ...cluster, skipTLSVerify: true } : cluster;
}

function checked(config: KubeConfig): KubeConfig {
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const known = config.getContexts().map(({ name }) => name);
    throw new KubeConfigError(
      `the context "${config.getCurrentContext()}" names no cluster. Choose one of: ${known.join(", ") || "(none)"}`,
    );
  }
  if (cluster.name === "cluster" && cluster.server === nowhere) {
    throw new KubeConfigError(
      "no cluster configured: set KUBECONFIG, or run in a pod with a service account",
    );
  }
  if (!URL.canParse(cluster.server)) {
    throw new KubeConfigError(
      `the cluster's address "${cluster.server}" is no URL: in a pod, KUBERNETES_SERVICE_HOST and _PORT must be set`,
    );
  }
  return config;
}
