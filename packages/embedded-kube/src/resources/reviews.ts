import type { JsonObject } from "../objects/index.ts";
import { builtInResource, namedTable } from "./built-in.ts";
import type { Resource } from "./resource.ts";

const authorization = "authorization.k8s.io";

/** A kind that is never stored: who creates one is answered in its status. */
function review(group: string, kind: string, description: string, asks = true): Resource {
  const open: JsonObject = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return builtInResource({
    group,
    version: "v1",
    kind,
    plural: `${kind.toLowerCase()}s`,
    namespaced: false,
    verbs: ["create"],
    description,
    properties: { ...(asks && { spec: open }), status: open },
    table: namedTable([]),
  });
}

/** What `kubectl auth` asks: may I, what may I, who am I. */
export const selfSubjectAccessReviews = review(
  authorization,
  "SelfSubjectAccessReview",
  "SelfSubjectAccessReview checks whether or not the current user can perform an action.",
);
export const selfSubjectRulesReviews = review(
  authorization,
  "SelfSubjectRulesReview",
  "SelfSubjectRulesReview enumerates the set of actions the current user can perform within a namespace.",
);
export const selfSubjectReviews = review(
  "authentication.k8s.io",
  "SelfSubjectReview",
  "SelfSubjectReview contains the user information that the API server has about the user making this request.",
  false,
);
