/** Builds the page into dist/. It is given the charts of the machines, laid out, for a page lays nothing out. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "vite";
import type { Chart } from "./src/chart/chart.ts";

export async function buildPage(charts: readonly Chart[]): Promise<void> {
  const root = import.meta.dirname;
  mkdirSync(path.join(root, "public"), { recursive: true });
  writeFileSync(path.join(root, "public", "machines.json"), JSON.stringify(charts));
  await build({ root, configFile: path.join(root, "vite.config.ts"), logLevel: "warn" });
}
