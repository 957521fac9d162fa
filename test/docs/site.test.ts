/** The site that `npm run docs` makes of docs/: its links, what it asks for, and how it is read and searched. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { isBrowserMissing, launch, openPage, violations } from "../inspector/browser.ts";

const ROOT = path.join(import.meta.dirname, "../..");

function folder(): string {
  return mkdtempSync(path.join(tmpdir(), "gastown-site-"));
}

let site: string;
beforeAll(() => {
  site = folder();
  const { status, stderr } = spawnSync(process.execPath, ["scripts/docs.ts", site], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
});
afterAll(() => rmSync(site, { recursive: true }));

const address = (page: string): string => pathToFileURL(path.join(site, page)).href;

it("calls each page by its name and the site's, and the first one once", () => {
  const titleOf = (page: string): string | undefined =>
    /<title>(.*)<\/title>/.exec(readFileSync(path.join(site, page), "utf8"))?.[1];
  expect(titleOf("index.html")).toBe("Gas Town Operator");
  expect(titleOf("faq.html")).toMatch(/^\S.* · Gas Town Operator$/);
});

describe("The build", () => {
  /** What it says of a checkout whose docs/ has this page more. */
  function saidOf(name: string, text: string): { readonly code: number | null; readonly said: string } {
    const root = folder();
    onTestFinished(() => rmSync(root, { recursive: true }));
    for (const part of [
      "docs",
      "scripts",
      "helm/gastown-operator/Chart.yaml",
      "package.json",
      "inspector-ui/public",
    ]) {
      mkdirSync(path.dirname(path.join(root, part)), { recursive: true });
      cpSync(path.join(ROOT, part), path.join(root, part), { recursive: true });
    }
    for (const linked of ["CHANGELOG.md", "CONTRIBUTING.md", "machines", "samples", "gitops"])
      cpSync(path.join(ROOT, linked), path.join(root, linked), { recursive: true });
    writeFileSync(path.join(root, "docs", name), text, { flag: "a" });
    const program = `const { buildSite } = await import(${JSON.stringify(pathToFileURL(path.join(ROOT, "scripts/docs/index.ts")).href)});
      await buildSite(${JSON.stringify(root)}, ${JSON.stringify(path.join(root, "site"))});`;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: ROOT,
      encoding: "utf8",
    });
    return { code: status, said: stderr };
  }

  it("fails for a link to a page, a heading, a picture or a file that is not there", () => {
    const links = [
      "[a](gone.md)",
      "[b](faq.md#gone)",
      '<img src="img/gone.png" alt="">',
      "[c](../gone/file.ts)",
    ];
    const { code, said } = saidOf("faq.md", `\n\n${links.join("\n\n")}\n`);
    expect(code).toBe(1);
    expect(said).toContain("docs/faq.md: gone.md is not there");
    expect(said).toContain("docs/faq.md: faq.md#gone: faq.md has no such heading");
    expect(said).toContain("docs/faq.md: img/gone.png is not there");
    expect(said).toContain("docs/faq.md: ../gone/file.ts is not there");
  });

  it("fails for a page that nobody finds, for the menu does not name it", () => {
    expect(saidOf("lonely.md", "# Lonely\n").said).toContain("docs/lonely.md is not in the menu");
  });

  it("has an address for each page, and heads its links to pages of the site", () => {
    const pages = globSync("**/*.md", { cwd: path.join(ROOT, "docs") });
    const made = globSync("**/*.html", { cwd: site });
    expect(made).toHaveLength(pages.length);
    const inside = made.flatMap((page) => [
      ...readFileSync(path.join(site, page), "utf8").matchAll(/href="([^"]+\.md)[#"]/g),
    ]);
    expect(inside.map(([, link]) => link).filter((link) => !link?.startsWith("https://"))).toEqual([]);
  });
});

it("has every file that a page shows, loads or leads to", () => {
  const missing = globSync("**/*.html", { cwd: site }).flatMap((page) =>
    [...readFileSync(path.join(site, page), "utf8").matchAll(/(?:src|srcset|href)="((?!https?:)[^"#]+)/g)]
      .map(([, to = ""]) => path.join(path.dirname(page), to))
      .filter((to) => !existsSync(path.join(site, to)))
      .map((to) => `${page}: ${to}`),
  );
  expect(missing).toEqual([]);
});

const PAGES = [
  "index.html",
  "start.html",
  "cluster.html",
  "comparison.html",
  "reference/polecat.html",
  "adr/index.html",
];

describe.skipIf(isBrowserMissing)("A page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it.each(
    PAGES.flatMap((page) => (["light", "dark"] as const).map((colorScheme) => ({ page, colorScheme }))),
  )(
    "$page, $colorScheme: nothing keeps anybody from reading it, and it asks for nothing from elsewhere",
    async ({ page: name, colorScheme }) => {
      const { page, requests, complaints } = await openPage(browser, address(name), { colorScheme });
      // Before axe, which looks for styles by itself.
      expect(requests.filter((url) => !url.startsWith("file://"))).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    },
  );

  it.each(PAGES)("%s fits a phone", async (name) => {
    const { page } = await openPage(browser, address(name), { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await page.getByRole("navigation", { name: "Pages" }).isVisible()).toBe(false);
    await page.getByText("Menu", { exact: true }).click();
    await page.getByRole("link", { name: "Glossary", exact: true }).click();
    await page.waitForURL(/glossary\.html$/);
    await page.context().close();
  });

  it("shows the architecture on a phone with its words no smaller than they were drawn", async () => {
    const { page } = await openPage(browser, address("concepts.html"), {
      viewport: { width: 390, height: 844 },
    });
    const picture = page.getByRole("img", { name: /^People and GitOps write specs/ });
    const { width, natural } = await picture.evaluate((image: HTMLImageElement) => ({
      width: image.clientWidth,
      natural: image.naturalWidth,
    }));
    expect(width / natural).toBeGreaterThan(0.95);
    await page.context().close();
  });

  it("shows all of a machine, and the place that somebody points at in full size", async () => {
    const { page } = await openPage(browser, address("machines/polecat.html"));
    const frame = page.locator(".picture");
    const picture = frame.getByRole("img");
    const width = () => picture.evaluate((image: HTMLImageElement) => image.clientWidth / image.naturalWidth);
    expect(await width()).toBeLessThan(1);
    await picture.click({ position: { x: 20, y: 300 } });
    expect(await width()).toBe(1);
    expect(await frame.evaluate(({ scrollLeft, scrollTop }) => scrollLeft === 0 && scrollTop > 0)).toBe(true);
    expect(await violations(page)).toEqual([]);
    await picture.click();
    expect(await width()).toBeLessThan(1);
    await page.context().close();
  });

  it("finds words without a network, and leads to the part that has them", async () => {
    const { page, complaints } = await openPage(browser, address("adr/index.html"));
    await page.context().setOffline(true);
    await page.keyboard.press("/");
    await page.keyboard.type("GastownRigDegraded");
    await page.locator("#found").getByRole("link").first().click();
    await page.waitForURL(/alerts\.html#gastownrigdegraded$/);
    await page.getByRole("searchbox").fill("zzzz");
    await page.getByText("Nothing found.").waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("keeps the theme that somebody has chosen", async () => {
    const { page } = await openPage(browser, address("index.html"), { colorScheme: "light" });
    await page.getByRole("button", { name: "Dark" }).click();
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it("reads without scripts", async () => {
    const { page } = await openPage(browser, address("start.html"), { javaScriptEnabled: false });
    expect(await page.getByRole("heading", { name: "Sling a bead" }).isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: "Safety" }).first().isVisible()).toBe(true);
    await page.context().close();
  });
});
