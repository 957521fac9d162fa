import path from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { describeWithHelm, render, type Rendered } from "./helm.ts";
import { MATRIX } from "./matrix.ts";

/** What is kept in files of its own is only named: other tests compare it. */
const FILES: Readonly<Record<string, string>> = {
  "gastown.json": "dashboards/gastown.json",
  "town.sh": "files/town.sh",
};

const readable = (manifest: Rendered): string =>
  stringify({ ...manifest, ...elsewhere(manifest) }, { lineWidth: 0, aliasDuplicateObjects: false });

function elsewhere({ kind, data }: Rendered): object {
  if (kind === "PrometheusRule") return { spec: { groups: "alerts.yaml" } };
  if (kind !== "ConfigMap") return {};
  const texts = z.record(z.string(), z.string()).parse(data);
  return {
    data: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, FILES[name] ?? text])),
  };
}

describeWithHelm("what the chart renders, as it is reviewed", () => {
  test.for(MATRIX)("with the values of $name", async ({ name, sets }) => {
    const file = path.join(import.meta.dirname, "snapshots", `${name}.yaml`);
    await expect(
      render(...sets)
        .map(readable)
        .join("---\n"),
    ).toMatchFileSnapshot(file);
  });
});
