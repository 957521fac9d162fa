/**
 * Writes crds/, the chart's copy of it, docs/reference/ and the script of the stand-in's image from src/, docs/machines/ from
 * machines/, the picture of the architecture, and Argo CD's configuration from its Lua files. With --check it writes nothing,
 * and exits 1 naming what is stale.
 */
import path from "node:path";
import { STAND_IN } from "../src/agents/index.ts";
import { architecturePictures } from "./architecture/index.ts";
import { argocdConfig } from "./argocd-config.ts";
import { crdFiles } from "./crd-files.ts";
import { staleFiles, writeFiles, type Generated } from "./generated-folder.ts";
import { machinePages, machinePictures } from "./machines/index.ts";
import { referenceFiles } from "./reference/index.ts";

const FOLDERS: readonly (Generated & { readonly folder: string })[] = [
  ...["crds", "helm/gastown-operator/crds"].map((folder) => ({ folder, ending: ".yaml", files: crdFiles() })),
  { folder: "docs/reference", ending: ".md", files: await referenceFiles() },
  { folder: "docs/machines", ending: ".md", files: await machinePages() },
  { folder: "docs/machines", ending: ".svg", files: await machinePictures() },
  { folder: "docs/img/architecture", ending: ".svg", files: architecturePictures() },
  { folder: "images/stand-in", ending: ".sh", files: new Map([["stand-in.sh", STAND_IN]]) },
  { folder: "gitops/argocd", ending: ".yaml", files: new Map([["argocd-cm.yaml", argocdConfig()]]) },
];
const at = (folder: string): string => path.join(import.meta.dirname, "..", folder);

if (process.argv.includes("--check")) {
  const stale = FOLDERS.flatMap(({ folder, ...wanted }) =>
    staleFiles(at(folder), wanted).map((name) => `${folder}/${name}`),
  );
  if (stale.length > 0) {
    console.error(`stale: ${stale.join(", ")}; run npm run generate`);
    process.exitCode = 1;
  }
} else {
  for (const { folder, ...wanted } of FOLDERS) writeFiles(at(folder), wanted);
}
