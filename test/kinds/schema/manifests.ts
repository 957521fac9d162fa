/** Manifests as people write them, and what the API server makes of them when it stores them. */
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import {
  parseBeadStore,
  parseConvoy,
  parsePolecat,
  parseRefinery,
  parseRig,
  parseWitness,
  type KindName,
  type Reading,
} from "../../../src/kinds/index.ts";

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.enum(["Rig", "Polecat", "Convoy", "Witness", "Refinery", "BeadStore"]),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  spec: z.record(z.string(), z.unknown()),
});

export type Manifest = z.infer<typeof manifestSchema>;

export const READERS: Readonly<Record<KindName, (raw: unknown) => Reading<{ readonly spec: unknown }>>> = {
  Rig: parseRig,
  Polecat: parsePolecat,
  Convoy: parseConvoy,
  Witness: parseWitness,
  Refinery: parseRefinery,
  BeadStore: parseBeadStore,
};

export function manifests(yaml: string): readonly Manifest[] {
  return parseAllDocuments(yaml).map((document) => manifestSchema.parse(document.toJS()));
}

/** The object as it comes back from the API server, with what the server sets in its metadata. */
export function stored(
  manifest: { readonly metadata: object; readonly spec: object },
  status?: unknown,
): object {
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      uid: "0b7c2c1e-6f0e-4a43-8a3c-0c6f6f2b9d11",
      resourceVersion: "42",
      generation: 1,
      creationTimestamp: "2026-01-02T03:04:05Z",
      managedFields: [{ manager: "kubectl" }],
    },
    ...(status !== undefined && { status }),
  };
}

export function read(manifest: Manifest): Reading<{ readonly spec: unknown }> {
  return READERS[manifest.kind](stored(manifest));
}
