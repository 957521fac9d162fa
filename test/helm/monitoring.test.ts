import { readFileSync } from "node:fs";
import path from "node:path";
import { ALL_KINDS } from "../../src/kinds/index.ts";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { placeOf, versionOf } from "../../scripts/release/index.ts";
import { createMetrics } from "../../src/telemetry/index.ts";
import { describeWithHelm, only, readChartFile, render, TOWN } from "./helm.ts";

const rulesSchema = z.object({
  groups: z.array(
    z.looseObject({ rules: z.array(z.looseObject({ alert: z.string(), expr: z.string() })).min(1) }),
  ),
});
const annotatedSchema = z.object({
  groups: z.array(
    z.looseObject({
      rules: z.array(z.looseObject({ alert: z.string(), annotations: z.record(z.string(), z.string()) })),
    }),
  ),
});
const CHECKOUT = path.join(import.meta.dirname, "../..");
const dashboardSchema = z.looseObject({
  panels: z.array(z.looseObject({ targets: z.array(z.looseObject({ expr: z.string() })).min(1) })).min(1),
});

/** Names of the series that the operator serves; a histogram has three. */
function served(): ReadonlySet<string> {
  const metrics = createMetrics(ALL_KINDS);
  metrics.leads("default/gastown-operator", true);
  metrics.watchJournal(() => ({ ok: true, lost: 0 }));
  const names = metrics.registry.getMetricsAsArray().map(({ name }) => name);
  return new Set(names.flatMap((name) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]));
}

function expectServed(expressions: readonly string[]): void {
  const names = served();
  for (const expression of expressions) {
    const used = expression.match(/\b(?:gastown|leader_election)_[a-z_]+/g) ?? [];
    expect(used.length, expression).toBeGreaterThan(0);
    for (const name of used) expect(names, expression).toContain(name);
  }
}

test("every alert and every panel asks for metrics that the operator serves", () => {
  const { groups } = rulesSchema.parse(parse(readChartFile("alerts.yaml")));
  expectServed(groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)));
  const { panels } = dashboardSchema.parse(JSON.parse(readChartFile("dashboards/gastown.json")));
  expectServed(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));
});

test("the page about alerts has a heading for each, and for nothing else", () => {
  const { groups } = annotatedSchema.parse(parse(readChartFile("alerts.yaml")));
  const page = readFileSync(path.join(CHECKOUT, "docs/alerts.md"), "utf8");
  const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  expect(headings.toSorted()).toEqual(
    groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)).toSorted(),
  );
});

describeWithHelm("what the chart brings for Prometheus and Grafana", () => {
  test("the alerts come through the templates as they are in the file, each with the address of its runbook", () => {
    const rule = only(render(TOWN, "prometheusRule.enabled=true"), "PrometheusRule");
    const { groups } = annotatedSchema.parse(rule?.["spec"]);
    const rendered = groups.flatMap(({ rules }) => rules);
    const { page } = placeOf(CHECKOUT);
    for (const { alert, annotations } of rendered) {
      expect(annotations["runbook_url"]).toBe(
        `${page}/blob/v${versionOf(CHECKOUT)}/docs/alerts.md#${alert.toLowerCase()}`,
      );
      delete annotations["runbook_url"];
    }
    expect({ groups }).toEqual(parse(readChartFile("alerts.yaml")));
  });

  test("the dashboard comes through the templates as it is in the file", () => {
    const config = only(render(TOWN, "grafanaDashboard.enabled=true"), "ConfigMap");
    const { "gastown.json": text } = z.object({ "gastown.json": z.string() }).parse(config?.["data"]);
    expect(JSON.parse(text)).toEqual(JSON.parse(readChartFile("dashboards/gastown.json")));
  });
});
