/**
 * Writes crds/ and the chart's copy of it from the schemas in src/api/. With --check it writes nothing, and exits 1
 * naming what is stale.
 */
import path from "node:path";
import { staleFiles, writeFiles } from "./crd-files.ts";

const FOLDERS = ["crds", "helm/gastown-operator/crds"];
const at = (folder: string): string => path.join(import.meta.dirname, "..", folder);

if (process.argv.includes("--check")) {
  const stale = FOLDERS.flatMap((folder) => staleFiles(at(folder)).map((name) => `${folder}/${name}`));
  if (stale.length > 0) {
    console.error(`stale: ${stale.join(", ")}; run npm run generate`);
    process.exitCode = 1;
  }
} else {
  for (const folder of FOLDERS) writeFiles(at(folder));
}
