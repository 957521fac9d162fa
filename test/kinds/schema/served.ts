/** What an API server that serves crds/ says to a manifest: the schema by ajv, the rules by CEL. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { evaluate } from "@marcbachmann/cel-js";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { z } from "zod";
import { GROUP, KINDS, type KindName } from "../../../src/kinds/index.ts";

const nodeSchema = z.record(z.string(), z.unknown());
export type Node = z.infer<typeof nodeSchema>;

const ruleSchema = z.object({ rule: z.string(), message: z.string(), fieldPath: z.string().optional() });
const crdSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    scope: z.string(),
    names: z.looseObject({ kind: z.string(), plural: z.string(), categories: z.array(z.string()) }),
    versions: z.array(
      z.object({
        name: z.string(),
        subresources: z.object({ status: z.object({}) }),
        additionalPrinterColumns: z.array(z.looseObject({ name: z.string(), jsonPath: z.string() })),
        schema: z.object({ openAPIV3Schema: nodeSchema }),
      }),
    ),
  }),
});

export type ServedCrd = z.infer<typeof crdSchema>;

export function servedCrd(kind: KindName): ServedCrd {
  const file = path.join(import.meta.dirname, "../../../crds", `${GROUP}_${KINDS[kind].plural}.yaml`);
  return crdSchema.parse(parse(readFileSync(file, "utf8"), { version: "1.1" }));
}

export function servedSchema(kind: KindName): Node {
  return nodeSchema.parse(servedCrd(kind).spec.versions[0]?.schema.openAPIV3Schema);
}

export function child(node: Node, ...names: readonly string[]): Node {
  return names.reduce((at, name) => nodeSchema.parse(nodeSchema.parse(at["properties"])[name]), node);
}

/** Lists as sets and maps are checked by the API server beside the schema, so they are here. */
const ajv = new Ajv({ strict: false, useDefaults: true, allErrors: true, validateFormats: false });

interface Written {
  readonly kind: KindName;
  readonly metadata: object;
  readonly spec: object;
}

/** @param earlier the stored object's spec, for rules that compare with it. @returns one line a problem. */
export function schemaProblems(manifest: Written, earlier?: object): readonly string[] {
  const schema = servedSchema(manifest.kind);
  const object = nodeSchema.parse(structuredClone(manifest));
  const validate = ajv.compile(schema);
  if (!validate(object))
    return (validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message ?? ""}`);
  const old = earlier === undefined ? undefined : { ...manifest, spec: earlier };
  return [...ruleProblems(schema, object, old), ...duplicates(schema, object)];
}

function ruleProblems(schema: Node, value: unknown, old: unknown): readonly string[] {
  const rules = z.array(ruleSchema).parse(schema["x-kubernetes-validations"] ?? []);
  const own = rules
    .filter(({ rule }) => old !== undefined || !rule.includes("oldSelf"))
    .filter(({ rule }) => evaluate(rule, { self: value, oldSelf: old }) !== true)
    .map(({ message }) => message);
  return [
    ...own,
    ...below(schema, value).flatMap(([node, part, name]) => ruleProblems(node, part, partOf(old, name))),
  ];
}

function duplicates(schema: Node, value: unknown): readonly string[] {
  const isSet = schema["x-kubernetes-list-type"] === "set" && Array.isArray(value);
  const own = isSet && new Set(value).size < value.length ? ["duplicate value"] : [];
  return [...own, ...below(schema, value).flatMap(([node, part]) => duplicates(node, part))];
}

function below(schema: Node, value: unknown): readonly (readonly [Node, unknown, string])[] {
  const fields = nodeSchema.safeParse(value).data ?? {};
  return Object.entries(nodeSchema.parse(schema["properties"] ?? {}))
    .filter(([name]) => name in fields)
    .map(([name, node]) => [nodeSchema.parse(node), fields[name], name]);
}

function partOf(value: unknown, name: string): unknown {
  return nodeSchema.safeParse(value).data?.[name];
}
