/** Builds the inspector's page: the charts of the machines, then the page. With --if-stale only when something changed. */
import { existsSync, globSync, statSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const BUILT = path.join(ROOT, "inspector-ui", "dist", "index.html");

/** All that the page is made from. */
const SOURCES = [
  "inspector-ui/{src,*.html,*.ts}",
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

async function buildAll(): Promise<void> {
  // Loaded only when there is something to build: most starts find the page as it should be.
  const [{ buildPage }, { ACTOR_KINDS }, { chartOf }] = await Promise.all([
    import("inspector-ui/build"),
    import("../src/kinds/index.ts"),
    import("./machines/index.ts"),
  ]);
  await buildPage(await Promise.all([...ACTOR_KINDS.values()].map(chartOf)));
}

if (!process.argv.includes("--if-stale") || isStale()) await buildAll();
