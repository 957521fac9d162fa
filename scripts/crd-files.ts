/** The files of crds/ and what they have to say. */
import { stringify } from "yaml";
import { crds, type Crd, ALL_KINDS } from "../src/kinds/index.ts";

/** Begins a document: `helm show crds` prints the files one after another, and kubectl has to tell them apart. */
const HEADER = "---\n# Generated from src/kinds/, do not edit: npm run generate\n";

/** File names with their texts. YAML 1.1 is what kubectl reads: there an unquoted `yes` is a boolean. */
export function crdFiles(): ReadonlyMap<string, string> {
  const options = { aliasDuplicateObjects: false, lineWidth: 0, version: "1.1" } as const;
  return new Map(crds(ALL_KINDS).map((crd) => [fileName(crd), HEADER + stringify(crd, options)]));
}

function fileName({ metadata }: Crd): string {
  const [plural = "", ...group] = metadata.name.split(".");
  return `${group.join(".")}_${plural}.yaml`;
}
