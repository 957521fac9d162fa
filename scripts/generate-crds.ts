/** Writes crds/ from the schemas in src/api/. With --check it writes nothing, and exits 1 naming what is stale. */
import path from "node:path";
import { staleFiles, writeFiles } from "./crd-files.ts";

const FOLDER = path.join(import.meta.dirname, "..", "crds");

if (process.argv.includes("--check")) {
  const stale = staleFiles(FOLDER).map((name) => `crds/${name}`);
  if (stale.length > 0) {
    console.error(`stale: ${stale.join(", ")}; run npm run generate`);
    process.exitCode = 1;
  }
} else {
  writeFiles(FOLDER);
}
