/** The npm package: built into a folder of its own and packed there, so that a checkout stays as it is. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { placeOf } from "./place.ts";
import { versionOf } from "./versions.ts";

const packedSchema = z
  .array(z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }))
  .length(1);

export type Packed = z.infer<typeof packedSchema>[number];

const manifestSchema = z.record(z.string(), z.unknown());

export function packageFile(root: string): string {
  return `gastown-operator-${versionOf(root)}.tgz`;
}

/**
 * @param out the folder that gets the file.
 * @returns what npm says of it.
 */
export function pack(root: string, out: string): Packed {
  const tree = mkdtempSync(path.join(tmpdir(), "gastown-pack-"));
  try {
    for (const name of ["README.md", "LICENSE", "CHANGELOG.md", "crds"])
      cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
    writeFileSync(path.join(tree, "package.json"), manifest(root));
    const scripts = ["build-inspector.ts --if-stale", `bundle.ts ${path.join(tree, "dist")}`];
    for (const script of scripts)
      execFileSync(process.execPath, [...`scripts/${script}`.split(" ")], { cwd: root, stdio: "pipe" });
    mkdirSync(out, { recursive: true });
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", path.resolve(out)];
    const [packed] = packedSchema.parse(
      JSON.parse(execFileSync("npm", args, { cwd: tree, encoding: "utf8" })),
    );
    if (packed === undefined) throw new Error("npm pack told of no package");
    return packed;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

/** With the project's page, which npm compares with where a published package comes from. */
function manifest(root: string): string {
  const { page } = placeOf(root);
  const {
    scripts: _scripts,
    devDependencies: _packages,
    allowScripts: _allowed,
    ...kept
  } = manifestSchema.parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));
  const places = {
    homepage: page,
    bugs: `${page}/issues`,
    repository: { type: "git", url: `git+${page}.git` },
  };
  return `${JSON.stringify({ ...kept, ...places }, null, 2)}\n`;
}
