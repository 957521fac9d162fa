/** What a kubelet, a scheduler and controllers write about a pod. A pod that is gone is nobody's failure. */
import { z } from "zod";
import { isApiError, objectPath, ParseProblem, type KubeApi } from "../kube/index.ts";
import { kubeletPods, type KubeletPod } from "./pod-shape.ts";

const conditionsSchema = z.array(z.looseObject({ type: z.string() })).catch([]);

export interface PodCondition {
  readonly type: string;
  readonly status: "True" | "False";
  readonly reason?: string;
  readonly message?: string;
}

export class PodWrites {
  readonly #api: KubeApi;

  constructor(api: KubeApi) {
    this.#api = api;
  }

  async bind(pod: KubeletPod, node: string): Promise<void> {
    const body = {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: pod.metadata.name },
      target: { apiVersion: "v1", kind: "Node", name: node },
    };
    await this.#try("POST", `${objectPath(kubeletPods, pod.metadata)}/binding`, { body });
  }

  /** As `kubectl drain` asks for it. */
  async evict({ metadata: { name, namespace } }: KubeletPod): Promise<void> {
    const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
    await this.#try("POST", `${objectPath(kubeletPods, { name, namespace })}/eviction`, { body });
  }

  /** Why it was taken away is somebody else's word, and stays: where somebody has just written, it is decided anew. */
  async status(pod: KubeletPod, statusOf: (pod: KubeletPod) => object): Promise<void> {
    const { uid } = pod.metadata;
    for (let known: KubeletPod | null = pod; known?.metadata.uid === uid; known = await this.#read(known)) {
      const { resourceVersion } = known.metadata;
      const body = { metadata: { uid, resourceVersion }, status: statusOf(known) };
      if (await this.#isWritten(known, body)) return;
    }
  }

  async condition(pod: KubeletPod, condition: PodCondition): Promise<void> {
    const added = { lastTransitionTime: null, ...condition };
    await this.status(pod, (known) => ({
      conditions: [...conditionsOf(known).filter(({ type }) => type !== condition.type), added],
    }));
  }

  /** @param grace absent: the pod's own. 0: it is gone at once. */
  async remove({ metadata }: KubeletPod, grace?: number): Promise<void> {
    const body = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      preconditions: { uid: metadata.uid },
      ...(grace !== undefined && { gracePeriodSeconds: grace }),
    };
    await this.#try("DELETE", objectPath(kubeletPods, metadata), { body });
  }

  /** @returns false where it has changed since it was read. */
  async #isWritten(pod: KubeletPod, body: object): Promise<boolean> {
    try {
      await this.#api.request("PATCH", objectPath(kubeletPods, pod.metadata, "status"), z.unknown(), {
        body,
        contentType: "application/merge-patch+json",
      });
    } catch (error) {
      if (isApiError(error, 409)) return false;
      if (!isApiError(error, 404)) throw error;
    }
    return true;
  }

  async #read(pod: KubeletPod): Promise<KubeletPod | null> {
    try {
      const found = await this.#api.request("GET", objectPath(kubeletPods, pod.metadata), z.unknown());
      const read = kubeletPods.parse(found);
      return read instanceof ParseProblem ? null : read;
    } catch (error) {
      if (isApiError(error, 404)) return null;
      throw error;
    }
  }

  async #try(method: "POST" | "DELETE", path: string, options: { readonly body: unknown }): Promise<void> {
    try {
      await this.#api.request(method, path, z.unknown(), options);
    } catch (error) {
      if (!isApiError(error, 404, 409)) throw error;
    }
  }
}

export function conditionsOf({ status }: KubeletPod): readonly { readonly type: string }[] {
  return conditionsSchema.parse(status["conditions"]);
}
