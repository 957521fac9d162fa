/**
 * Where the inspector of `local` and `demo` is: an extension of the cluster in the kubeconfig that they write, which
 * kubectl passes over. Whoever uses that file finds the page, whatever port it has got.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { clusterExtension, type KubeConfigSource } from "../kube/index.ts";
import { isLoopback } from "@gastown/listener";

/** What the kubeconfig of `local` and `demo` calls its cluster, user and context. */
export const KUBECONFIG_NAME = "gastown-embedded";
const EXTENSION = "gastown-operator";

const kubeconfigSchema = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: z.looseObject({}) })),
});
const notedSchema = z.looseObject({ inspector: z.url() });

/**
 * @param file that the embedded API has written, and that is the owner's alone.
 * @param url null where the inspector is off: then it is noted whose file it is.
 */
export function noteInspector(file: string, url: string | null): void {
  const { clusters, ...config } = kubeconfigSchema.parse(parse(readFileSync(file, "utf8")));
  const extensions = [{ name: EXTENSION, extension: url === null ? {} : { inspector: url } }];
  const noted = clusters.map(({ cluster, ...named }) => ({ ...named, cluster: { ...cluster, extensions } }));
  // Whoever reads it at this moment has it whole.
  writeFileSync(`${file}.new`, stringify({ ...config, clusters: noted }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Whether `local` or `demo` has written it. */
export function isOurKubeconfig(source: KubeConfigSource): boolean {
  return clusterExtension(source, EXTENSION) !== undefined;
}

/** Undefined where none is noted, and for one of another machine: nothing that a file of others names is asked. */
export function notedInspector(source: KubeConfigSource): URL | undefined {
  const noted = notedSchema.safeParse(clusterExtension(source, EXTENSION));
  if (!noted.success) return undefined;
  const url = new URL(noted.data.inspector);
  return isLoopback(url.hostname.replace(/^\[|\]$/g, "")) && url.protocol === "http:" ? url : undefined;
}
