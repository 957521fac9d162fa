/**
 * Which kinds the API server serves. Without Rigs, Polecats and Convoys there is nothing to do; a view is shown where its
 * kind is installed and may be read, and the others are served without it.
 */
import type { ApiError, ResourceType } from "../kube/index.ts";
import type { HealthCheck } from "../telemetry/index.ts";

export interface ServedKind {
  readonly resource: ResourceType;
  /** False for one that the operator cannot do without. */
  readonly isView: boolean;
  readonly hasListed: boolean;
  /** Why the server serves none of it; undefined while it does. */
  readonly refusal: ApiError | undefined;
}

/** What is wrong, and what a person can do about it. */
export function refusalText({ group, plural }: ResourceType, { code, message }: ApiError): string {
  return code === 404
    ? `the API server does not know ${plural}.${group}: install the CRDs of this version (kubectl apply --server-side -f crds/)`
    : message;
}

/** For /readyz: what is missing of the kinds, one line for those that must be there and one for the views. */
export function servedChecks(kinds: readonly ServedKind[]): readonly HealthCheck[] {
  const must = kinds.filter(({ isView }) => !isView);
  const views = kinds.filter(({ isView }) => isView);
  const missing = must.flatMap(complaint);
  const unseen = views.flatMap(complaint);
  return [
    {
      name: "resources",
      ok: missing.length === 0,
      message: missing.length === 0 ? "listed" : missing.join("; "),
    },
    {
      name: "views",
      ok: true,
      message: unseen.length === 0 ? "listed" : `not shown, all else is served: ${unseen.join("; ")}`,
      ...(unseen.length > 0 && { concern: unseen.join("; ") }),
    },
  ];
}

function complaint({ resource, hasListed, refusal }: ServedKind): readonly string[] {
  if (refusal !== undefined) return [refusalText(resource, refusal)];
  return hasListed ? [] : [`${resource.plural} are not listed yet`];
}
