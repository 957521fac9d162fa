/** The sample that spreads the operator over several towns, as Argo CD renders it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { CHART, describeWithHelm, documents, helmTemplate, type Rendered } from "./helm.ts";

const FILE = path.join(import.meta.dirname, "../../samples/many-towns/applicationset.yaml");

const sampleSchema = z.object({
  spec: z.object({
    generators: z.array(
      z.object({ list: z.object({ elements: z.array(z.record(z.string(), z.string())) }) }),
    ),
    template: z.object({
      spec: z.object({
        source: z.object({ helm: z.object({ releaseName: z.string(), valuesObject: z.unknown() }) }),
        destination: z.object({ namespace: z.string() }),
      }),
    }),
  }),
});

const CLUSTER_WIDE = new Set(["ClusterRole", "ClusterRoleBinding"]);

/** @throws Error where the template names what the element lacks, as `missingkey=error` does. */
function filled(template: string, element: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{ \.(\w+) \}\}/g, (_, key: string) => {
    const value = element[key];
    if (value === undefined) throw new Error(`no ${key} in ${JSON.stringify(element)}`);
    return value;
  });
}

function releases(): readonly { readonly town: string; readonly objects: readonly Rendered[] }[] {
  const { generators, template } = sampleSchema.parse(parse(readFileSync(FILE, "utf8"))).spec;
  const { helm } = template.spec.source;
  const folder = mkdtempSync(path.join(tmpdir(), "many-towns-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return generators.flatMap(({ list }) =>
    list.elements.map((element) => {
      const values = path.join(folder, "values.yaml");
      writeFileSync(values, filled(stringify(helm.valuesObject), element));
      const { text, refusal } = helmTemplate(CHART, {
        release: filled(helm.releaseName, element),
        namespace: filled(template.spec.destination.namespace, element),
        flags: ["--values", values],
      });
      expect(refusal).toBeNull();
      return { town: element["town"] ?? "", objects: documents(text) };
    }),
  );
}

describeWithHelm("the sample of many towns", () => {
  test("renders a release for each town that serves that one, and no two of them share a name in the cluster", () => {
    const all = releases();
    expect(all.length).toBeGreaterThan(1);
    for (const { town, objects } of all) {
      const deployment = JSON.stringify(objects.find(({ kind }) => kind === "Deployment"));
      expect(deployment).toContain(`{"name":"GASTOWN_TOWN","value":"${town}"}`);
    }
    const names = all
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => CLUSTER_WIDE.has(kind))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.length).toBeGreaterThanOrEqual(2 * all.length);
    expect(new Set(names).size).toBe(names.length);
  });
});
