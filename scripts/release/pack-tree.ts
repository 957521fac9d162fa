/** What npm packs is put together in a folder of its own, so that a checkout stays as it is. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { placeOf } from "./place.ts";

const packedSchema = z
  .array(z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }))
  .length(1);

export type Packed = z.infer<typeof packedSchema>[number];

/** @param fill writes the package into the folder. @param out gets the file. @returns what npm says of it. */
export function packTree(out: string, fill: (tree: string) => void): Packed {
  const tree = mkdtempSync(path.join(tmpdir(), "gastown-pack-"));
  try {
    fill(tree);
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

/** Of the checkout alone: whoever installs the package does nothing with them. */
const OF_THE_CHECKOUT = new Set([
  "scripts",
  "devDependencies",
  "allowScripts",
  "workspaces",
  "publishConfig",
]);
const manifestSchema = z.looseObject({
  publishConfig: z.looseObject({ exports: z.record(z.string(), z.unknown()).optional() }).optional(),
});

/**
 * Writes the package.json that is published, with the project's page, which npm compares with where a package comes from.
 * @param directory of the package in the checkout; empty for the root.
 */
export function writeManifest(root: string, directory: string, tree: string): void {
  const { page } = placeOf(root);
  const manifest = manifestSchema.parse(
    JSON.parse(readFileSync(path.join(root, directory, "package.json"), "utf8")),
  );
  const kept = Object.entries(manifest).filter(([name]) => !OF_THE_CHECKOUT.has(name));
  const { exports } = manifest.publishConfig ?? {};
  const published = {
    ...Object.fromEntries(kept),
    ...(exports !== undefined && { exports }),
    homepage: directory === "" ? page : `${page}/tree/main/${directory}`,
    bugs: `${page}/issues`,
    repository: { type: "git", url: `git+${page}.git`, ...(directory !== "" && { directory }) },
  };
  writeFileSync(path.join(tree, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
}
