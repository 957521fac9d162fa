/** Each value of the chart beside each other one: rendered and coherent, or refused with a sentence. */
import { expect, test } from "vitest";
import { z } from "zod";
import { describeWithHelm, only, type Rendered } from "./helm.ts";
import { pairwise } from "./pairwise.ts";
import { renderRows } from "./umbrella.ts";
import { brokenRules, RULES } from "./value-rules.ts";
import { valuesOfSchema, type Row } from "./value-samples.ts";

/** Another one by `PAIRWISE_SEED=…`. */
const SEED = Number(process.env["PAIRWISE_SEED"] ?? 1);

const named = z.looseObject({ name: z.string() });
const probe = z.object({
  httpGet: z.object({ port: z.literal("http"), host: z.string().optional() }),
});
const labels = z.record(z.string(), z.string().regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/));
const deploymentSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/), labels }),
  spec: z.looseObject({
    replicas: z.number(),
    // A StatefulSet has none: it ends the old pod first.
    strategy: z.object({ type: z.string() }).default({ type: "Recreate" }),
    volumeClaimTemplates: z.array(z.object({ metadata: named })).default([]),
    selector: z.object({ matchLabels: labels }),
    template: z.looseObject({
      metadata: z.looseObject({ labels }),
      spec: z.looseObject({
        serviceAccountName: z.string(),
        hostNetwork: z.boolean().optional(),
        initContainers: z
          .array(z.looseObject({ volumeMounts: z.array(named.extend({ mountPath: z.string() })) }))
          .default([]),
        containers: z.tuple([
          z.looseObject({
            env: z.array(named),
            ports: z.tuple([
              z.object({ name: z.literal("http"), containerPort: z.int().min(1).max(65_535) }),
            ]),
            startupProbe: probe,
            livenessProbe: probe,
            readinessProbe: probe,
            volumeMounts: z.array(named.extend({ mountPath: z.string() })),
          }),
        ]),
        volumes: z.array(named),
      }),
    }),
  }),
});

const serviceSchema = z.looseObject({
  spec: z.object({
    selector: labels,
    ports: z.tuple([z.object({ name: z.literal("http"), port: z.number(), targetPort: z.literal("http") })]),
  }),
});
const budgetSchema = z.looseObject({
  spec: z.object({
    maxUnavailable: z.union([z.number().min(1), z.string()]),
    selector: z.object({ matchLabels: labels }),
  }),
});
const bindingSchema = z.looseObject({ subjects: z.array(named) });

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** As the operator is told; undefined where its default does. */
const textOf = (value: unknown): unknown => (value === false ? "off" : value === "" ? undefined : value);

/** What of the objects does not fit together, in words. */
function incoherences(row: Row, rendered: readonly Rendered[]): readonly string[] {
  const isCreated = row["town.create"] === true;
  const workload = only(rendered, isCreated ? "StatefulSet" : "Deployment");
  const { metadata, spec } = deploymentSchema.parse(workload);
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const volumes = [...pod.volumes, ...spec.volumeClaimTemplates.map((claim) => claim.metadata)].map(
    ({ name }) => name,
  );
  const mounts = [container, ...pod.initContainers].flatMap(({ volumeMounts }) => volumeMounts);
  const service = serviceSchema.parse(only(rendered, "Service"));
  const budget = only(rendered, "PodDisruptionBudget");
  const bindings = rendered.filter(({ kind }) => kind.endsWith("Binding"));
  const subjects = bindings.flatMap((binding) => bindingSchema.parse(binding).subjects);
  const env = new Map(container.env.map((variable) => [variable.name, variable["value"]]));
  const http = String(row["config.httpAddress"]);
  const selects = (selector: Readonly<Record<string, string>>): boolean =>
    Object.entries(selector).every(([key, value]) => spec.template.metadata.labels[key] === value);
  const isAlone = env.get("GASTOWN_LEADER_ELECT") !== "true";
  const found: readonly (readonly [boolean, string])[] = [
    [isUnique(volumes), "two volumes have one name"],
    [mounts.every(({ name }) => volumes.includes(name)), "a mount names no volume"],
    [isUnique(container.volumeMounts.map(({ mountPath }) => mountPath)), "two mounts are at one place"],
    [isUnique(container.env.map(({ name }) => name)), "a variable is set twice"],
    [
      container.ports[0].containerPort === Number(/\d+$/.exec(http)?.[0]),
      "the port is not config.httpAddress'",
    ],
    [env.get("GASTOWN_HTTP_ADDRESS") === http, "the operator is not told config.httpAddress"],
    [
      env.get("GASTOWN_INSPECTOR_ADDRESS") === textOf(row["config.inspectorAddress"]),
      "the inspector is elsewhere",
    ],
    [
      env.get("GASTOWN_WATCHDOG_TIMEOUT") === textOf(row["config.watchdogTimeout"]),
      "the watchdog waits otherwise",
    ],
    [selects(spec.selector.matchLabels), "the Deployment does not select its pods"],
    [selects(service.spec.selector), "the Service does not select the pods"],
    [service.spec.ports[0].port === row["service.port"], "the Service has another port"],
    [
      budget === undefined || selects(budgetSchema.parse(budget).spec.selector.matchLabels),
      "the budget is for other pods",
    ],
    [pod.hostNetwork !== true || spec.strategy.type === "Recreate", "two pods of an update want one port"],
    [pod.hostNetwork !== true || spec.replicas <= 1, "two pods want one port of the node"],
    [!isAlone || spec.strategy.type === "Recreate", "two operators run during an update"],
    [!isAlone || spec.replicas <= 1, "two operators run"],
    [
      container.readinessProbe.httpGet.host === undefined || pod.hostNetwork === true,
      "a probe asks the pod's loopback",
    ],
    [subjects.every(({ name }) => name === pod.serviceAccountName), "the rights are another account's"],
    [(row["rbac.create"] === true) === bindings.length > 0, "rbac.create has no effect"],
    [
      row["serviceAccount.create"] !== true ||
        only(rendered, "ServiceAccount")?.metadata.name === pod.serviceAccountName,
      "the account is not there",
    ],
    [
      (row["serviceMonitor.enabled"] === true) === (only(rendered, "ServiceMonitor") !== undefined),
      "serviceMonitor.enabled has no effect",
    ],
    [metadata.name.length <= 52, "the name is too long for what is made of it"],
  ];
  return found.flatMap(([holds, what]) => (holds ? [] : [what]));
}

describeWithHelm("the chart, with every value beside every other one", () => {
  const fields = valuesOfSchema();
  const { rows, left } = pairwise(fields, SEED);

  test("renders objects that fit together", () => {
    const rendered = renderRows(rows);
    if (typeof rendered === "string") throw new Error(`seed ${SEED}: ${rendered}`);
    expect(rendered).toHaveLength(rows.length);
    for (const [index, objects] of rendered.entries()) {
      const row = rows[index] ?? {};
      expect(incoherences(row, objects), `seed ${SEED}: ${JSON.stringify(row)}`).toEqual([]);
    }
  });

  const least: Row = { ...Object.fromEntries([...fields].map(([path, [value]]) => [path, value])), ...LEAST };

  test("refuses the pairs that are in none of these", () => {
    expect(left.length).toBeLessThan(80);
    const taken = left.filter((pair) => {
      const said = renderRows([{ ...least, ...pair }]);
      return typeof said !== "string" || !RULES.some(({ sentence }) => said.includes(sentence));
    });
    expect(taken).toEqual([]);
  });

  test("says each refusal in one sentence", () => {
    const told = RULES.map((rule) => {
      const bad = combinations(rule.about, fields)
        .map((values) => ({ ...least, ...rule.beside, ...values }))
        .find((row) => brokenRules(row).every((broken) => broken === rule) && brokenRules(row).length === 1);
      const said = bad === undefined ? [] : renderRows([bad]);
      return { sentence: rule.sentence, said };
    });
    expect(told.filter(({ sentence, said }) => typeof said !== "string" || !said.includes(sentence))).toEqual(
      [],
    );
  });
});

/** Values that go together, where the first ones of the schema do not. */
const LEAST: Row = {
  "volumes.enabled": true,
  "volumes.existingClaim": "town",
  "config.leaderElect": "true",
  nodeSelector: {},
};

function combinations(
  about: readonly string[],
  fields: ReadonlyMap<string, readonly unknown[]>,
): readonly Row[] {
  return about.reduce<readonly Row[]>(
    (rows, path) =>
      rows.flatMap((row) => (fields.get(path) ?? []).map((value) => ({ ...row, [path]: value }))),
    [{}],
  );
}
