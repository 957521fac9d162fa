/** Builds docs/ as a site into site/, or the folder that is given. `npx vite preview --outDir site` shows it. */
import path from "node:path";
import { buildSite, DocsError } from "./docs/index.ts";

const root = path.join(import.meta.dirname, "..");
const out = path.resolve(process.argv[2] ?? path.join(root, "site"));
try {
  console.log(`${out}: ${await buildSite(root, out)} pages; open index.html`);
} catch (error) {
  if (!(error instanceof DocsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
