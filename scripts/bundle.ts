/**
 * Bundles the operator into one file, and the simulated gt into another; the samples and the inspector's page go beside
 * them. Into dist/, or the folder that is given.
 */
import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { build, type BuildOptions } from "esbuild";

const common: BuildOptions = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minify: false,
  logLevel: "warning",
  // Some dependencies are CommonJS and ask for require().
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};

const folder = process.argv[2] ?? "dist";
const bundle = (entry: string, name: string): Promise<unknown> =>
  build({ ...common, entryPoints: [entry], outfile: path.join(folder, name) });

rmSync(folder, { recursive: true, force: true });
await bundle("src/main.ts", "gastown-operator.mjs");
await bundle("src/embedded/town/gt-main.ts", "gt-simulated.mjs");
cpSync("samples", path.join(folder, "samples"), { recursive: true });
cpSync("inspector-ui/dist", path.join(folder, "inspector"), { recursive: true });
