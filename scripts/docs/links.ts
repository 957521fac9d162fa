/** Whether the links of the pages lead somewhere: to a page and a heading of it, or to a file of the checkout. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Page } from "./markdown.ts";

const ELSEWHERE = /^(?:https?:|mailto:)/;

/** The file that a link of a page names, under docs/, or above it with `../`; its heading behind #. */
export function resolve(file: string, link: string): { readonly to: string; readonly id: string } {
  const [name = "", id = ""] = link.split("#");
  return {
    to: name === "" ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), name)),
    id,
  };
}

/** @returns a line for each link that leads nowhere. */
export function deadLinks(docs: string, pages: readonly Page[]): readonly string[] {
  const known = new Map(pages.map((page) => [page.file, new Set(page.headings.map(({ id }) => id))]));
  return pages.flatMap(({ file, links }) =>
    links
      .filter((link) => !ELSEWHERE.test(link))
      .flatMap((link) => {
        const { to, id } = resolve(file, link);
        const page = known.get(to);
        if (page === undefined && !existsSync(path.join(docs, to)))
          return [`docs/${file}: ${link} is not there`];
        if (page !== undefined && id !== "" && !page.has(id))
          return [`docs/${file}: ${link}: ${to} has no such heading`];
        return [];
      }),
  );
}

export function isElsewhere(link: string): boolean {
  return ELSEWHERE.test(link);
}
