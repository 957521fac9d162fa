/**
 * Bundles the operator into one file, the simulated gt and the watchdog's thread into others; the samples and the
 * inspector's page go beside them. Into dist/, or the folder that is given.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type BuildOptions } from "esbuild";

const common: BuildOptions = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // Stack traces keep their names. Comments go, for V8 keeps the whole source in memory as long as the process lives.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "linked",
  logLevel: "warning",
  // Some dependencies are CommonJS and ask for require().
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};

const folder = process.argv[2] ?? "dist";
const bundle = async (entry: string, name: string): Promise<void> => {
  const outfile = path.join(folder, name);
  await build({ ...common, entryPoints: [entry], outfile });
  // V8 keeps a source with a single other character (esbuild leaves them in regular expressions) at twice its size.
  writeFileSync(outfile, readFileSync(outfile, "utf8").replaceAll(/[\u0080-\uffff]/g, escaped));
};

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

rmSync(folder, { recursive: true, force: true });
await bundle("src/main.ts", "gastown-operator.mjs");
await bundle("src/embedded/town/gt-main.ts", "gt-simulated.mjs");
// Its thread loads nothing of the operator.
await bundle("src/watchdog/thread.ts", "watchdog.mjs");
cpSync("samples", path.join(folder, "samples"), { recursive: true });
cpSync("inspector-ui/dist", path.join(folder, "inspector"), { recursive: true });
