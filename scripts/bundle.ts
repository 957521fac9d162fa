/** Bundles the operator into one file, and the simulated gt into another; the samples and the inspector's page go beside them. */
import { cpSync, rmSync } from "node:fs";
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

rmSync("dist", { recursive: true, force: true });
await build({ ...common, entryPoints: ["src/main.ts"], outfile: "dist/gastown-operator.mjs" });
await build({ ...common, entryPoints: ["src/embedded/town/gt-main.ts"], outfile: "dist/gt-simulated.mjs" });
cpSync("samples", "dist/samples", { recursive: true });
cpSync("inspector-ui/dist", "dist/inspector", { recursive: true });
