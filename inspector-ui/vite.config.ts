import path from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  plugins: [preact({ devToolsEnabled: false })],
  resolve: {
    alias: {
      // The host compares snapshots with Node's own function: the page brings its own.
      "node:util": path.join(import.meta.dirname, "src/history/node-util.ts"),
    },
  },
  build: {
    target: "es2022",
    // The policy forbids data: URLs and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    // Those of what is in the page.
    license: { fileName: "THIRD-PARTY-LICENCES.md" },
  },
});
