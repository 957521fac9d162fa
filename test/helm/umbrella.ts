/** Many renderings of the chart in one call of helm: a chart above it that depends on it once for each row of values. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { CHART, documents, helmTemplate, type Rendered } from "./helm.ts";
import type { Row } from "./value-samples.ts";

/** @returns what helm says: the objects of each row, or its refusal. */
export function renderRows(rows: readonly Row[]): readonly (readonly Rendered[])[] | string {
  const home = mkdtempSync(path.join(tmpdir(), "gastown-umbrella-"));
  try {
    const charts = path.join(home, "charts");
    mkdirSync(charts);
    cpSync(CHART, path.join(charts, "gastown-operator"), { recursive: true });
    // The CRDs are the same in each row, and thousands of lines.
    rmSync(path.join(charts, "gastown-operator/crds"), { recursive: true });
    const dependencies = rows.map((_, index) => ({
      name: "gastown-operator",
      version: "0.1.0",
      alias: `row${index}`,
    }));
    const chart = { apiVersion: "v2", name: "umbrella", version: "0.1.0", dependencies };
    writeFileSync(path.join(home, "Chart.yaml"), stringify(chart));
    const values = Object.fromEntries(rows.map((row, index) => [`row${index}`, nested(row)]));
    // As JSON: in Helm's YAML an off without quotes is no text.
    writeFileSync(path.join(home, "values.yaml"), JSON.stringify(values));
    const { text, refusal } = helmTemplate(home);
    if (refusal !== null) return refusal;
    const parts = Map.groupBy(
      text.split(/^---$/m),
      (part) => /^# Source: umbrella\/charts\/row(\d+)\//m.exec(part)?.[1] ?? "",
    );
    return rows.map((_, index) => (parts.get(String(index)) ?? []).flatMap((part) => documents(part)));
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** `{ "volumes.hostPath": x }` as the values that Helm takes. */
function nested(row: Row): object {
  const values: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(row)) {
    const [above = "", name] = field.split(".");
    if (name === undefined) values[above] = value;
    else values[above] = { ...(values[above] as object | undefined), [name]: value };
  }
  return values;
}
