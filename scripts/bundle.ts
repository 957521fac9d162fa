/**
 * Bundles the operator into a few files, the simulated gt, the package's commands and the watchdog's thread into one
 * each; the samples, the inspector's page, the licences and the bill of what was bundled go beside them. Into dist/, or the
 * folder that is given.
 */
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { billOfMaterials } from "./bill-of-materials.ts";
import { oneFile, operatorBundle } from "./bundle-options.ts";
import { thirdPartyLicences } from "./third-party-licences.ts";

const folder = process.argv[2] ?? "dist";
rmSync(folder, { recursive: true, force: true });
const built = [
  await build(operatorBundle(folder)),
  await build(oneFile("packages/simulated-town/src/gt-main.ts", path.join(folder, "gt-simulated.mjs"))),
  await build(oneFile("src/programs/package-command.ts", path.join(folder, "package-command.mjs"))),
  await build(oneFile("src/programs/package-plugin.ts", path.join(folder, "package-plugin.mjs"))),
  await build(oneFile("src/programs/package-complete.ts", path.join(folder, "package-complete.mjs"))),
  // Its thread loads nothing of the operator.
  await build(oneFile("src/watchdog/thread.ts", path.join(folder, "watchdog.mjs"))),
];
const licences = thirdPartyLicences(built.map(({ metafile }) => metafile));
writeFileSync(path.join(folder, "THIRD-PARTY-LICENCES.md"), licences);
for (const file of globSync(path.join(folder, "*.mjs"))) escapeWide(file);
cpSync("samples", path.join(folder, "samples"), { recursive: true });
cpSync("inspector-ui/dist", path.join(folder, "inspector"), { recursive: true });
writeFileSync(path.join(folder, "sbom.cdx.json"), billOfMaterials(folder));

/** V8 keeps a source with a single other character (esbuild leaves them in regular expressions) at twice its size. */
function escapeWide(file: string): void {
  const source = readFileSync(file, "utf8");
  writeFileSync(
    file,
    source.replaceAll(
      /[\u0080-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
}
