/** A pod as its kubelet reads it. */
import { z } from "zod";
import { resourceOf, type Resource } from "../kube/index.ts";

const container = z.looseObject({
  name: z.string(),
  image: z.string().default(""),
  restartPolicy: z.string().optional(),
});

const podSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.looseObject({
    nodeName: z.string().optional(),
    initContainers: z.array(container).default([]),
    containers: z.array(container),
  }),
  status: z.looseObject({ phase: z.string().default("Pending") }).default({ phase: "Pending" }),
});

export type KubeletPod = z.output<typeof podSchema>;
export type ContainerSpec = z.output<typeof container>;

export const kubeletPods: Resource<KubeletPod> = resourceOf(
  { group: "", version: "v1", plural: "pods", kind: "Pod", namespaced: true },
  podSchema,
);

/** An init container that goes on beside the others. */
export function isSidecar({ restartPolicy }: ContainerSpec): boolean {
  return restartPolicy === "Always";
}
