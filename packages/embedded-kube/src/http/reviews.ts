/**
 * Reviews: what `kubectl auth can-i` and `auth whoami` ask. Whoever has the token of this server may do all that it
 * serves, so the answer never depends on what was asked.
 */
import type { IncomingMessage } from "node:http";
import { childOf, isJsonObject, StatusError, type JsonObject, type JsonValue } from "../objects/index.ts";
import {
  apiVersionOf,
  selfSubjectAccessReviews,
  selfSubjectReviews,
  selfSubjectRulesReviews,
  type Resource,
} from "../resources/index.ts";
import type { Answer } from "./answer.ts";
import { mediaType, parseBody, readBody } from "./body.ts";

const RESOURCE_RULES = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];
const OTHER_RULES = [{ verbs: ["*"], nonResourceURLs: ["*"] }];

const STATUSES: readonly (readonly [Resource, JsonObject])[] = [
  [selfSubjectAccessReviews, { allowed: true, reason: "the token of this server may do all that it serves" }],
  [
    selfSubjectRulesReviews,
    { resourceRules: RESOURCE_RULES, nonResourceRules: OTHER_RULES, incomplete: false },
  ],
  [
    selfSubjectReviews,
    { userInfo: { username: "admin", groups: ["system:masters", "system:authenticated"] } },
  ],
];

const REVIEWS = new Map(
  STATUSES.map(([resource, status]) => [
    `/apis/${apiVersionOf(resource)}/${resource.plural}`,
    { resource, status },
  ]),
);

/** @returns undefined for any other path. @throws StatusError 405 for any other method than POST, 400 and 415 for its body. */
export async function reviewAt(path: string, request: IncomingMessage): Promise<Answer | undefined> {
  const review = REVIEWS.get(path);
  if (review === undefined) return undefined;
  if (request.method !== "POST") throw notAllowed();
  const asked = specIn(mediaType(request), await readBody(request));
  const { resource, status } = review;
  const body = {
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: { creationTimestamp: null },
    ...(resource === selfSubjectAccessReviews && { spec: asked }),
    ...(resource === selfSubjectRulesReviews && { spec: {} }),
    status,
  };
  return { code: 201, text: `${JSON.stringify(body)}\n` };
}

/** What was asked, to be repeated as kube-apiserver does. `kubectl auth` asks in protobuf, which is not read here, and reads the status alone. */
function specIn(type: string, body: Buffer): JsonValue {
  if (type === "application/vnd.kubernetes.protobuf") return {};
  const review = parseBody(type, body);
  return (isJsonObject(review) ? childOf(review, "spec") : undefined) ?? {};
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
