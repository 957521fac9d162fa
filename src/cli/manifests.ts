/** Manifests as `kubectl apply --server-side` would send them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { API_VERSION, GROUP, KINDS, VERSION } from "../kinds/index.ts";
import { objectPath, type KubeApi, type ResourceType } from "../kube/index.ts";

const manifestSchema = z.looseObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.enum(["Rig", "Polecat", "Convoy", "Witness", "Refinery", "BeadStore"]),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Of all files in a folder, and of none below it: as `kubectl apply -f FOLDER` takes them. */
export function readManifests(folder: string): readonly Manifest[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(path.join(folder, file), "utf8")))
    .map((document) => manifestSchema.parse(document.toJS()));
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
