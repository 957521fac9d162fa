/** Manifests as `kubectl apply --server-side` would send them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { API_VERSION, GROUP, KINDS, VERSION } from "../kinds/index.ts";
import { objectPath, type KubeApi, type ResourceType } from "../kube/index.ts";

const manifestSchema = z.looseObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.enum(["Rig", "Polecat", "Convoy"]),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** @param values replace `${NAME}` in the file. */
export function readManifests(
  folder: string,
  file: string,
  values: Readonly<Record<string, string>>,
): readonly Manifest[] {
  const text = readFileSync(path.join(folder, file), "utf8");
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return parseAllDocuments(filled).map((document) => manifestSchema.parse(document.toJS()));
}

export async function applyManifest(api: KubeApi, manifest: Manifest): Promise<void> {
  const { name, namespace } = manifest.metadata;
  await api.request("PATCH", objectPath(typeOf(manifest.kind), { name, namespace }), z.unknown(), {
    body: manifest,
    contentType: "application/apply-patch+yaml",
    query: { fieldManager: "gastown-demo", force: "true" },
  });
}

export function typeOf(kind: Manifest["kind"]): ResourceType {
  const { plural, scope } = KINDS[kind];
  return { group: GROUP, version: VERSION, plural, kind, namespaced: scope === "Namespaced" };
}
