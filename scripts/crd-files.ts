/** The files of crds/: what they have to say, and how a folder differs from that. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { crds, type Crd } from "../src/api/index.ts";

/** Begins a document: `helm show crds` prints the files one after another, and kubectl has to tell them apart. */
const HEADER = "---\n# Generated from src/api/, do not edit: npm run generate\n";

/** File names with their texts. YAML 1.1 is what kubectl reads: there an unquoted `yes` is a boolean. */
export function crdFiles(): ReadonlyMap<string, string> {
  const options = { aliasDuplicateObjects: false, lineWidth: 0, version: "1.1" } as const;
  return new Map(crds().map((crd) => [fileName(crd), HEADER + stringify(crd, options)]));
}

function fileName({ metadata }: Crd): string {
  const [plural = "", ...group] = metadata.name.split(".");
  return `${group.join(".")}_${plural}.yaml`;
}

/** @returns the names of files that are missing, that say something else, or that belong to no kind any more. */
export function staleFiles(folder: string): readonly string[] {
  const wanted = crdFiles();
  const changed = [...wanted].filter(([name, text]) => textOf(path.join(folder, name)) !== text);
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const leftOver = present.filter((name) => name.endsWith(".yaml") && !wanted.has(name));
  return [...changed.map(([name]) => name), ...leftOver];
}

export function writeFiles(folder: string): void {
  const wanted = crdFiles();
  mkdirSync(folder, { recursive: true });
  for (const name of staleFiles(folder)) {
    const text = wanted.get(name);
    if (text === undefined) rmSync(path.join(folder, name));
    else writeFileSync(path.join(folder, name), text);
  }
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
