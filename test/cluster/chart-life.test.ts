import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { API_VERSION } from "../../src/kinds/index.ts";
import { CHART, describeWithHelm, only, render, type Rendered } from "../helm/helm.ts";
import { MATRIX } from "../helm/matrix.ts";
import {
  collectionOf,
  crdsOf,
  earlierChart,
  emptyCluster,
  NAMESPACE,
  pathOf,
  type Release,
} from "./release.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const DEPLOYMENT = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/gastown-gastown-operator`;
const RIG: Rendered = {
  apiVersion: API_VERSION,
  kind: "Rig",
  metadata: { name: "alpha" },
  spec: { gitURL: "https://git.example.com/alpha.git", beadsPrefix: "al", localPath: "/srv/gt/alpha" },
};
const POLECAT: Rendered = {
  apiVersion: API_VERSION,
  kind: "Polecat",
  metadata: { name: "nux", namespace: "default" },
  spec: { rig: "alpha", desiredState: "Idle" },
};
const REFINERY: Rendered = {
  apiVersion: API_VERSION,
  kind: "Refinery",
  metadata: { name: "alpha", namespace: "default" },
  spec: { rigRef: "alpha" },
};
const PAUSED: Rendered = { ...POLECAT, spec: { rig: "alpha", desiredState: "Idle", paused: true } };

async function cluster(): Promise<Release> {
  const release = await emptyCluster();
  onTestFinished(() => release.close());
  return release;
}

/** A definition that was just applied is served a moment later. */
const served = (release: Release, manifest: Rendered): Promise<unknown> =>
  expect
    .poll(() => release.apply(manifest).then(() => "taken", String), { timeout: WAIT_DEADLINE_MS })
    .toBe("taken");

describeWithHelm("a release on kube-apiserver", () => {
  test("installs everything that the chart renders, and its kinds are served", async () => {
    const release = await cluster();
    release.helm("install", CHART);
    for (const manifest of render("volumes.hostPath=/home/ada/gt"))
      expect(await release.get(pathOf(manifest)), pathOf(manifest)).not.toBeNull();
    await served(release, RIG);
    await served(release, PAUSED);
    await served(release, REFINERY);
  });

  test("upgrades from an earlier version and keeps every resource; its CRDs follow as the docs say", async () => {
    const release = await cluster();
    release.helm("install", earlierChart(release.folder));
    const labels = async (): Promise<unknown> => (await release.get(DEPLOYMENT))?.metadata["labels"];
    expect(await labels()).toMatchObject({ "helm.sh/chart": "gastown-operator-0.0.9" });
    await served(release, RIG);
    const before = [await release.apply(RIG), await release.apply(POLECAT)];

    release.helm("upgrade", CHART, ["config.pollInterval=1m"]);
    expect(await labels()).toMatchObject({ "app.kubernetes.io/version": "0.1.0" });
    // Helm alone leaves the CRDs as they were: that is why the docs have a step of their own.
    await expect(release.apply(PAUSED)).rejects.toThrow(/paused/);
    await expect(release.apply(REFINERY)).rejects.toThrow(/404|could not find/);

    for (const definition of crdsOf(CHART)) await release.apply(definition);
    await served(release, PAUSED);
    await served(release, REFINERY);
    const after = await Promise.all([release.get(pathOf(RIG)), release.get(pathOf(POLECAT))]);
    expect(after.map((object) => object?.metadata.uid)).toEqual(before.map(({ metadata }) => metadata.uid));
  });

  test("is uninstalled without a trace but the CRDs and the resources", async () => {
    const release = await cluster();
    release.helm("install", CHART);
    await served(release, RIG);
    release.uninstall();
    for (const manifest of render("volumes.hostPath=/home/ada/gt"))
      expect(await release.get(pathOf(manifest)), pathOf(manifest)).toBeNull();
    expect(await release.get(pathOf(RIG))).not.toBeNull();
    for (const definition of crdsOf(CHART)) expect(await release.get(pathOf(definition))).not.toBeNull();
  });

  test("of every set of values, each object is taken by the server's strict validation", async () => {
    const release = await cluster();
    for (const name of [NAMESPACE, "polecats"])
      await release.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    for (const definition of crdsOf(CHART).filter(isOfRigs)) await release.apply(definition);
    await served(release, { ...RIG, metadata: { name: "other" } });
    for (const { name, sets } of MATRIX) {
      for (const manifest of render(...sets).filter(isKnownToTheServer))
        await release.api
          .request("POST", collectionOf(manifest), z.unknown(), {
            body: manifest,
            query: { dryRun: "All", fieldValidation: "Strict" },
          })
          .catch((error: unknown) => expect.fail(`${name}: ${String(error)}`));
    }
  });

  test("its pod is admitted where the Pod Security level is restricted, and not with a folder of the node", async () => {
    const release = await cluster();
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await release.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels } });
    const pod = (...sets: readonly string[]): Promise<unknown> => {
      const manifest = podOf(render(...sets));
      return release.api.request("POST", collectionOf(manifest), z.unknown(), {
        body: manifest,
        query: { dryRun: "All", fieldValidation: "Strict" },
      });
    };
    await release.apply({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "gastown-gastown-operator", namespace: NAMESPACE },
    });
    await expect(pod("volumes.existingClaim=town", "gtConfig.image=me/gt:1")).resolves.toBeDefined();
    await expect(
      pod("town.create=true", "town.image=me/town:1", "volumes.existingClaim=town"),
    ).resolves.toBeDefined();
    await expect(pod("volumes.hostPath=/home/ada/gt")).rejects.toThrow(/restricted.*hostPath/);
  });
});

/** Kinds of the Prometheus operator come with CRDs that are not here. */
const isKnownToTheServer = ({ apiVersion }: Rendered): boolean =>
  !apiVersion.startsWith("monitoring.coreos.com/");

const isOfRigs = ({ metadata }: Rendered): boolean => metadata.name.startsWith("rigs.");

const templateSchema = z.looseObject({
  spec: z.looseObject({ template: z.looseObject({ spec: z.unknown() }) }),
});

function podOf(rendered: readonly Rendered[]): Rendered {
  const { spec } = templateSchema.parse(only(rendered, "Deployment") ?? only(rendered, "StatefulSet"));
  const metadata = { name: "operator", namespace: NAMESPACE };
  return { apiVersion: "v1", kind: "Pod", metadata, spec: spec.template.spec };
}
