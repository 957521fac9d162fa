import type { PolicyRule } from "../envtest/index.ts";

/** What the operator may do, and no more: a 403 in the audit log says that it wants something else. */
export const OPERATOR_RULES: readonly PolicyRule[] = [
  {
    apiGroups: ["gastown.gastown.io"],
    resources: ["rigs", "polecats", "convoys", "witnesses"],
    verbs: ["get", "list", "watch", "create", "patch", "delete"],
  },
  {
    apiGroups: ["gastown.gastown.io"],
    resources: ["rigs/status", "polecats/status", "convoys/status", "witnesses/status"],
    verbs: ["patch"],
  },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update", "patch"] },
];
