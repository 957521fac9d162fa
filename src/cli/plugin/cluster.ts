/** The cluster that a verb speaks to, by the flags that kubectl has for it. */
import type { Command } from "commander";
import { z } from "zod";
import type { Environment } from "../../settings/index.ts";
import { connect, createKubeApi, RefusedConnectionError, type KubeApi } from "../../kube/index.ts";
import { checkNamespace } from "../flag-values.ts";
import { silentServer } from "../unreached.ts";
import { asServerError } from "./server-error.ts";

export const clusterFlags = {
  namespace: z.string().optional(),
  kubeconfig: z.string().optional(),
  context: z.string().optional(),
};

export type ClusterFlags = z.infer<z.ZodObject<typeof clusterFlags>>;

export interface Cluster {
  readonly api: KubeApi;
  /** Of the flag; undefined where none was given. */
  readonly asked: string | undefined;
  /** Of the flag, or of the kubeconfig's context, or `default`. */
  readonly namespace: string;
}

/** @param about what the namespace is of, and which one it is without the flag. */
export function addClusterFlags(command: Command, about: string): Command {
  return command
    .option("-n, --namespace <name>", about)
    .option("--context <name>", "context of the kubeconfig (its current one)")
    .option("--kubeconfig <path>", "cluster to ask (KUBECONFIG, or ~/.kube/config)");
}

/** @throws ServerError for what the API server refuses. */
export async function inCluster<Result>(
  flags: ClusterFlags,
  environment: Environment,
  body: (cluster: Cluster) => Promise<Result>,
): Promise<Result> {
  checkNamespace(flags.namespace);
  const kubeconfig = flags.kubeconfig ?? environment["KUBECONFIG"];
  const { context } = flags;
  const connection = connect({ kubeconfig, context, environment }, () => Date.now());
  try {
    const namespace = flags.namespace ?? connection.namespace ?? "default";
    return await body({ api: createKubeApi(connection), asked: flags.namespace, namespace });
  } catch (error) {
    if (error instanceof RefusedConnectionError)
      throw silentServer({ kubeconfig, context, environment }, connection.server);
    throw asServerError(error);
  } finally {
    await connection.close();
  }
}
