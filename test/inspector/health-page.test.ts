import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage } from "./browser.ts";
import { inspectedTown } from "./given.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

describe.skipIf(isBrowserMissing)("the health of the town in the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is a banner in words, and a silent operator is taken for a lost one", async () => {
    let concerns = [
      { name: "tmux", message: "not on the PATH: gt cannot start sessions" },
      { name: "town", message: "Dolt is not running: run `gt dolt start`" },
    ];
    const town = await inspectedTown({ health: () => Promise.resolve(concerns) });
    onTestFinished(() => town.close());
    town.start("a");
    const { page } = await openPage(browser, "about:blank");
    await page.clock.install();
    await page.goto(town.inspector.url);
    const banner = page.getByRole("region", { name: "The town's health" });
    await banner
      .getByText("The town cannot be read Dolt is not running: run `gt dolt start`")
      .waitFor(DEADLINE);
    const mild = banner.locator(".concern.mild");
    expect(await Promise.all([banner.getByRole("status").count(), mild.count()])).toEqual([2, 1]);
    await mild.getByText("gt has no tmux").waitFor(DEADLINE);
    concerns = [];
    await banner.waitFor({ state: "detached", ...DEADLINE });
    // The clock of the page alone goes ahead: to it nothing has come for so long.
    await page.clock.fastForward(21_000);
    await page.getByText(/No word from the operator since \d\d:\d\d:\d\d/).waitFor(DEADLINE);
    expect(await page.locator(".app.lost").count()).toBe(1);
    await page.clock.fastForward(2_000);
    await page.waitForSelector('[data-connection="live"]', DEADLINE);
  });
});
