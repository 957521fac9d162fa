import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/host/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage, violations } from "./browser.ts";
import { inspectedTown, type InspectedTown } from "./given.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

/** Views beside those that an actor's tabs show (page.test.ts), each with what has to be there. */
const VIEWS: readonly (readonly [query: string, selector: string])[] = [
  ["?panel=find&find=polecat", "[data-finding]"],
  ["?panel=changes&since=1", ".diff-sentence"],
  ["?actor=polecat/default/a&tab=changes&since=1", "#tab-changes[aria-selected=true]"],
  ["?actor=polecat/default/a&tab=sequence&line=in 3", ".line .why"],
  ["?actor=polecat/default/a&tab=chart&region=whole", ".state.active"],
  ["?actor=witness/default/watch", ".why-panel"],
  ["?actor=refinery/default/alpha", ".why-panel"],
];

describe.skipIf(isBrowserMissing)("the page, for whoever sees, hears or points otherwise", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it.for([
    { theme: "light", width: 1920 },
    { theme: "light", width: 1280 },
    { theme: "dark", width: 1280 },
    { theme: "light", width: 390 },
    { theme: "dark", width: 390 },
  ] as const)("has no violation of WCAG AA in its further views, $theme at $width px", async (how) => {
    const { theme, width } = how;
    const town = await livedTown();
    for (const [query, selector] of VIEWS) {
      const { page } = await openPage(browser, `${town.inspector.url}${query}`, {
        colorScheme: theme,
        reducedMotion: "reduce",
        viewport: { width, height: 800 },
      });
      await page.locator(selector).first().waitFor(DEADLINE);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  it.for(["", "?actor=polecat/default/a&tab=sequence", "?actor=polecat/default/a&tab=chart&panel=find"])(
    "is reached by the keyboard alone, all of it: %s",
    async (query) => {
      const town = await livedTown();
      const { page } = await openPage(browser, `${town.inspector.url}${query}`);
      await page.locator('[data-lane="polecat/default/a"]').waitFor(DEADLINE);
      if (query !== "") await page.locator("#panel > *").first().waitFor(DEADLINE);
      expect(await unreached(page)).toEqual([]);
    },
  );

  it("has lanes whose bars and marks are reached by arrows, and each has a name", async () => {
    const town = await livedTown();
    const { page } = await openPage(browser, town.inspector.url);
    await page
      .getByRole("group", { name: /^polecat a: Pending al-1, .*; Working al-1, .* lasts$/ })
      .waitFor(DEADLINE);
    await page.locator('[data-lane="polecat/default/a"]').focus();
    const names: (string | null)[] = [];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press("ArrowRight");
      names.push(
        z
          .string()
          .nullable()
          .parse(await page.evaluate(FOCUSED_NAME)),
      );
    }
    expect(names).toEqual([
      expect.stringMatching(/^Pending al-1, \d\d:\d\d:\d\d to \d\d:\d\d:\d\d$/),
      expect.stringMatching(/^Working al-1, \d\d:\d\d:\d\d lasts$/),
      expect.stringMatching(/^slung at \d\d:\d\d:\d\d: al-1 is in work$/),
    ]);
    await page.keyboard.press("Enter");
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    expect(await page.locator(".lane-bar:not([aria-label]), .lane-mark:not([aria-label])").count()).toBe(
      await page.locator(".lanes-legend .lane-bar").count(),
    );
  });

  it("moves nothing by itself for whoever asks for that", async () => {
    const town = await livedTown();
    const { page } = await openPage(browser, `${town.inspector.url}?actor=polecat/default/a&tab=chart`, {
      reducedMotion: "reduce",
    });
    await page.locator(".state.active").first().waitFor(DEADLINE);
    town.edit("a", { state: "Terminated" });
    await page.locator('.state.active[data-state="polecat.terminating.revocable.proving"]').waitFor(DEADLINE);
    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
    expect(await page.evaluate(TRANSITION)).toBe("none");
  });
});

const FOCUSED_NAME = `document.activeElement.getAttribute("aria-label")`;
const TRANSITION = `getComputedStyle(document.querySelector(".cell")).transitionProperty`;

/** What can be done in the page but is not focused by any Tab; what has arrows of its own, as tabs have, is left out. */
const UNREACHED = `(() => {
  const all = [...document.querySelectorAll("button, a[href], input, select, summary, [tabindex]")];
  return all
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !globalThis.focused.has(one))
    .map((one) => one.outerHTML.slice(0, 120));
})()`;

async function unreached(page: Page): Promise<readonly string[]> {
  await page.evaluate(`
    globalThis.focused = new Set();
    document.addEventListener("focusin", ({ target }) => focused.add(target));`);
  let known = -1;
  const count = async (): Promise<number> => z.number().parse(await page.evaluate("focused.size"));
  // Round after round, until one of them reaches nothing new.
  for (let now = 0; now > known; now = await count()) {
    known = now;
    for (let step = 0; step < 40; step += 1) await page.keyboard.press("Tab");
  }
  return z.array(z.string()).parse(await page.evaluate(UNREACHED));
}

/** One polecat at work, one that has not begun, and the views of a rig. */
async function livedTown(): Promise<InspectedTown> {
  let behind = 30_000;
  const town = await inspectedTown({ clock: { ...systemClock, now: () => Date.now() - behind } });
  onTestFinished(() => town.close());
  for (const name of ["a", "b"]) town.start(name);
  behind = 0;
  town.work("a");
  town.startWitness("watch");
  town.startViews("alpha");
  return town;
}
