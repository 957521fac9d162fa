/** The code blocks of the pages, each with how it is run, by what a comment in the line before it says. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../..");

export interface Block {
  /** From the checkout's root. */
  readonly page: string;
  readonly language: string;
  readonly text: string;
  /** What `<!-- … -->` before it says, such as `not run: …`; empty where nothing is said. */
  readonly remark: string;
}

/** Pages whose commands test/docs/commands.test.ts runs, but for the blocks that say why not. */
export const RUN_BESIDE_THE_DEMO = ["samples/README.md", "README.md", "docs/why.md", "docs/gitops.md"];

const BLOCK = /(?:^<!-- (.*) -->\n\n)?^( *)```(\w+)\n([^]*?)^\2```$/gm;

export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(path.join(ROOT, page), "utf8");
  return [...text.matchAll(BLOCK)].map(([, remark = "", , language = "", code = ""]) => ({
    page,
    language,
    text: code,
    remark,
  }));
}

/** All pages that people read, but for what is generated and tested where it comes from. */
export function pages(): readonly string[] {
  return [
    "README.md",
    "CONTRIBUTING.md",
    "samples/README.md",
    ...globSync("docs/**/*.md", { cwd: ROOT }),
  ].filter((page) => !page.startsWith("docs/reference/"));
}

/** A block's commands: a line that ends with a backslash goes on in the next one. */
export function commandsOf({ text }: Block): readonly string[] {
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.replace(/ +#.*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
