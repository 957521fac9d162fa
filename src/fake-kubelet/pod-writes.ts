/** What a kubelet, a scheduler and controllers write about a pod. A pod that is gone is nobody's failure. */
import { z } from "zod";
import { isApiError, objectPath, type KubeApi } from "../kube/index.ts";
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

  /** Why it was taken away is somebody else's word, and stays. */
  async status(pod: KubeletPod, status: object): Promise<void> {
    await this.#try("PATCH", objectPath(kubeletPods, pod.metadata, "status"), {
      body: { metadata: { uid: pod.metadata.uid }, status },
      contentType: "application/merge-patch+json",
    });
  }

  async condition(pod: KubeletPod, condition: PodCondition): Promise<void> {
    const others = conditionsOf(pod).filter(({ type }) => type !== condition.type);
    const added = { lastTransitionTime: null, ...condition };
    await this.status(pod, { conditions: [...others, added] });
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

  async #try(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    options: { readonly body: unknown; readonly contentType?: "application/merge-patch+json" },
  ): Promise<void> {
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
