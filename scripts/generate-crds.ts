/**
 * Writes crds/ from the schemas in src/api/. With --check it writes nothing, and exits 1 naming each file that is
 * stale, missing, or of no kind any more.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { crds, type Crd } from "../src/api/index.ts";

const FOLDER = path.join(import.meta.dirname, "..", "crds");
const HEADER = "# Generated from src/api/, do not edit: npm run generate\n";

/** YAML 1.1 is what kubectl reads: there an unquoted `yes` is a boolean. */
function fileText(crd: Crd): string {
  return HEADER + stringify(crd, { aliasDuplicateObjects: false, lineWidth: 0, version: "1.1" });
}

function fileName({ metadata }: Crd): string {
  const [plural = "", ...group] = metadata.name.split(".");
  return `${group.join(".")}_${plural}.yaml`;
}

const isCheck = process.argv.includes("--check");
const wanted = new Map(crds().map((crd) => [fileName(crd), fileText(crd)]));
mkdirSync(FOLDER, { recursive: true });
const stale: string[] = [];
for (const [name, text] of wanted) {
  const file = path.join(FOLDER, name);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale.push(`crds/${name}`);
  if (!isCheck) writeFileSync(file, text);
}
for (const name of readdirSync(FOLDER)) {
  if (wanted.has(name) || !name.endsWith(".yaml")) continue;
  stale.push(`crds/${name}`);
  if (!isCheck) rmSync(path.join(FOLDER, name));
}
if (isCheck && stale.length > 0) {
  console.error(`stale: ${stale.join(", ")}; run npm run generate`);
  process.exitCode = 1;
}
