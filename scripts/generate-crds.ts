/** Writes crds/ from the schemas in src/api/. With --check it writes nothing and exits 1 where a file is stale. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { crds } from "../src/api/index.ts";

const FOLDER = path.join(import.meta.dirname, "..", "crds");
const HEADER = "# Generated from src/api/ by `npm run generate`: change the schemas there, not this file.\n";
const named = z.object({ metadata: z.object({ name: z.string() }) });

const stale: string[] = [];
mkdirSync(FOLDER, { recursive: true });
for (const crd of crds()) {
  const [plural = "", ...group] = named.parse(crd).metadata.name.split(".");
  const file = path.join(FOLDER, `${group.join(".")}_${plural}.yaml`);
  const text = HEADER + stringify(crd, { aliasDuplicateObjects: false, lineWidth: 0 });
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale.push(path.relative(process.cwd(), file));
  if (!process.argv.includes("--check")) writeFileSync(file, text);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  console.error(`stale: ${stale.join(", ")}; run npm run generate`);
  process.exitCode = 1;
}
