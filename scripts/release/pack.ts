/** The npm package of the operator: a bundle, with the CRDs. */
import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import path from "node:path";
import { packTree, writeManifest, type Packed } from "./pack-tree.ts";
import { versionOf } from "./versions.ts";

export function packageFile(root: string): string {
  return `gastown-operator-${versionOf(root)}.tgz`;
}

/** @param out the folder that gets the file. @returns what npm says of it. */
export function pack(root: string, out: string): Packed {
  return packTree(out, (tree) => {
    for (const name of ["README.md", "LICENSE", "CHANGELOG.md", "crds"])
      cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
    writeManifest(root, "", tree);
    const scripts = ["build-inspector.ts --if-stale", `bundle.ts ${path.join(tree, "dist")}`];
    for (const script of scripts)
      execFileSync(process.execPath, [...`scripts/${script}`.split(" ")], { cwd: root, stdio: "pipe" });
  });
}
