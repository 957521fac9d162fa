/**
 * Takes the pictures of docs/img/ anew: the inspector of a running demo, in three widths and both themes, and a recording
 * of how the demo goes. Needs Chromium (CHROMIUM_PATH, or Debian's).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { animated, FrameMaker, launchBrowser, startDemo, type Frame } from "./pictures/index.ts";

const IMAGES = path.join(import.meta.dirname, "..", "docs", "img");
const DEADLINE = { timeout: 60_000 };

/** What each width shows: as much as there is room for. */
const STILLS = [
  { width: 1280, height: 800, query: "?actor=polecat/default/dirty" },
  { width: 1920, height: 1080, query: "?actor=polecat/default/dirty&tab=chart" },
  { width: 390, height: 844, query: "" },
] as const;

/** Text stays sharp. */
const STILL_QUALITY = 0.9;
const MOVING_QUALITY = 0.6;

async function takeStills(browser: Browser, url: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    for (const { width, height, query } of STILLS) {
      const viewport = { width, height };
      const page = await browser.newPage({ viewport, colorScheme: theme, reducedMotion: "reduce" });
      const frames = await FrameMaker.open(browser);
      await page.goto(`${url}${query}`);
      await page.getByText("5 of 5 beads closed").first().waitFor(DEADLINE);
      await page.locator("[data-lane]").first().waitFor(DEADLINE);
      // Its end is tried again and again: what is shown is the refusal, not the look before it.
      if (query !== "")
        await page.locator('dd [data-state="terminating.revocable.blocked"]').waitFor(DEADLINE);
      await page.locator(".need .word", { hasText: "Blocked" }).waitFor(DEADLINE);
      const still = await frames.take(page, STILL_QUALITY);
      if (still !== null) writeFileSync(path.join(IMAGES, `inspector-${width}-${theme}.webp`), still.webp);
      await frames.close();
      await page.close();
    }
  }
}

const FILM = { width: 1040, height: 650 };
/** Between two frames, as they are taken; they are shown faster. */
const STEP_MS = 500;
const PACE = 2.5;
/** What is not to be missed stays for so long. */
const REST_MS = 2_200;

class Film {
  readonly #page: Page;
  readonly #frames: FrameMaker;
  readonly #taken: Frame[] = [];

  constructor(page: Page, frames: FrameMaker) {
    this.#page = page;
    this.#frames = frames;
  }

  /** What is as it was is shown for longer, and no frame of its own. */
  async take(ms: number): Promise<void> {
    const part = await this.#frames.take(this.#page, MOVING_QUALITY);
    const last = this.#taken.at(-1);
    if (part !== null) this.#taken.push({ ...part, ms });
    else if (last !== undefined) this.#taken[this.#taken.length - 1] = { ...last, ms: last.ms + ms };
  }

  bytes(): Buffer {
    return animated(FILM.width, FILM.height, this.#taken);
  }
}

/** The demo as it goes; then who needs a person and why; then back through what happened. */
async function record(browser: Browser, page: Page, told: Promise<void>): Promise<void> {
  const film = new Film(page, await FrameMaker.open(browser));
  const over = new AbortController();
  void told.then(() => over.abort());
  while (!over.signal.aborted) {
    await film.take(STEP_MS / PACE);
    await page.waitForTimeout(STEP_MS);
  }
  await page.locator(".need .word", { hasText: "Blocked" }).waitFor(DEADLINE);
  await film.take(REST_MS);
  await page.locator("[data-need]").first().click();
  await page.locator(".verdict-line").getByText("Uncommitted work").waitFor(DEADLINE);
  await film.take(REST_MS);
  await page.getByRole("tab", { name: "chart" }).click();
  await page.locator(".state.active").first().waitFor(DEADLINE);
  await film.take(REST_MS);
  await page.getByRole("button", { name: "Close the actor" }).click();
  await page.getByRole("slider", { name: "Moment" }).press("Home");
  await page.getByText("The past as it was on").waitFor(DEADLINE);
  const box = await page.locator(".moment-handle").boundingBox();
  for (let step = 0; box !== null && step <= 24; step += 1) {
    const x = box.x + 8 + ((box.width - 16) * step) / 24;
    await page.mouse.move(x, box.y + box.height / 2);
    if (step === 0) await page.mouse.down();
    await film.take(200);
  }
  await page.mouse.up();
  await page.keyboard.press("n");
  await page.locator(".past-banner").waitFor({ state: "detached", ...DEADLINE });
  await film.take(REST_MS);
  writeFileSync(path.join(IMAGES, "inspector.webp"), film.bytes());
}

const demo = await startDemo();
try {
  mkdirSync(IMAGES, { recursive: true });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: FILM, colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(demo.url);
  await record(browser, page, demo.told);
  await page.close();
  await takeStills(browser, demo.url);
  await browser.close();
} finally {
  demo.stop();
}
