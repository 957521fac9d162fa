/** A real Chromium with the page in it. Every request and every complaint of the page is kept. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { z } from "zod";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const PLACES = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));

/** In CI a missing browser is a failure, not a reason to leave the suite out. */
export const isBrowserMissing = executablePath === undefined && process.env["CI"] !== "true";
if (isBrowserMissing) {
  console.warn("left out: the page's tests need Chromium: apt-get install chromium, or set CHROMIUM_PATH");
}

export async function launch(): Promise<Browser> {
  if (executablePath === undefined) throw new Error("Chromium is missing: apt-get install chromium");
  return chromium.launch({
    timeout: WAIT_DEADLINE_MS,
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

export interface OpenPage {
  readonly page: Page;
  /** URLs of all requests. */
  readonly requests: string[];
  /** What the page reported as errors. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(WAIT_DEADLINE_MS);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(url);
  return { page, requests, complaints };
}

/**
 * Milliseconds from the request to the first text on the screen; undefined until there is some. To be asked again and
 * again, not by `waitForFunction`: its polling evaluates text in the page, which the page's own policy forbids.
 */
export async function firstPaint(page: Page): Promise<number | undefined> {
  const answer = await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime');
  return z.number().optional().parse(answer);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

const RUN_AXE = `axe
  .run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })
  .then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ": " + html + " " + failureSummary)))`;

/** Violations of WCAG 2 A and AA, one a line. */
export async function violations(page: Page): Promise<readonly string[]> {
  // What the debugger evaluates is not under the page's policy.
  await page.evaluate(axeSource);
  return z.array(z.string()).parse(await page.evaluate(RUN_AXE));
}
