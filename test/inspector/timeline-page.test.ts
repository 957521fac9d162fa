import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/host/index.ts";
import { until } from "../e2e/harness/index.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";
import { isBrowserMissing, launch, openPage } from "./browser.ts";
import { inspectedTown, type InspectedTown } from "./given.ts";

const DEADLINE = { timeout: WAIT_DEADLINE_MS };

describe.skipIf(isBrowserMissing)("the timeline in the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("marks what people edit, of a polecat as it happens", async () => {
    const { town, page } = await shownTown(browser);
    town.edit("a", { state: "Terminated" });
    const mark = page.getByRole("button", { name: /^edited at .*desiredState: Working → Terminated$/ });
    await mark.waitFor(DEADLINE);
    await mark.click();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
  });

  it("has an axis that is the scrubber: along it one goes into the past, event by event, and back to now", async () => {
    const { page } = await shownTown(browser);
    const handle = page.getByRole("slider", { name: "Moment" });
    expect(await handle.getAttribute("aria-valuetext")).toBe("now");
    const box = await boxOf(page, ".moment-handle");
    await page.mouse.move(box.x + box.width - 8, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, box.y + 12, { steps: 5 });
    await page.mouse.up();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await until("it is at the first event", async () =>
      /, begin$/.test((await handle.getAttribute("aria-valuetext")) ?? ""),
    );
    await handle.press("ArrowRight");
    await until("it is at the second event", async () =>
      /, town\.observed$/.test((await handle.getAttribute("aria-valuetext")) ?? ""),
    );
    // The keys of the page work on the axis, too.
    await handle.press("n");
    await page.getByText("The past as it was on").waitFor({ state: "detached", ...DEADLINE });
    expect(await handle.getAttribute("aria-valuetext")).toBe("now");
  });

  it("is zoomed by two fingers and moved by one", async () => {
    const { page } = await shownTown(browser, true);
    const touch = await page.context().newCDPSession(page);
    const fingers = (type: "touchStart" | "touchMove" | "touchEnd", ...places: readonly number[]) =>
      touch.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: places.map((x, id) => ({ x, y: middle, id })),
      });
    const { x, y, width } = await boxOf(page, '.lane:has([data-lane="polecat/default/a"]) .lane-track');
    const middle = y + 10;
    const before = await shownSpan(page);
    await fingers("touchStart", x + width * 0.4, x + width * 0.6);
    for (const by of [0.05, 0.1, 0.15, 0.2])
      await fingers("touchMove", x + width * (0.4 - by), x + width * (0.6 + by));
    await fingers("touchEnd");
    const zoomed = await shownSpan(page);
    expect(zoomed.length).toBeLessThan(before.length / 2);
    await fingers("touchStart", x + width * 0.5);
    for (const by of [0.1, 0.2, 0.3]) await fingers("touchMove", x + width * (0.5 + by));
    await fingers("touchEnd");
    const moved = await shownSpan(page);
    expect(moved.from).toBeLessThan(zoomed.from);
    expect(await page.getByText("The past as it was on").count()).toBe(0);
  });

  it("goes to the moment of a bar that is tapped", async () => {
    const { page } = await shownTown(browser, true);
    await page.getByRole("button", { name: /^Working al-1, / }).tap();
    await page.getByText("The past as it was on").waitFor(DEADLINE);
    await page.waitForSelector('.pill[data-phase="Working"]', DEADLINE);
  });

  it("grows to the right while it is live, and stays where somebody has moved it", async () => {
    const { town, page } = await shownTown(browser);
    const first = await shownSpan(page);
    await until("the newest moves on", async () => (await shownSpan(page)).to > first.to);
    await page.getByRole("region", { name: /^Lanes: / }).press("+");
    const chosen = await shownSpan(page);
    town.start("b");
    await page.locator('[data-lane="polecat/default/b"]').waitFor(DEADLINE);
    expect(await shownSpan(page)).toEqual(chosen);
  });
});

/** One polecat that was found at work half a minute after its resource was seen. */
async function shownTown(
  browser: Browser,
  hasTouch = false,
): Promise<{ readonly town: InspectedTown; readonly page: Page }> {
  let ahead = -30_000;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const town = await inspectedTown({ clock });
  onTestFinished(() => town.close());
  town.start("a");
  ahead = 0;
  town.work("a");
  const { page } = await openPage(browser, town.inspector.url, { hasTouch });
  await page.locator('[data-lane="polecat/default/a"]').waitFor(DEADLINE);
  return { town, page };
}

async function boxOf(page: Page, selector: string): Promise<{ x: number; y: number; width: number }> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not in sight`);
  return box;
}

async function shownSpan(page: Page): Promise<{ from: number; to: number; length: number }> {
  const handle = page.getByRole("slider", { name: "Moment" });
  const [from, to] = await Promise.all(["min", "max"].map((name) => handle.getAttribute(name)));
  return { from: Number(from), to: Number(to), length: Number(to) - Number(from) };
}
