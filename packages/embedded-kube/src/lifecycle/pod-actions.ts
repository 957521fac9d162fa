import { wholeSeconds } from "@gastown/system";
import {
  childOf,
  conflict,
  isJsonObject,
  notFound,
  stringAt,
  withMetadata,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from "../objects/index.ts";
import { pods } from "../resources/index.ts";
import { deleteObject } from "./delete.ts";
import { parseDeleteOptions } from "./delete-options.ts";
import type { WriteContext } from "./write-request.ts";

/** What can be asked of a pod beside reading and writing it. */
export type PodAction = "binding" | "eviction";

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Gives a pod to a node, or evicts it as `kubectl drain` does. Throws 404 or 409. */
export function actOnPod(
  context: WriteContext,
  action: PodAction,
  { namespace, name }: PodName,
  body: JsonValue,
): void {
  const live = context.store.get(pods.storage, namespace, name);
  if (live === undefined) throw notFound(pods, name);
  switch (action) {
    case "binding":
      bind(context, live, stringAt(body, "target", "name") ?? "");
      return;
    case "eviction":
      evict(context, live, body);
      return;
    default:
      action satisfies never;
  }
}

function bind(context: WriteContext, live: KubeObject, node: string): void {
  const bound = stringAt(live, "spec", "nodeName");
  if (bound !== undefined) {
    throw conflict(
      { group: "", plural: "pods/binding" },
      live.metadata.name ?? "",
      `pod ${live.metadata.name ?? ""} is already assigned to node "${bound}"`,
    );
  }
  const spec = isJsonObject(live.spec) ? { ...live.spec, nodeName: node } : live.spec;
  const scheduled = condition(context, "PodScheduled", {});
  context.store.put(pods.storage, withCondition({ ...live, ...(spec !== undefined && { spec }) }, scheduled));
}

function evict(context: WriteContext, live: KubeObject, body: JsonValue): void {
  const why = { reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" };
  const marked = context.store.put(
    pods.storage,
    withCondition(live, condition(context, "DisruptionTarget", why)),
  );
  const options = parseDeleteOptions(childOf(body, "deleteOptions"), new URLSearchParams());
  deleteObject(context, pods, marked, options);
}

function condition({ now }: WriteContext, type: string, why: JsonObject): JsonObject {
  return { type, status: "True", lastProbeTime: null, lastTransitionTime: wholeSeconds(now()), ...why };
}

function withCondition(pod: KubeObject, added: JsonObject): KubeObject {
  const status = isJsonObject(pod.status) ? pod.status : {};
  const before = Array.isArray(status.conditions) ? status.conditions.filter(isJsonObject) : [];
  const conditions = [...before.filter(({ type }) => type !== added.type), added];
  return withMetadata({ ...pod, status: { ...status, conditions } }, {});
}
