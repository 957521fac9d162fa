/** Whether the agents of Polecats with executionMode kubernetes run in pods, where, and with which image beside them. */
import { isNamespace } from "../grammar/index.ts";
import type { Setting } from "./setting.ts";

export const AGENT_POD_SETTINGS = {
  pods: {
    flag: "pods",
    variable: "GASTOWN_PODS",
    argument: "<true|false>",
    about: "run Polecats with executionMode kubernetes in pods, as their Rig's spec.pods lets them",
    fallback: "false",
  },
  podNamespaces: {
    flag: "pod-namespaces",
    variable: "GASTOWN_POD_NAMESPACES",
    argument: "<names>",
    about: "with --pods: where pods are watched and made, with commas between; without it, --namespace",
  },
  podImage: {
    flag: "pod-image",
    variable: "GASTOWN_POD_IMAGE",
    argument: "<image>",
    about: "with --pods: the operator's own image, which clone and the warden have",
  },
} satisfies Record<string, Setting>;

export interface AgentPodSettings {
  /** The only ones in which pods are watched and made. */
  readonly namespaces: readonly string[];
  readonly image: string;
}

/** @returns the settings, or the one of which the value is wrong, with what it takes. */
export function agentPodSettings(
  namespaces: string | undefined,
  image: string | undefined,
): AgentPodSettings | { readonly wrong: "podNamespaces" | "podImage"; readonly accepted: string } {
  const names = (namespaces ?? "").split(",").map((name) => name.trim());
  if (!names.every(isNamespace)) {
    return { wrong: "podNamespaces", accepted: "namespaces with commas between them, such as team-a,team-b" };
  }
  if (image === undefined) {
    return { wrong: "podImage", accepted: "the image of this operator, such as ghcr.io/owner/name:1.2.3" };
  }
  return { namespaces: [...new Set(names)], image };
}
