/** A pod as it is read: what the kubelet, the scheduler and the controllers say of it, as far as anybody here asks. */
import { z } from "zod";
import { resourceOf, type Resource } from "../kube/index.ts";

const text = z.string().default("");

const terminated = z.looseObject({ exitCode: z.int(), reason: text, message: text });

const state = z.looseObject({
  waiting: z.looseObject({ reason: text, message: text }).optional(),
  running: z.looseObject({}).optional(),
  terminated: terminated.optional(),
});

const containerStatus = z.looseObject({
  name: z.string(),
  state: state.default({}),
  lastState: state.default({}),
  ready: z.boolean().default(false),
  restartCount: z.int().default(0),
});

const condition = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: text,
  message: text,
});

const list = <Item extends z.ZodType>(item: Item) => z.array(item).default([]);

const volume = z.looseObject({
  secret: z.looseObject({ secretName: text }).optional(),
  configMap: z.looseObject({ name: text }).optional(),
  persistentVolumeClaim: z.looseObject({ claimName: text }).optional(),
});

const podSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({ nodeName: z.string().optional(), volumes: list(volume) }).default({ volumes: [] }),
  status: z
    .looseObject({
      phase: z.string().default("Pending"),
      reason: text,
      message: text,
      conditions: list(condition),
      initContainerStatuses: list(containerStatus),
      containerStatuses: list(containerStatus),
    })
    .default({
      phase: "Pending",
      reason: "",
      message: "",
      conditions: [],
      initContainerStatuses: [],
      containerStatuses: [],
    }),
});

export type Pod = z.output<typeof podSchema>;
export type ContainerStatus = Pod["status"]["containerStatuses"][number];
export type Terminated = z.output<typeof terminated>;

export const pods: Resource<Pod> = resourceOf(
  { group: "", version: "v1", plural: "pods", kind: "Pod", namespaced: true },
  podSchema,
);

/** Undefined while the kubelet says nothing of it. */
export function containerOf({ status }: Pod, name: string): ContainerStatus | undefined {
  return [...status.initContainerStatuses, ...status.containerStatuses].find((one) => one.name === name);
}

/** The condition where it is True. */
export function conditionOf({ status }: Pod, type: string): Pod["status"]["conditions"][number] | undefined {
  return status.conditions.find((one) => one.type === type && one.status === "True");
}

/** The kubelet, or whoever took its node away, says that nothing of it runs any more. */
export function isTerminal({ status }: Pod): boolean {
  return status.phase === "Succeeded" || status.phase === "Failed";
}
