/** What the chart's Roles permit, one permission at a time. */
import { z } from "zod";
import { render, TOWN } from "./helm.ts";
import type { Asked } from "./recording-proxy.ts";

const roleSchema = z.looseObject({
  kind: z.enum(["Role", "ClusterRole"]),
  metadata: z.looseObject({ namespace: z.string().optional() }),
  rules: z.array(
    z.strictObject({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      resourceNames: z.array(z.string()).optional(),
      verbs: z.array(z.string()),
    }),
  ),
});

/** One permission; a namespace or a name that is absent is any. */
export interface Grant {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

export function grantsOf(...sets: readonly string[]): readonly Grant[] {
  return render(TOWN, ...sets)
    .filter(({ kind }) => kind === "Role" || kind === "ClusterRole")
    .map((role) => roleSchema.parse(role))
    .flatMap(({ metadata: { namespace }, rules }) =>
      rules.flatMap(({ apiGroups, resources, resourceNames = [undefined], verbs }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            resourceNames.flatMap((name) =>
              verbs.map((verb) => ({ group, resource, verb, namespace, name })),
            ),
          ),
        ),
      ),
    );
}

/** As sentences: requests that no grant covers, and grants that no request needed. */
export function compare(
  grants: readonly Grant[],
  asked: readonly Asked[],
): { readonly missing: readonly string[]; readonly unused: readonly string[] } {
  const missing = asked.filter((request) => !grants.some((grant) => covers(grant, request)));
  const unused = grants.filter((grant) => !asked.some((request) => covers(grant, request)));
  return { missing: [...new Set(missing.map(inWords))], unused: unused.map(inWords) };
}

function covers(grant: Grant, asked: Asked): boolean {
  return (
    grant.group === asked.group &&
    grant.resource === asked.resource &&
    grant.verb === asked.verb &&
    (grant.namespace === undefined || grant.namespace === asked.namespace) &&
    (grant.name === undefined || grant.name === asked.name)
  );
}

export const inWords = ({ verb, group, resource }: Pick<Grant, "verb" | "group" | "resource">): string =>
  `${verb} ${resource} of ${group}`;
