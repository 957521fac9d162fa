import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { crdFiles } from "../../../scripts/crd-files.ts";
import { staleFiles, writeFiles } from "../../../scripts/generated-folder.ts";
import { structuralSchema } from "../../../src/kinds/crd/structural-schema.ts";
import {
  crds,
  GROUP,
  KINDS,
  POLECAT_CONDITIONS,
  REASONS,
  type KindName,
  ALL_KINDS,
} from "../../../src/kinds/index.ts";
import { child, servedCrd, servedSchema, type Node } from "./served.ts";
import { breaches, children } from "./structural-rules.ts";

const ALL: readonly KindName[] = ["Rig", "Polecat", "Convoy", "Witness", "Refinery", "BeadStore"];
const WANTED = { files: crdFiles(), ending: ".yaml" };
const CRDS_FOLDER = path.join(import.meta.dirname, "../../../crds");

describe("crds/", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "crds-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is what the schemas say", () => {
    expect(staleFiles(CRDS_FOLDER, WANTED)).toEqual([]);
  });

  it("has one file a kind, the same each time", () => {
    const names = ALL.map((kind) => `${GROUP}_${KINDS[kind].plural}.yaml`);
    expect([...crdFiles().keys()].sort()).toEqual(names.sort());
    expect([...crdFiles()]).toEqual([...crdFiles()]);
  });

  it("names the files that are stale, missing or left over, and mends them", () => {
    writeFiles(folder, WANTED);
    expect(staleFiles(folder, WANTED)).toEqual([]);
    writeFileSync(path.join(folder, `${GROUP}_rigs.yaml`), "changed");
    writeFileSync(path.join(folder, `${GROUP}_dogs.yaml`), "of no kind");
    rmSync(path.join(folder, `${GROUP}_convoys.yaml`));
    expect([...staleFiles(folder, WANTED)].sort()).toEqual(
      ["convoys", "dogs", "rigs"].map((name) => `${GROUP}_${name}.yaml`),
    );
    writeFiles(folder, WANTED);
    expect(staleFiles(folder, WANTED)).toEqual([]);
  });

  it("says not to edit it, and means the same in the YAML of kubectl and in today's", () => {
    for (const [name, text] of crdFiles()) {
      expect(readFileSync(path.join(CRDS_FOLDER, name), "utf8")).toMatch(
        /^---\n# Generated .*npm run generate\n/,
      );
      expect(parse(text, { version: "1.1" })).toEqual(parse(text, { version: "1.2" }));
    }
    expect(crds(ALL_KINDS)).toEqual(
      [...crdFiles().values()].map((text): unknown => parse(text, { version: "1.1" })),
    );
  });
});

describe.each(ALL)("the definition of %s", (kind) => {
  it("is a structural schema within the budget of its rules", () => {
    const { metadata, ...rest } = z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .parse(servedSchema(kind)["properties"]);
    const keys = Object.keys(z.record(z.string(), z.unknown()).parse(metadata?.["properties"] ?? {}));
    expect(keys.filter((key) => key !== "name" && key !== "generateName")).toEqual([]);
    expect(Object.entries(rest).flatMap(([name, node]) => breaches(node, `.${name}`))).toEqual([]);
  });

  it("explains every field", () => {
    const silent = (node: Node, place: string): readonly string[] =>
      children(node).flatMap(([name, field]) => [
        ...(name.startsWith(".") && name !== ".*" && field["description"] === undefined
          ? [`${place}${name}`]
          : []),
        ...silent(field, `${place}${name}`),
      ]);
    const schema = servedSchema(kind);
    expect([...silent(child(schema, "spec"), "spec"), ...silent(child(schema, "status"), "status")]).toEqual(
      [],
    );
  });

  it("says its names, its scope and its columns", () => {
    const { spec, metadata } = servedCrd(kind);
    const { plural, scope } = KINDS[kind];
    expect(metadata.name).toBe(`${plural}.${GROUP}`);
    expect(spec).toMatchObject({ scope, names: { kind, plural, categories: ["gastown"] } });
    const columns = spec.versions[0]?.additionalPrinterColumns ?? [];
    expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(["Phase", "Age"]));
  });

  it("has columns that show fields of the schema", () => {
    const schema = servedSchema(kind);
    for (const { jsonPath } of servedCrd(kind).spec.versions[0]?.additionalPrinterColumns ?? []) {
      const names = jsonPath
        .replace(/\[\?.*$/, "")
        .split(".")
        .slice(1);
      if (names[0] !== "metadata") expect(child(schema, ...names)).toHaveProperty("type");
    }
  });

  it("merges conditions by type", () => {
    expect(child(servedSchema(kind), "status", "conditions")).toMatchObject({
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["type"],
    });
  });
});

describe("the status of what has an actor", () => {
  it.each(ALL)("of %s takes a snapshot in any form, and never refuses one", (kind) => {
    const { description: _description, ...snapshot } = child(servedSchema(kind), "status", "snapshot");
    expect(snapshot).toEqual({ "x-kubernetes-preserve-unknown-fields": true });
  });

  it("explains each type of condition, and gives reasons in Kubernetes' form", () => {
    const { description } = child(servedSchema("Polecat"), "status", "conditions");
    for (const [type, meaning] of Object.entries(POLECAT_CONDITIONS))
      expect(description).toContain(`${type}: ${meaning}`);
    for (const reason of Object.values(REASONS).flat()) expect(reason).toMatch(/^[A-Z][A-Za-z]+$/);
  });
});

describe("what no API server accepts", () => {
  const broken: readonly (readonly [string, Node])[] = [
    ["has no type", { description: "x" }],
    [
      "properties beside additionalProperties",
      { type: "object", properties: {}, additionalProperties: { type: "string" } },
    ],
    ["additionalProperties is no schema", { type: "object", additionalProperties: false }],
    ["unknown keyword $ref", { type: "object", $ref: "#/x" }],
    ["anyOf names types", { anyOf: [{ type: "string" }] }],
    [
      "a map list without keys",
      { type: "array", items: { type: "object" }, "x-kubernetes-list-type": "map" },
    ],
    ["a default outside of the spec", { type: "string", default: "x" }],
    ["its default breaks its own schema", { type: "string", default: 1 }],
    ["a pattern that RE2 does not know", { type: "string", pattern: "^(?!x)$" }],
    [
      "a rule over a value without a bound",
      { type: "string", "x-kubernetes-validations": [{ rule: "true", message: "" }] },
    ],
  ];

  it.each(broken)("is found by the checker: %s", (breach, node) => {
    expect(breaches(node, "status")).toContain(`status: ${breach}`);
  });

  it.each([
    z.union([z.string(), z.int()]),
    z.object({ a: z.literal("x") }),
    z.string().regex(/^a/).regex(/b$/),
  ])("ends the generation: %#", (schema) => {
    expect(() => structuralSchema(schema)).toThrow("no structural schema has");
  });
});
