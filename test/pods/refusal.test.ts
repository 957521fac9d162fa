import { describe, expect, it } from "vitest";
import { ApiError } from "../../src/kube/index.ts";
import { refusalOf, stageOf, type PodCause } from "../../src/pods/index.ts";

const NAME = "nux-6f1c2b7e-0f7a-4d0c-9a53-2f6d6a0f4c11-2";

/** As kube-apiserver and its admission plugins say it; test/cluster/pods.test.ts makes a real one say most of them. */
const REFUSALS: readonly (readonly [PodCause, number, string])[] = [
  [
    "QuotaExceeded",
    403,
    `pods "${NAME}" is forbidden: exceeded quota: agents, requested: pods=1, used: pods=10, limited: pods=10`,
  ],
  [
    "LimitsRequired",
    403,
    `pods "${NAME}" is forbidden: failed quota: agents: must specify limits.memory for: agent; requests.memory for: agent`,
  ],
  [
    "LimitRangeViolated",
    403,
    `pods "${NAME}" is forbidden: maximum memory usage per Container is 1Gi, but limit is 4Gi`,
  ],
  [
    "PodSecurityRefused",
    403,
    `pods "${NAME}" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "agent" must set securityContext.allowPrivilegeEscalation=false)`,
  ],
  [
    "PodsForbidden",
    403,
    'pods is forbidden: User "system:serviceaccount:gastown:operator" cannot create resource "pods" in API group "" in the namespace "town"',
  ],
  [
    "ServiceAccountMissing",
    403,
    `pods "${NAME}" is forbidden: error looking up service account town/default: serviceaccount "default" not found`,
  ],
  ["RuntimeClassMissing", 403, `pods "${NAME}" is forbidden: pod rejected: RuntimeClass "gvisor" not found`],
  [
    "NamespaceTerminating",
    403,
    `pods "${NAME}" is forbidden: unable to create new content in namespace town because it is being terminated`,
  ],
  ["NamespaceMissing", 404, 'namespaces "town" not found'],
  [
    "AdmissionDenied",
    422,
    `pods "${NAME}" is forbidden: ValidatingAdmissionPolicy 'polecat-pods' with binding 'polecat-pods' denied request: this image is not allowed`,
  ],
  ["AdmissionDenied", 400, 'admission webhook "validate.kyverno.svc-fail" denied the request: no'],
  ["AdmissionDenied", 403, `pods "${NAME}" is forbidden: by something that nobody here knows`],
  [
    "PodInvalid",
    422,
    `Pod "${NAME}" is invalid: spec.containers[0].resources.requests: Invalid value: "4Gi": must be less than or equal to memory limit of 1Gi`,
  ],
];

function answered(code: number, message: string): ApiError {
  return new ApiError({ request: "POST /api/v1/namespaces/town/pods", code, status: { message } });
}

describe("an API server that takes no such pod", () => {
  it.for(REFUSALS)("says %s with %i", ([cause, code, message]) => {
    expect(refusalOf(answered(code, message))).toEqual({ cause, said: message });
    expect(stageOf(cause)).toBe("refused");
  });

  it.for([401, 409, 429, 500, 503])("with %i says nothing about the pod: it is asked again", (code) => {
    expect(refusalOf(answered(code, "exceeded quota"))).toBeNull();
  });
});
