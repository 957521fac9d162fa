/**
 * Reviews: what `kubectl auth can-i` and `auth whoami` ask. Whoever has the token of this server may do all that it
 * serves, so the answer never depends on what was asked.
 */
import type { IncomingMessage } from "node:http";
import { StatusError, type JsonObject } from "../objects/index.ts";
import type { Answer } from "./answer.ts";
import { readBody } from "./body.ts";

const RULES = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];

const REVIEWS: Readonly<Record<string, { readonly kind: string; readonly status: JsonObject }>> = {
  "authorization.k8s.io/v1/selfsubjectaccessreviews": {
    kind: "SelfSubjectAccessReview",
    status: { allowed: true, reason: "the token of this server may do all that it serves" },
  },
  "authorization.k8s.io/v1/selfsubjectrulesreviews": {
    kind: "SelfSubjectRulesReview",
    status: {
      resourceRules: RULES.filter((rule) => "resources" in rule),
      nonResourceRules: RULES.filter((rule) => "nonResourceURLs" in rule),
      incomplete: false,
    },
  },
  "authentication.k8s.io/v1/selfsubjectreviews": {
    kind: "SelfSubjectReview",
    status: { userInfo: { username: "admin", groups: ["system:masters", "system:authenticated"] } },
  },
};

/** @returns undefined for any other path. @throws StatusError 405 for any other method than POST. */
export async function reviewAt(path: string, request: IncomingMessage): Promise<Answer | undefined> {
  const resource = path.replace(/^\/apis\//, "");
  const review = path.startsWith("/apis/") ? REVIEWS[resource] : undefined;
  if (review === undefined) return undefined;
  const [group = "", version = ""] = resource.split("/");
  if (request.method !== "POST") throw notAllowed();
  await readBody(request);
  const body = {
    kind: review.kind,
    apiVersion: `${group}/${version}`,
    metadata: { creationTimestamp: null },
    ...(review.kind === "SelfSubjectReview" ? {} : { spec: {} }),
    status: review.status,
  };
  return { code: 201, text: `${JSON.stringify(body)}\n` };
}

/** As kube-apiserver says it of what can only be created. */
function notAllowed(): StatusError {
  return new StatusError({
    code: 405,
    reason: "MethodNotAllowed",
    message: "the server does not allow this method on the requested resource",
    details: {},
  });
}
