/** The pages name files and what is in them: a file that was moved must take its page along. KIND is any kind. */
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const NAMED =
  /`((?:src|machines|packages|test|scripts|bench|inspector-ui|docs)\/(?![^`]*KIND)[\w./-]+\.(?:ts|tsx|md))`(?:: `(\w+)`)?/g;

describe.each([
  "README.md",
  "CONTRIBUTING.md",
  ...globSync("docs/*.md"),
  ...globSync("docs/adr/*.md"),
  ...globSync("packages/*/README.md"),
])("%s", (page) => {
  it("names files that are there, and what is in them", () => {
    const named = [...readFileSync(page, "utf8").matchAll(NAMED)].map(([, file = "", word]) => ({
      // A package's page names the files of its package.
      file: page.startsWith("packages/") ? path.join(path.dirname(page), file) : file,
      word,
    }));
    const missing = named.filter(
      ({ file, word }) =>
        !existsSync(file) ||
        (word !== undefined && !new RegExp(`\\b${word}\\b`).test(readFileSync(file, "utf8"))),
    );
    expect(missing).toEqual([]);
  });
});

it("Each of the three walks names the files that it passes", () => {
  const page = readFileSync("docs/architecture.md", "utf8");
  const walks = page.slice(page.indexOf("## Three walks"), page.indexOf("## More than one replica"));
  const files = walks
    .split(/^\*\*/m)
    .slice(1)
    .map((walk) => [...walk.matchAll(NAMED)].length);
  expect(files).toHaveLength(3);
  expect(Math.min(...files)).toBeGreaterThan(5);
});
