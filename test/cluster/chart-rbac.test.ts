import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { crds, ALL_KINDS } from "../../src/kinds/index.ts";
import { kubeconfigOf } from "embedded-kube/testing";
import { clusterApiOn } from "../e2e/harness/cluster-api.ts";
import { until } from "../e2e/harness/index.ts";
import { ControlPlane } from "../envtest/index.ts";
import { everythingAsked, NAMESPACE } from "../helm/everything-asked.ts";
import { CHART, describeWithHelm, helm, TOWN } from "../helm/helm.ts";
import { compare, grantsOf, inWords, type Grant } from "../helm/permissions.ts";

/** What the chart calls it for the release `gastown`. */
const ACCOUNT = "gastown-gastown-operator";
const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });
const tokenSchema = z.object({ status: z.object({ token: z.string() }) });

/** The authorizer learns of a new role a moment after it was made. */
async function untilAllowed(
  plane: ControlPlane,
  { group, resource, verb, namespace, name }: Grant,
): Promise<void> {
  const [kind = "", subresource] = resource.split("/");
  await until(`${verb} ${resource} is allowed`, async () => {
    const review = await plane.admin.create("/apis/authorization.k8s.io/v1/subjectaccessreviews", {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: {
        user: `system:serviceaccount:${NAMESPACE}:${ACCOUNT}`,
        resourceAttributes: { group, resource: kind, subresource, verb, namespace, name },
      },
    });
    return reviewSchema.parse(JSON.parse(review)).status.allowed;
  });
}

/** Installs the chart. @returns a kubeconfig of the ServiceAccount that it made. */
async function install(plane: ControlPlane, folder: string, sets: readonly string[]): Promise<string> {
  const flags = [TOWN, ...sets].flatMap((set) => ["--set", set]);
  helm(plane.kubeconfigPath, "install", "gastown", CHART, "--namespace", NAMESPACE, ...flags);
  for (const grant of grantsOf(...sets)) await untilAllowed(plane, grant);
  const answer = await plane.admin.create(
    `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${ACCOUNT}/token`,
    { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3600 } },
  );
  const { token } = tokenSchema.parse(JSON.parse(answer)).status;
  const file = path.join(folder, "service-account");
  writeFileSync(file, kubeconfigOf({ url: plane.url, token, ca: undefined }));
  return file;
}

const SCOPES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["everywhere", ["config.adopt=true"], []],
  ["in one namespace", ["config.adopt=true", "config.namespace=default"], ["--namespace=default"]],
];

describeWithHelm("the operator under the chart's own ServiceAccount", () => {
  test.for(SCOPES)(
    "serving %s, is never refused by the authorizer, and uses every rule",
    async ([, sets, flags]) => {
      let plane: ControlPlane | undefined;
      const startApi = async (folder: string) => {
        plane = await ControlPlane.start({
          folder: path.join(folder, "plane"),
          definitions: crds(ALL_KINDS),
        });
        return clusterApiOn(plane);
      };
      const asked = await everythingAsked(startApi, flags, async (folder) => {
        if (plane === undefined) throw new Error("the control plane was not started");
        return { kubeconfigPath: await install(plane, folder, sets), ca: plane.ca };
      });
      const refused = asked.filter(({ code }) => code === 403 || code === 401);
      expect(refused.map(inWords)).toEqual([]);
      // A lease that is not there yet is one that may be asked for; a conflict is the proxy's own word.
      const granted = asked.filter(({ code }) => code !== null && (code < 300 || code === 404));
      expect(compare(grantsOf(...sets), granted).unused).toEqual([]);
    },
  );
});
