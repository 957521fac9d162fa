/** A namespace in which nothing is: whether there is one of that name, and where there is something. */
import { z } from "zod";
import { isApiError, readObject, resourceOf } from "../../kube/index.ts";
import { didYouMean } from "../nearest.ts";
import type { Cluster } from "./cluster.ts";
import { listable } from "./find.ts";

const namespaces = resourceOf(
  { group: "", version: "v1", plural: "namespaces", kind: "Namespace", namespaced: false },
  z.looseObject({ metadata: z.looseObject({ name: z.string() }) }),
);

/** @param name of a namespace that holds neither polecats nor convoys. */
export async function emptyNamespaceWords(cluster: Cluster, name: string): Promise<string> {
  const held = [
    ...((await listable(cluster.api, "Polecat", undefined)) ?? []),
    ...((await listable(cluster.api, "Convoy", undefined)) ?? []),
  ];
  const others = [...new Set(held.map(({ shown }) => shown.metadata.namespace ?? ""))].sort();
  const where = others.length === 0 ? "" : `; there are some in ${others.join(", ")}`;
  if (await isThere(cluster, name)) return `Namespace ${name} holds no polecats and no convoys${where}.`;
  return `There is no namespace ${name}${didYouMean(name, others) || `${where}.`}`;
}

/** True where that may not be read. */
async function isThere({ api }: Cluster, name: string): Promise<boolean> {
  try {
    return (await readObject(api, namespaces, { name })) !== undefined;
  } catch (error) {
    if (isApiError(error, 401, 403)) return true;
    throw error;
  }
}
