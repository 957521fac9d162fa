/**
 * The npm package of the embedded Kubernetes API. A checkout uses its sources, but Node strips no types of what is
 * installed: here they become JavaScript and declarations. The private packages that it imports become a part of it.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import ts from "typescript";
import { z } from "zod";
import { packTree, writeManifest, type Packed } from "./pack-tree.ts";
import { versionOf } from "./versions.ts";

const FOLDER = "packages/embedded-kube";
const ENTRIES = ["index", "testing"];
/** The oldest Node for which the JavaScript is written; `engines` of the package says the same. */
const TARGET = "node20.19";

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

export function libraryFile(root: string): string {
  return `embedded-kube-${versionOf(root)}.tgz`;
}

/** @param out the folder that gets the file. @returns what npm says of it. */
export function packLibrary(root: string, out: string): Packed {
  const folder = path.join(root, FOLDER);
  const entries = ENTRIES.map((name) => path.join(folder, "src", `${name}.ts`));
  return packTree(out, (tree) => {
    cpSync(path.join(folder, "README.md"), path.join(tree, "README.md"));
    cpSync(path.join(root, "LICENSE"), path.join(tree, "LICENSE"));
    writeManifest(root, FOLDER, tree);
    const dist = path.join(tree, "dist");
    const { dependencies } = manifestSchema.parse(
      JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")),
    );
    buildSync({
      entryPoints: entries,
      outdir: dist,
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: TARGET,
      chunkNames: "part-[hash]",
      external: Object.keys(dependencies),
    });
    writeDeclarations(root, entries, dist);
  });
}

/** The declarations of what the entries export, and of nothing inside. @throws Error where they name a private package. */
function writeDeclarations(root: string, entries: readonly string[], dist: string): void {
  const from = path.join(root, FOLDER, "src");
  const all = declarations(root, entries);
  const waiting = entries.map((entry) => entry.replace(/\.ts$/, ".d.ts"));
  const written = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (written.has(file)) continue;
    written.add(file);
    const text = all.get(file);
    if (text === undefined) throw new Error(`${file} is named by a declaration, and is not in ${FOLDER}`);
    const target = path.join(dist, path.relative(from, file));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text.replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"'));
    for (const [, named = ""] of text.matchAll(/(?:from|import\() ?"([^"]*)"/g)) {
      if (named.startsWith("@gastown/")) throw new Error(`${file} shows others what ${named} has`);
      if (named.startsWith(".")) waiting.push(path.join(path.dirname(file), named).replace(/\.ts$/, ".d.ts"));
    }
  }
}

/** By the path that each would have beside its source. */
function declarations(root: string, entries: readonly string[]): ReadonlyMap<string, string> {
  const config: unknown = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) =>
    ts.sys.readFile(file),
  ).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(entries, {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
  });
  const made = new Map<string, string>();
  program.emit(undefined, (file, text) => void made.set(path.normalize(file), text));
  return made;
}
