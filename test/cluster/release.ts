/** A release of the chart on a control plane, and a person with kubectl beside it. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { connect, createKubeApi, type KubeApi } from "../../src/kube/index.ts";
import { ControlPlane } from "../envtest/index.ts";
import { CHART, documents, helm, TOWN, type Rendered, type Sets } from "../helm/helm.ts";

export const NAMESPACE = "gastown";
const storedSchema = z.looseObject({ metadata: z.looseObject({ uid: z.string(), name: z.string() }) });
export type Stored = z.infer<typeof storedSchema>;

export interface Release {
  readonly api: KubeApi;
  /** For what the test makes; removed at the end. */
  readonly folder: string;
  /** `helm install`, `helm upgrade`: with the values that a chart needs at the least, and more. */
  readonly helm: (command: "install" | "upgrade", chart: string, sets?: Sets) => string;
  readonly uninstall: () => string;
  /** The object at a path; null where there is none. */
  readonly get: (path: string) => Promise<Stored | null>;
  /** `kubectl apply --server-side --force-conflicts`; strict, as kubectl is. */
  readonly apply: (manifest: Rendered) => Promise<Stored>;
  readonly close: () => Promise<void>;
}

/** A control plane that has heard nothing of the operator. */
export async function emptyCluster(): Promise<Release> {
  const folder = mkdtempSync(path.join(tmpdir(), "gastown-release-"));
  const plane = await ControlPlane.start({ folder: path.join(folder, "plane"), definitions: [] });
  const connection = connect({ kubeconfig: plane.kubeconfigPath }, () => Date.now());
  const api = createKubeApi(connection);
  return {
    api,
    folder,
    helm: (command, chart, sets = []) => {
      const flags = [TOWN, ...sets].flatMap((set) => ["--set", set]);
      const namespace = ["--namespace", NAMESPACE, ...(command === "install" ? ["--create-namespace"] : [])];
      return helm(plane.kubeconfigPath, command, "gastown", chart, ...namespace, ...flags);
    },
    uninstall: () => helm(plane.kubeconfigPath, "uninstall", "gastown", "--namespace", NAMESPACE),
    get: async (at) => {
      const reply = await plane.admin.tryTo("GET", at);
      if (reply?.code === 404) return null;
      if (reply?.code !== 200) throw new Error(`GET ${at}: ${reply?.text ?? "no answer"}`);
      return storedSchema.parse(JSON.parse(reply.text));
    },
    apply: (manifest) =>
      api.request("PATCH", pathOf(manifest), storedSchema, {
        body: manifest,
        contentType: "application/apply-patch+yaml",
        query: { fieldManager: "kubectl", force: "true", fieldValidation: "Strict" },
      }),
    async close() {
      await connection.close();
      await plane.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Plurals of the kinds that the chart renders, and of those that the tests apply. */
const PLURALS: Readonly<Record<string, readonly [plural: string, scope: "Namespaced" | "Cluster"]>> = {
  ClusterRole: ["clusterroles", "Cluster"],
  ClusterRoleBinding: ["clusterrolebindings", "Cluster"],
  ConfigMap: ["configmaps", "Namespaced"],
  CustomResourceDefinition: ["customresourcedefinitions", "Cluster"],
  Deployment: ["deployments", "Namespaced"],
  LimitRange: ["limitranges", "Namespaced"],
  Namespace: ["namespaces", "Cluster"],
  NetworkPolicy: ["networkpolicies", "Namespaced"],
  Pod: ["pods", "Namespaced"],
  PodDisruptionBudget: ["poddisruptionbudgets", "Namespaced"],
  Polecat: ["polecats", "Namespaced"],
  Refinery: ["refineries", "Namespaced"],
  Rig: ["rigs", "Cluster"],
  Role: ["roles", "Namespaced"],
  RoleBinding: ["rolebindings", "Namespaced"],
  Service: ["services", "Namespaced"],
  ServiceAccount: ["serviceaccounts", "Namespaced"],
  StatefulSet: ["statefulsets", "Namespaced"],
  ValidatingAdmissionPolicy: ["validatingadmissionpolicies", "Cluster"],
  ValidatingAdmissionPolicyBinding: ["validatingadmissionpolicybindings", "Cluster"],
};

export function collectionOf({ apiVersion, kind, metadata }: Rendered): string {
  const known = PLURALS[kind];
  if (known === undefined) throw new Error(`nobody knows the plural of ${kind}`);
  const [plural, scope] = known;
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return scope === "Cluster"
    ? `${root}/${plural}`
    : `${root}/namespaces/${metadata.namespace ?? "default"}/${plural}`;
}

export const pathOf = (manifest: Rendered): string => `${collectionOf(manifest)}/${manifest.metadata.name}`;

/** The CRDs of a chart, as `helm show crds` prints them. */
export function crdsOf(chart: string): readonly Rendered[] {
  return documents(helm("/dev/null", "show", "crds", chart));
}

const definitionSchema = z.looseObject({
  spec: z.looseObject({
    versions: z.array(
      z.looseObject({
        schema: z.looseObject({
          openAPIV3Schema: z.looseObject({
            properties: z.looseObject({
              spec: z.looseObject({ properties: z.record(z.string(), z.unknown()) }),
            }),
          }),
        }),
      }),
    ),
  }),
});

/**
 * This chart as it was before: of a lower version, without the Refinery kind, and with Polecats that cannot be paused.
 * @returns the packaged chart.
 */
export function earlierChart(folder: string): string {
  const chart = path.join(folder, "earlier");
  mkdirSync(chart, { recursive: true });
  cpSync(CHART, chart, { recursive: true });
  const rewrite = (name: string, change: (text: string) => string): void =>
    writeFileSync(path.join(chart, name), change(readFileSync(path.join(chart, name), "utf8")));
  rewrite("Chart.yaml", (text) =>
    text.replace(/^version: .+$/m, "version: 0.0.9").replace(/^appVersion: .+$/m, "appVersion: 0.0.9"),
  );
  rmSync(path.join(chart, "crds/gastown.gastown.io_refineries.yaml"));
  rewrite("crds/gastown.gastown.io_polecats.yaml", (text) => {
    const [polecats] = documents(text);
    const definition = definitionSchema.parse(polecats);
    for (const { schema } of definition.spec.versions)
      delete schema.openAPIV3Schema.properties.spec.properties["paused"];
    return stringify(definition, { version: "1.1" });
  });
  helm("/dev/null", "package", chart, "--destination", folder);
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (archive === undefined) throw new Error("helm package made no archive");
  return path.join(folder, archive);
}
