/** A page of docs/ as HTML, with what it links to and what can be linked to in it. */
import path from "node:path";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import lua from "highlight.js/lib/languages/lua";
import typescript from "highlight.js/lib/languages/typescript";
import yaml from "highlight.js/lib/languages/yaml";
import MarkdownIt, { type Token } from "markdown-it";

const LANGUAGES = { sh: bash, yaml, json, lua, ts: typescript };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** A picture that leads to itself is larger than a page: selected, it is shown in its own size. */
const LINKED_PICTURE = /<p>(<a href="([^"]+)"><img src="\2"[^>]*><\/a>)<\/p>/g;

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

export interface Page {
  /** Under docs/, such as reference/rig.md. */
  readonly file: string;
  readonly title: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** As they stand in the text. */
  readonly links: readonly string[];
  /** The words of each part, for the search: of the heading with that id, or of the page where it is empty. */
  readonly parts: readonly { readonly id: string; readonly title: string; readonly text: string }[];
}

/** Where a link of a page leads on the site; the text's own is for a code host. */
export type Target = (file: string, link: string) => string;

/** The file's address on the site. */
export function addressOf(file: string): string {
  return file.replace(/README\.md$/, "index.html").replace(/\.md$/, ".html");
}

export function render(file: string, text: string, target: Target): Page {
  const markdown = new MarkdownIt({ html: true, highlight });
  const tokens = markdown.parse(text, {});
  const headings = withIds(tokens);
  const links = [...linksOf(tokens)];
  for (const token of flat(tokens)) {
    for (const name of ["href", "src"]) {
      const link = token.attrGet(name);
      if (typeof link === "string") token.attrSet(name, target(file, link));
    }
  }
  markdown.renderer.rules["table_open"] = () =>
    '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>';
  markdown.renderer.rules["table_close"] = () => "</table></div>";
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll("<pre>", '<pre tabindex="0">')
    .replaceAll(LINKED_PICTURE, '<div class="picture">$1</div>')
    .replaceAll(
      /(<(?:img|source) [^>]*?(?:src|srcset)=")([^"]+)/g,
      (_whole, before: string, link: string) => before + target(file, link),
    );
  return {
    file,
    title: headings[0]?.text ?? path.basename(file),
    html,
    headings,
    links,
    parts: partsOf(tokens, headings),
  };
}

function highlight(code: string, language: string): string {
  return language in LANGUAGES ? hljs.highlight(code, { language }).value : "";
}

/** As code hosts make them of a heading, so that one link serves both. */
function withIds(tokens: readonly Token[]): readonly Heading[] {
  const seen = new Map<string, number>();
  return tokens.flatMap((token, index) => {
    if (token.type !== "heading_open") return [];
    const text = plain(tokens[index + 1]);
    const slug = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    const id = times === 0 ? slug : `${slug}-${times}`;
    token.attrSet("id", id);
    return [{ level: Number(token.tag.slice(1)), id, text }];
  });
}

function* linksOf(tokens: readonly Token[]): Generator<string> {
  for (const token of flat(tokens)) {
    for (const name of ["href", "src"]) {
      const link = token.attrGet(name);
      if (typeof link === "string") yield link;
    }
    if (token.type.startsWith("html"))
      for (const [, link = ""] of token.content.matchAll(/(?:href|src|srcset)="([^"]+)"/g)) yield link;
  }
}

function flat(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => [token, ...(token.children ?? [])]);
}

function plain(token: Token | undefined): string {
  const inside = token?.children ?? [];
  return inside
    .filter(({ type }) => ["text", "code_inline", "softbreak"].includes(type))
    .map(({ type, content }) => (type === "softbreak" ? " " : content))
    .join("");
}

function partsOf(tokens: readonly Token[], headings: readonly Heading[]): Page["parts"] {
  const parts: { id: string; title: string; text: string }[] = [];
  let next = 0;
  tokens.forEach((token, index) => {
    if (token.type === "heading_open") {
      const { id = "", text = "", level = 1 } = headings[next] ?? {};
      parts.push({ id: level === 1 ? "" : id, title: text, text: "" });
      next += 1;
      return;
    }
    const current = parts.at(-1);
    if (current === undefined || tokens[index - 1]?.type === "heading_open") return;
    if (token.type === "inline") current.text += `${plain(token)} `;
    if (token.type === "fence") current.text += `${token.content} `;
  });
  return parts;
}
