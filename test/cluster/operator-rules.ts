import type { PolicyRule } from "../envtest/index.ts";

const KINDS = ["rigs", "polecats", "convoys", "witnesses", "refineries", "beadstores"];

/** What the operator may do, and no more: a 403 in the audit log says that it wants something else. */
export const OPERATOR_RULES: readonly PolicyRule[] = [
  {
    apiGroups: ["gastown.gastown.io"],
    resources: KINDS,
    verbs: ["get", "list", "watch", "create", "patch", "delete"],
  },
  {
    apiGroups: ["gastown.gastown.io"],
    resources: KINDS.map((kind) => `${kind}/status`),
    verbs: ["patch"],
  },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] },
];
