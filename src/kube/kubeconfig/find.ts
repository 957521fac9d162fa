import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeConfigError, NoClusterError } from "../errors.ts";
import { readKubeconfigs, type Kubeconfig } from "./files.ts";
import { identityOf } from "./identity.ts";
import { checkMaterial, materialOf } from "./material.ts";
import { podTarget } from "./pod.ts";
import { proxyFor } from "./proxy.ts";
import type { Cluster } from "./schema.ts";
import type { Environment, ServerTrust, Target } from "./target.ts";

export interface KubeConfigSource {
  /** What `KUBECONFIG` or `--kubeconfig` says: one path, or several joined as in PATH. Absent: `~/.kube/config`. */
  kubeconfig?: string | undefined;
  /** Context to use instead of the file's `current-context`. */
  context?: string | undefined;
  /** Absent: no proxy, no pod, and plugins that inherit nothing. */
  environment?: Environment;
  /** Where a pod's file system begins; the service account is looked for below it. For tests. */
  podRoot?: string;
}

/**
 * Finds the cluster in kubectl's order: the files that are named, else `~/.kube/config`, else the pod's service account.
 * @throws KubeConfigError saying what to set.
 */
export function findTarget(source: KubeConfigSource): Target {
  const { kubeconfig, context, environment = {}, podRoot } = source;
  const paths = pathsOf(source);
  const config = readKubeconfigs(paths);
  const chosen = context ?? config?.currentContext;
  if (config !== undefined && chosen !== undefined) return targetOf(config, chosen, environment);
  const isFlag = kubeconfig !== undefined && kubeconfig !== environment["KUBECONFIG"];
  // A file asked for by a flag must be there; only the environment's may be missing, as with kubectl.
  const pod = isFlag && config === undefined ? undefined : podTarget(environment, podRoot);
  if (pod !== undefined) return pod;
  throw new NoClusterError(nothingFound(paths, config));
}

/** Those of the files that are named, for whoever has to choose one. @throws KubeConfigError where one cannot be read. */
export function contextNames(source: KubeConfigSource): readonly string[] {
  return [...(readKubeconfigs(pathsOf(source))?.contexts.keys() ?? [])];
}

/** What a tool has written beside the chosen cluster under its name; undefined where it has nothing there. */
export function clusterExtension(source: KubeConfigSource, name: string): unknown {
  const config = readKubeconfigs(pathsOf(source));
  const context = config?.contexts.get(source.context ?? config.currentContext ?? "");
  const cluster = config?.clusters.get(context?.cluster ?? "");
  return cluster?.extensions.find((one) => one.name === name)?.extension;
}

function pathsOf({ kubeconfig, environment = {} }: KubeConfigSource): readonly string[] {
  if (kubeconfig === undefined || kubeconfig === "") {
    return [join(environment["HOME"] ?? homedir(), ".kube", "config")];
  }
  return [...new Set(kubeconfig.split(delimiter))].filter((path) => path !== "");
}

function nothingFound(paths: readonly string[], config: Kubeconfig | undefined): string {
  const files = paths.join(", ");
  if (config === undefined) {
    return `no cluster is configured: there is no file at ${files === "" ? "(none named)" : files}. Point KUBECONFIG at a kubeconfig, or run in a pod with a service account`;
  }
  return `no current-context is set in ${files}: choose one by kubectl config use-context. It has: ${namesOf(config.contexts)}`;
}

function namesOf(entries: ReadonlyMap<string, unknown>): string {
  return [...entries.keys()].join(", ") || "(none)";
}

function targetOf(config: Kubeconfig, contextName: string, environment: Environment): Target {
  const context = config.contexts.get(contextName);
  if (context === undefined) {
    throw new KubeConfigError(
      `the kubeconfig has no context "${contextName}". Choose one of: ${namesOf(config.contexts)}`,
    );
  }
  const cluster = entryOf("cluster", context.cluster, config.clusters, contextName);
  const user =
    context.user === undefined ? undefined : entryOf("user", context.user, config.users, contextName);
  const url = serverUrl(cluster, context.cluster ?? "");
  const identity =
    user === undefined
      ? ({ login: { by: "nothing" }, certificate: undefined, impersonation: {} } as const)
      : identityOf(context.user ?? "", user, cluster);
  const tls = url.protocol === "https:" ? trustOf(cluster, context.cluster ?? "") : undefined;
  if (tls !== undefined) checkMaterial(tls, identity);
  return {
    server: `${url.origin}${url.pathname}`.replace(/\/+$/, ""),
    namespace: context.namespace,
    proxy: proxyFor(url, cluster["proxy-url"], environment),
    tls,
    user: identity,
  };
}

function entryOf<T>(
  kind: "cluster" | "user",
  name: string | undefined,
  entries: ReadonlyMap<string, T>,
  contextName: string,
): T {
  const entry = name === undefined ? undefined : entries.get(name);
  if (entry !== undefined) return entry;
  throw new KubeConfigError(
    `the context "${contextName}" of the kubeconfig names the ${kind} "${name ?? ""}", which it does not have. It has: ${namesOf(entries)}`,
  );
}

/** An address without a scheme is plain http, as with kubectl. */
function serverUrl({ server }: Cluster, name: string): URL {
  if (server === undefined)
    throw new KubeConfigError(`the cluster "${name}" of the kubeconfig has no server`);
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url !== undefined && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw new KubeConfigError(
    `the server "${server}" of the cluster "${name}" is no address: it takes one such as https://10.0.0.1:6443`,
  );
}

function trustOf(cluster: Cluster, name: string): ServerTrust {
  const ca = materialOf("certificate-authority", cluster);
  const insecure = cluster["insecure-skip-tls-verify"];
  if (ca !== undefined && insecure) {
    throw new KubeConfigError(
      `the cluster "${name}" of the kubeconfig has both a certificate-authority and insecure-skip-tls-verify: only one is allowed`,
    );
  }
  return { ca, servername: cluster["tls-server-name"], insecure };
}
