import path from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { describeWithHelm, render, type Rendered } from "./helm.ts";
import { MATRIX } from "./matrix.ts";

/** What is kept in files of its own is only named: other tests compare it. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ConfigMap: { data: { "gastown.json": "dashboards/gastown.json" } },
  PrometheusRule: { spec: { groups: "alerts.yaml" } },
};

const readable = (manifest: Rendered): string =>
  stringify({ ...manifest, ...ELSEWHERE[manifest.kind] }, { lineWidth: 0, aliasDuplicateObjects: false });

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
