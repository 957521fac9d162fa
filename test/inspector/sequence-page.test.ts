import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { until } from "../e2e/harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage } from "./browser.ts";
import { inspectedTown, type InspectedTown } from "./given.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

describe.skipIf(isBrowserMissing)("what is told of one actor in the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is a sequence whose lines open to their cause, the guards and what changed of the context", async () => {
    const { page } = await shown(browser, "sequence");
    await page.getByRole("button", { name: "town observed · test" }).click();
    const why = page.locator(".line .why");
    await why.getByText(/^town\.observed .* ago, caused by test, journal record 2\./).waitFor(DEADLINE);
    await why.getByText(/^settling → working.* because bead hooked/).waitFor(DEADLINE);
    expect(await why.locator("span[title^='Guard ']").first().textContent()).not.toMatch(/[a-z][A-Z]/);
    await why.getByRole("row", { name: /^polecatName null → "furiosa"$/ }).waitFor(DEADLINE);
    const { page: sent } = await openPage(browser, page.url());
    await sent.locator(".line .why").getByText("caused by test").waitFor(DEADLINE);
    await why.getByRole("button", { name: "Go to this moment" }).click();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
  });

  it("is filtered by topic and text, and both are in the address", async () => {
    const { page } = await shown(browser, "sequence");
    const lines = page.locator(".sequence .line");
    await until("all lines are there", async () => (await lines.count()) > 4);
    await page.getByRole("button", { name: "states", exact: true }).click();
    await until("only states are left", async () => (await lines.count()) === 3);
    expect(await lines.locator(".message").allTextContents()).toEqual([
      expect.stringMatching(/^unobserved · for [\d.]+ (?:ms|s)$/),
      "working.healthy",
      "holder followed",
    ]);
    const { page: sent } = await openPage(browser, page.url());
    await until("a link shows the same", async () => (await sent.locator(".sequence .line").count()) === 3);
    await page.getByLabel("Filter the lines by text").fill("nothing of the kind");
    await page.getByText("No line is of that kind.").waitFor(DEADLINE);
    const { page: found } = await openPage(browser, page.url());
    await found.getByText("No line is of that kind.").waitFor(DEADLINE);
    expect(await found.getByLabel("Filter the lines by text").inputValue()).toBe("nothing of the kind");
  });

  it("tells once what repeats, and opens it", async () => {
    const { page, town } = await shown(browser, "sequence");
    for (let time = 0; time < 6; time += 1) town.work("a");
    const repeat = page.getByRole("button", { name: /^↻ the same \d times, first .* ago, / });
    await repeat.waitFor(DEADLINE);
    const lines = page.locator(".sequence .line");
    const before = await lines.count();
    await repeat.click();
    await until("the others are there", async () => (await lines.count()) > before + 3);
    expect(await repeat.getAttribute("aria-expanded")).toBe("true");
  });

  it.for([1920, 1280, 700, 390, 320])("has conditions whose words are whole at %i px", async (width) => {
    const { page } = await shown(browser, "context", width);
    await page.getByRole("row", { name: /^Ready True Working/ }).waitFor(DEADLINE);
    expect(await page.evaluate(BROKEN_WORDS)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  });

  it("tells times as how long ago, with the time itself on hover, and has names to copy", async () => {
    const { page } = await shown(browser, "why");
    const since = page.locator(".verdict time").first();
    await since.waitFor(DEADLINE);
    expect(await since.textContent()).toMatch(/ ago$/);
    expect(await since.getAttribute("title")).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC/);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy: Bead" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor(DEADLINE);
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("al-1");
    await page.getByRole("button", { name: "Copy link" }).click();
    await until(
      "the link is copied",
      async () => (await page.evaluate("navigator.clipboard.readText()")) === page.url(),
    );
  });
});

/** Words of conditions that do not stand on one line, although a line is long enough for them. */
const BROKEN_WORDS = `[...document.querySelectorAll(".conditions th, .conditions td")].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      if (range.getClientRects().length > 1) broken.push(word);
    }
  }
  return broken;
})`;

async function shown(
  browser: Browser,
  tab: string,
  width = 1280,
): Promise<{ readonly page: Page; readonly town: InspectedTown }> {
  const town = await inspectedTown();
  onTestFinished(() => town.close());
  town.start("a");
  town.work("a");
  const { page } = await openPage(browser, `${town.inspector.url}?actor=polecat/default/a&tab=${tab}`, {
    viewport: { width, height: 800 },
  });
  await page.locator(`#tab-${tab}[aria-selected="true"]`).waitFor(DEADLINE);
  return { page, town };
}
