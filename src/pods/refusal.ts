/** Why the API server takes no such pod, by its own words: it has one code for most of them. */
import type { ApiError } from "../kube/index.ts";
import type { Finding, PodCause } from "./causes.ts";

const WORDS: readonly (readonly [RegExp, PodCause])[] = [
  [/violates PodSecurity/, "PodSecurityRefused"],
  [/exceeded quota/, "QuotaExceeded"],
  [/failed quota/, "LimitsRequired"],
  [/(?:maximum|minimum) (?:cpu|memory|[\w./-]+) usage per|limit to request ratio/, "LimitRangeViolated"],
  [/being terminated/, "NamespaceTerminating"],
  [/error looking up service account|serviceaccount .* not found/, "ServiceAccountMissing"],
  [/RuntimeClass .* not found/, "RuntimeClassMissing"],
  [/ValidatingAdmissionPolicy|admission webhook/, "AdmissionDenied"],
  [/cannot create resource "pods"/, "PodsForbidden"],
];

/** @returns null for an answer that says nothing about the pod: it is tried again. */
export function refusalOf(error: ApiError): Finding | null {
  if (![400, 403, 404, 422].includes(error.code)) return null;
  const known = WORDS.find(([words]) => words.test(error.said))?.[1];
  return { cause: known ?? byCode(error.code), said: error.said };
}

function byCode(code: number): PodCause {
  if (code === 404) return "NamespaceMissing";
  return code === 403 ? "AdmissionDenied" : "PodInvalid";
}
