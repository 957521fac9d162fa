/**
 * What is inside a bundle, as a CycloneDX bill of materials: scanners of images see packages in folders, and a bundle has none.
 * It says what the lists of licences say, which are written from what was bundled.
 */
import { readFileSync } from "node:fs";
import path from "node:path";

const LISTS = ["THIRD-PARTY-LICENCES.md", "inspector/THIRD-PARTY-LICENCES.md"];
/** `## name 1.2.3 (MIT)`; the page's build writes `## name - 1.2.3 (MIT)`. */
const ENTRY = /^## (\S+) (?:- )?(\d\S*) \(([^)]*)\)$/gm;

/** @param folder what was built, with the page in it. @throws Error where a list names nothing. */
export function billOfMaterials(folder: string): string {
  const components = LISTS.flatMap((list) => {
    const found = [...readFileSync(path.join(folder, list), "utf8").matchAll(ENTRY)];
    if (found.length === 0) throw new Error(`${list} names no package`);
    return found.map(([, name = "", version = "", license = ""]) => ({ name, version, license }));
  });
  const byPurl = new Map(components.map((component) => [purl(component), component]));
  return `${JSON.stringify(
    {
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      version: 1,
      components: [...byPurl]
        .toSorted(([one], [other]) => one.localeCompare(other))
        .map(([id, { name, version, license }]) => ({
          type: "library",
          "bom-ref": id,
          name,
          version,
          licenses: [{ expression: license }],
          purl: id,
        })),
    },
    null,
    1,
  )}\n`;
}

function purl({ name, version }: { readonly name: string; readonly version: string }): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
