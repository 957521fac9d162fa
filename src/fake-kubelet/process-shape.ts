/** What of a pod matters to whoever runs its containers as processes. */
import { z } from "zod";
import type { ContainerSpec, KubeletPod } from "./pod-shape.ts";

const keyOf = z.object({ name: z.string(), key: z.string() });

const variableSchema = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.looseObject({ secretKeyRef: keyOf.optional(), configMapKeyRef: keyOf.optional() }).optional(),
});

const probeSchema = z.looseObject({ httpGet: z.looseObject({ path: z.string() }) });

const containerSchema = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  workingDir: z.string().optional(),
  env: z.array(variableSchema).default([]),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).default([]),
  startupProbe: probeSchema.optional(),
  readinessProbe: probeSchema.optional(),
});

const volumesSchema = z
  .array(
    z.looseObject({
      name: z.string(),
      secret: z.looseObject({ secretName: z.string() }).optional(),
      configMap: z.looseObject({ name: z.string() }).optional(),
      persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
    }),
  )
  .default([]);

export type ProcessSpec = z.output<typeof containerSchema>;
export type Variable = z.output<typeof variableSchema>;
export type VolumeSpec = z.output<typeof volumesSchema>[number];

export function processOf(container: ContainerSpec): ProcessSpec {
  return containerSchema.parse(container);
}

export function volumesOf({ spec }: KubeletPod): readonly VolumeSpec[] {
  return volumesSchema.parse("volumes" in spec ? spec.volumes : undefined);
}

/** What a Secret or ConfigMap holds, which is the cluster's to know; null where there is none of that name. */
export type ReadFiles = (
  kind: "Secret" | "ConfigMap",
  name: string,
) => Readonly<Record<string, string>> | null;
