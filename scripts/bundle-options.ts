/** How the operator is bundled: shared by what writes the bundle and by the test that looks at what is in it. */
import path from "node:path";
import type { BuildOptions } from "esbuild";
import { withoutUnused } from "./bundle-without-unused.ts";

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // Stack traces keep their names. Comments go, for V8 keeps the whole source in memory as long as the process lives.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "linked",
  logLevel: "warning",
  metafile: true,
  // Some dependencies are CommonJS and ask for require().
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
} as const satisfies BuildOptions;

/**
 * What a command loads only when it needs it (`import()`) lies in files of its own, beside the entry: code finds the
 * other files of an installation by its own place.
 */
export function operatorBundle(folder: string) {
  return {
    ...common,
    entryPoints: {
      "gastown-operator": path.join(import.meta.dirname, "../src/main.ts"),
      "kubectl-complete": path.join(import.meta.dirname, "../src/programs/kubectl-complete.ts"),
      "kubectl-gastown": path.join(import.meta.dirname, "../src/programs/kubectl-gastown.ts"),
    },
    splitting: true,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    chunkNames: "part-[name]-[hash]",
    plugins: [withoutUnused],
  } satisfies BuildOptions;
}

export function oneFile(entry: string, outfile: string) {
  return { ...common, entryPoints: [entry], outfile } satisfies BuildOptions;
}
