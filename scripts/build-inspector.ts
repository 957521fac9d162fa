/** Builds the inspector's page: the charts of the machines, then the page. With --if-stale only when something changed. */
import { existsSync, globSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const PAGE = path.join(ROOT, "inspector-ui");
const BUILT = path.join(PAGE, "dist", "index.html");

/** All that the page is made from. */
const SOURCES = [
  "inspector-ui/{src,*.html,vite.config.ts}",
  "inspector-ui/src/**/*",
  "machines/*.ts",
  "src/{explain,grammar,host,inspector,kinds,projection}/**/*.ts",
  "packages/system/src/*.ts",
  "scripts/*.ts",
  "scripts/machines/*.ts",
  "package-lock.json",
];

function isStale(): boolean {
  if (!existsSync(BUILT)) return true;
  const builtAt = statSync(BUILT).mtimeMs;
  return globSync(SOURCES, { cwd: ROOT }).some((file) => statSync(path.join(ROOT, file)).mtimeMs > builtAt);
}

async function buildPage(): Promise<void> {
  // Loaded only when there is something to build: most starts find the page as it should be.
  const [{ build }, { ACTOR_KINDS }, { chartOf }] = await Promise.all([
    import("vite"),
    import("../src/kinds/index.ts"),
    import("./machines/index.ts"),
  ]);
  const charts = await Promise.all([...ACTOR_KINDS.values()].map(chartOf));
  mkdirSync(path.join(PAGE, "public"), { recursive: true });
  writeFileSync(path.join(PAGE, "public", "machines.json"), JSON.stringify(charts));
  await build({ root: PAGE, configFile: path.join(PAGE, "vite.config.ts"), logLevel: "warn" });
}

if (!process.argv.includes("--if-stale") || isStale()) await buildPage();
