/** The frame around a page: menu, search, what is on the page, and what comes next. It reads without scripts, too. */
import path from "node:path";
import { addressOf, type Page } from "./markdown.ts";

export interface MenuSection {
  readonly title: string;
  readonly pages: readonly Page[];
}

const SITE = "Gas Town Operator";

export function layout(page: Page, menu: readonly MenuSection[], repository: string): string {
  const home = path.posix.relative(path.posix.dirname(page.file), ".") || ".";
  const href = (file: string): string => `${home}/${addressOf(file)}`;
  const all = menu.flatMap(({ pages }) => pages);
  const place = all.indexOf(page);
  const [before, after] = [all[place - 1], all[place + 1]];
  const link = ({ file, title }: Page): string =>
    `<a href="${href(file)}"${file === page.file ? ' aria-current="page"' : ""}>${escape(title)}</a>`;
  const sections = menu.map(
    ({ title, pages }) =>
      `<h2>${escape(title)}</h2><ul>${pages.map((other) => `<li>${link(other)}</li>`).join("")}</ul>`,
  );
  const outline = page.headings.filter(({ level }) => level === 2 || level === 3);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'">
<title>${escape(titleOf(page))}</title>
<link rel="stylesheet" href="${home}/style.css">
<link rel="icon" href="${home}/icon.svg">
<script src="${home}/client.js" defer data-home="${home}"></script>
</head>
<body>
<a class="skip" href="#main">To the text</a>
<header>
<a class="brand" href="${href("README.md")}">${SITE}</a>
<search><input type="search" id="search" placeholder="Search (press /)" aria-label="Search" aria-controls="found" autocomplete="off" hidden><div id="found" role="status" hidden></div></search>
<button id="theme" type="button" hidden>Dark</button>
<a href="${repository}">Code</a>
</header>
<div class="columns">
<details class="menu" open><summary>Menu</summary><nav aria-label="Pages">${sections.join("")}</nav></details>
<main id="main" tabindex="-1">${page.html}
<nav class="turn" aria-label="Next and before">${before === undefined ? "<span></span>" : `<span>Before: ${link(before)}</span>`}${after === undefined ? "" : `<span>Next: ${link(after)}</span>`}</nav>
</main>
${outline.length < 2 ? "" : `<nav class="outline" aria-label="On this page"><h2>On this page</h2><ul>${outline.map(({ id, text, level }) => `<li class="level-${level}"><a href="#${id}">${escape(text)}</a></li>`).join("")}</ul></nav>`}
</div>
</body>
</html>
`;
}

/** The first page is called like the site. */
function titleOf({ title }: Page): string {
  return title === SITE ? SITE : `${title} · ${SITE}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
