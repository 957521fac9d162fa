import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { until } from "../e2e/harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage } from "./browser.ts";
import { inspectedTown, type InspectedTown } from "./given.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

describe.skipIf(isBrowserMissing)("the statechart in the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("can be read at once at 1280 px: the region where the actor is unfolded, with its state in sight", async () => {
    const { page } = await chartOf(browser);
    expect(await page.locator('.state[data-state="polecat.working.suspect"]').count()).toBe(1);
    expect(await page.locator('.state[data-state="polecat.pending.slinging"]').count()).toBe(0);
    const frame = await boxOf(page, ".chart");
    const active = await boxOf(page, ".state.active.leaf");
    expect(active.x).toBeGreaterThan(frame.x);
    expect(active.y).toBeGreaterThan(frame.y);
    expect(active.x + active.width).toBeLessThan(frame.x + frame.width);
    expect(active.y + active.height).toBeLessThan(frame.y + frame.height);
    // A line of words takes at least nine pixels of the screen.
    expect((await boxOf(page, ".words text")).height).toBeGreaterThan(9);
    await page.locator(".meaning").getByText("The bead is on the hook of its polecat.").waitFor(DEADLINE);
    await page.locator(".state.active.leaf .entered").waitFor(DEADLINE);
  });

  it("is zoomed by the wheel and the keys, moved by dragging, and unfolds a region that is clicked", async () => {
    const { page } = await chartOf(browser);
    const frame = await boxOf(page, ".chart");
    const active = (): Promise<Box> => boxOf(page, ".state.active.leaf");
    const before = await active();
    const middle = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.wheel(0, -200);
    await until("the wheel has zoomed", async () => (await active()).width > before.width * 1.3);
    const zoomed = await active();
    expect(zoomed.x + zoomed.width / 2).toBeCloseTo(middle.x, 0);
    await page.mouse.down();
    await page.mouse.move(middle.x - 60, middle.y - 30, { steps: 4 });
    await page.mouse.up();
    await until("it was dragged", async () => Math.abs((await active()).x - (zoomed.x - 60)) < 2);
    await page.getByRole("region", { name: /^Statechart: / }).press("0");
    await until("all of it is in sight", async () => (await page.locator(".minimap").count()) === 0);
    expect((await active()).x).toBeGreaterThan(frame.x);
    await page.getByLabel("Region").selectOption({ label: "all folded" });
    await page.locator('.state.folded[data-state="polecat.pending"]').click();
    await page.locator('.state[data-state="polecat.pending.slinging"]').waitFor(DEADLINE);
    expect(page.url()).toContain("region=polecat.pending");
    const { page: sent } = await openPage(browser, page.url());
    await sent.locator('.state[data-state="polecat.pending.slinging"]').waitFor(DEADLINE);
  });

  it("shows the way that the actor came, and what can come next and waits for what", async () => {
    const { page, town } = await chartOf(browser);
    await page.getByText("The way it came, in this life: 2 states").waitFor(DEADLINE);
    const next = page.locator(".next li");
    await next.filter({ hasText: "settling" }).first().waitFor(DEADLINE);
    town.edit("a", { state: "Terminated" });
    await page.getByText("The way it came, in this life: 3 states").waitFor(DEADLINE);
    await page.locator('.state.active[data-state="polecat.terminating.revocable.proving"]').waitFor(DEADLINE);
    await next
      .filter({ hasText: "waits for the answer of prove termination, which runs" })
      .first()
      .waitFor(DEADLINE);
    expect(await page.locator(".words title").first().textContent()).not.toBe("");
    await page.locator(".way button").last().click();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await page.locator('.state.active[data-state="polecat.unobserved"]').waitFor(DEADLINE);
  });
});

async function chartOf(browser: Browser): Promise<{ readonly page: Page; readonly town: InspectedTown }> {
  const town = await inspectedTown();
  onTestFinished(() => town.close());
  town.start("a");
  town.work("a");
  const { page } = await openPage(browser, `${town.inspector.url}?actor=polecat/default/a&tab=chart`, {
    reducedMotion: "reduce",
  });
  await page.locator('.state.active[data-state="polecat.working.healthy"]').waitFor(DEADLINE);
  return { page, town };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not in sight`);
  return box;
}
