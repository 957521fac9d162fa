/**
 * scripts/docs/: docs/ as a site. In: the Markdown, as a code host shows it, and the menu of sections.ts. Out: a folder of
 * HTML, a style, a script and the search's index, which asks no other host for anything and opens from the disk, too.
 * A link that leads nowhere, or a page that the menu does not name, fails the build.
 */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import MiniSearch from "minisearch";
import { placeOf } from "../release/index.ts";
import { layout, type MenuSection } from "./layout.ts";
import { deadLinks, isElsewhere, resolve } from "./links.ts";
import { addressOf, render, type Page } from "./markdown.ts";
import { SECTIONS } from "./sections.ts";

export class DocsError extends Error {
  override readonly name = "DocsError";
}

/**
 * @param root the checkout. @param out the folder to fill anew. @returns how many pages it has.
 * @throws DocsError with a line for each problem.
 */
export async function buildSite(root: string, out: string): Promise<number> {
  const docs = path.join(root, "docs");
  const { page: repository } = placeOf(root);
  const files = globSync("**/*.md", { cwd: docs });
  const pages = files.map((file) =>
    render(file, readFileSync(path.join(docs, file), "utf8"), siteTarget(files, repository)),
  );
  const { menu, problems } = menuOf(pages);
  const all = [...problems, ...deadLinks(docs, pages)];
  if (all.length > 0) throw new DocsError(all.join("\n"));
  rmSync(out, { recursive: true, force: true });
  for (const page of pages) {
    const address = path.join(out, addressOf(page.file));
    mkdirSync(path.dirname(address), { recursive: true });
    writeFileSync(address, layout(page, menu, repository));
  }
  for (const picture of globSync("**/*.{svg,webp}", { cwd: docs }))
    cpSync(path.join(docs, picture), path.join(out, picture), { recursive: true });
  cpSync(path.join(root, "inspector-ui/public/icon.svg"), path.join(out, "icon.svg"));
  cpSync(path.join(import.meta.dirname, "client/style.css"), path.join(out, "style.css"));
  // A script, for a page that was opened from the disk may not read a file.
  writeFileSync(
    path.join(out, "search-index.js"),
    `globalThis.searchIndex = ${JSON.stringify(searchIndex(pages))};\n`,
  );
  const entryPoints = [path.join(import.meta.dirname, "client/client.ts")];
  await build({
    entryPoints,
    outfile: path.join(out, "client.js"),
    bundle: true,
    minify: true,
    target: "es2022",
  });
  return pages.length;
}

/** Pages lead to pages, pictures stay where they are, and other files of the checkout are looked at where the code is. */
function siteTarget(files: readonly string[], repository: string) {
  return (file: string, link: string): string => {
    if (isElsewhere(link) || link.startsWith("#")) return link;
    const { to, id } = resolve(file, link);
    if (to.startsWith("../")) return `${repository}/blob/main/${to.slice(3)}`;
    if (!files.includes(to)) return link;
    const address = path.posix.relative(path.posix.dirname(file), addressOf(to));
    return id === "" ? address : `${address}#${id}`;
  };
}

function menuOf(pages: readonly Page[]): {
  readonly menu: readonly MenuSection[];
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const menu = SECTIONS.map(({ title, pages: named }) => ({
    title,
    pages: named.flatMap((name) => {
      const found = pages.filter(({ file }) => (name.endsWith("/") ? file.startsWith(name) : file === name));
      if (found.length === 0) problems.push(`docs/${name} is in the menu, and is not there`);
      return found.toSorted((one, other) => order(one.file).localeCompare(order(other.file)));
    }),
  }));
  const shown = new Set(menu.flatMap((section) => section.pages));
  for (const page of pages)
    if (!shown.has(page)) problems.push(`docs/${page.file} is not in the menu: see scripts/docs/sections.ts`);
  return { menu, problems };
}

/** A folder's own page comes before the others. */
function order(file: string): string {
  return file.replace("README.md", "");
}

function searchIndex(pages: readonly Page[]): unknown {
  const index = new MiniSearch({ fields: ["title", "text"], storeFields: ["title", "page", "address"] });
  index.addAll(
    pages.flatMap(({ file, title: page, parts }) =>
      parts.map(({ id, title, text }) => {
        const address = id === "" ? addressOf(file) : `${addressOf(file)}#${id}`;
        return { id: address, address, page, title, text };
      }),
    ),
  );
  return index.toJSON();
}
