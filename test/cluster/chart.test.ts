import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { crds } from "../../src/api/index.ts";
import { ALPHA, beadStore, convoy, polecat, refinery, witness } from "../e2e/harness/index.ts";
import { ControlPlane, findAccount } from "../envtest/index.ts";
import { describeWithHelm, render, TOWN, type Rendered } from "../helm/helm.ts";
import { createSiege } from "./siege.ts";

const NAMESPACE = "gastown";
const KINDS_OF_RBAC = ["ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"];

/** Values that bring in what is left out by default, as far as kube-apiserver itself knows the kinds. */
const VALUES: readonly (readonly [string, readonly string[]])[] = [
  ["by default", []],
  [
    "with all around it",
    ["networkPolicy.enabled=true", "podDisruptionBudget.enabled=true", "grafanaDashboard.enabled=true"],
  ],
  ["for one namespace", ["config.namespace=default"]],
  ["for one town of several", ["config.town=east"]],
];

async function apply(
  plane: ControlPlane,
  rendered: readonly Rendered[],
  ...flags: readonly string[]
): Promise<void> {
  const list = { apiVersion: "v1", kind: "List", items: rendered.map(inNamespace) };
  await execa("kubectl", ["apply", "-f", "-", ...flags], {
    env: { KUBECONFIG: plane.kubeconfigPath, KUBECACHEDIR: path.join(tmpdir(), "gastown-cluster-kubectl") },
    input: JSON.stringify(list),
  });
}

/** As `helm install` does it: what names no namespace goes into the release's. */
function inNamespace(object: Rendered): Rendered {
  if (object.kind.startsWith("Cluster")) return object;
  return { ...object, metadata: { namespace: NAMESPACE, ...object.metadata } };
}

async function createNamespace({ admin }: ControlPlane): Promise<void> {
  await admin.create("/api/v1/namespaces", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: NAMESPACE },
  });
}

describeWithHelm("the chart on kube-apiserver", () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), "gastown-cluster-")), "plane");
    plane = await ControlPlane.start({ folder, definitions: crds() });
    await createNamespace(plane);
  });
  afterAll(() => plane.stop());

  test.for(VALUES)(
    "%s is taken by a dry run of the server, without a field that it does not know",
    async ([, sets]) => {
      await apply(plane, render(TOWN, ...sets), "--dry-run=server", "--validate=strict");
    },
  );

  test("is refused by it where a field has another name", async () => {
    const mistaken = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "mistaken" },
      spec: { replicaz: 2 },
    };
    await expect(apply(plane, [mistaken], "--dry-run=server", "--validate=strict")).rejects.toThrow(
      /replicaz/,
    );
  });

  test(
    "grants its service account what the operator asks for",
    { timeout: 120_000 },
    async ({ onTestFinished }) => {
      const grant = async (fresh: ControlPlane) => {
        await createNamespace(fresh);
        await apply(
          fresh,
          render(TOWN).filter(({ kind }) => KINDS_OF_RBAC.includes(kind)),
        );
        return findAccount(fresh.admin, { namespace: NAMESPACE, name: "gastown-gastown-operator" });
      };
      const { answered, close, forbidden, world } = await createSiege({
        seed: { rigs: [ALPHA], beads: ["al-one"] },
        flags: ["--leader-elect=true", `--leader-elect-resource-namespace=${NAMESPACE}`],
        grant,
      });
      onTestFinished(close);
      const { cluster, town } = world;
      await cluster.apply(
        polecat("worker", { beadID: "al-one", deletionPolicy: "Terminate" }),
        convoy("wave", ["al-one"]),
        witness("watch"),
        refinery("merger"),
        beadStore("beads"),
      );
      await cluster.untilPhase("Polecat", "worker", "Working");
      await cluster.untilPhase("Witness", "watch", "Active");
      await cluster.untilPhase("Refinery", "merger", "Idle");
      await cluster.untilPhase("BeadStore", "beads", "Synced");
      town.bd("close", "al-one");
      await cluster.untilPhase("Convoy", "wave", "Completed");
      await cluster.delete("Polecat", "worker");
      await cluster.untilGone("Polecat", "worker");
      expect(answered(200)).toBeGreaterThan(0);
      expect(forbidden()).toEqual([]);
    },
  );
});
