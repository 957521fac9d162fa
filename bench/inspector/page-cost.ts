/** How smooth the page is, and how much it keeps, in a town of 5,000 polecats with a long past. */
import type { Page } from "playwright-core";
import { z } from "zod";
import { until } from "../../test/e2e/harness/until.ts";
import { firstPaint, launch, openPage } from "../../test/inspector/browser.ts";
import { framesDuring } from "./frames.ts";
import { heap } from "./heap.ts";
import { longPast } from "./long-past.ts";

const POLECATS = 5_000;
const RECORDS = 100_000;
const BYTES = 256 * 1_048_576;
const OPENINGS = 5;
const PAN_MS = 5_000;
/** What the journal's groups take to be read on a busy machine. */
const DEADLINE = { timeout: 300_000 };

export async function pageCost(): Promise<void> {
  const past = await longPast(POLECATS);
  await past.live(() => past.records() >= RECORDS);
  const browser = await launch();
  const { url } = past.town.inspector;
  const times: string[] = [];
  while (times.length < OPENINGS) {
    const { page } = await openPage(browser, url);
    times.push(`${(await until("the page paints", () => firstPaint(page))).toFixed(0)} ms`);
    await page.context().close();
  }
  console.log(`painted:   ${times.join(", ")}`);
  const { page } = await openPage(browser, url);
  await page.getByText(`${POLECATS} actors`).waitFor(DEADLINE);
  console.log(`live pan:  ${await framesDuring(page, () => pan(page))}`);
  await readAll(page);
  console.log(`past pan:  ${past.records()} records: ${await framesDuring(page, () => pan(page))}`);
  console.log(`zoom:      ${await framesDuring(page, () => zoom(page))}`);
  console.log(`scroll:    ${await framesDuring(page, () => scroll(page))}`);
  console.log(`page:      ${await pageHeap(page)}; operator ${heap()}`);
  await page.context().close();
  await past.live(() => past.bytes() >= BYTES);
  console.log(
    `journal:   ${(past.bytes() / 1_048_576).toFixed(0)} MiB, ${past.records()} records; ${heap()}`,
  );
  await longJournal(await openPage(browser, url).then((opened) => opened.page));
  await browser.close();
  await past.close();
}

/** What there is of the past is read, group by group. */
async function readAll(page: Page): Promise<void> {
  await page.keyboard.press("t");
  await page.getByText("The past as it was on").waitFor(DEADLINE);
  const rest = page.getByRole("button", { name: /^Read the rest/ });
  if ((await rest.count()) > 0) await rest.click();
  // While it is read, the button says so.
  const isUnread = page.getByRole("button", { name: /^(Read the rest|The journal is read)/ });
  await isUnread.waitFor({ state: "detached", ...DEADLINE });
}

async function longJournal(page: Page): Promise<void> {
  await page.getByText(`${POLECATS} actors`).waitFor(DEADLINE);
  const timed = async (what: string, doing: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    await doing();
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    console.log(`${what.padEnd(11)}${seconds} s; page ${await pageHeap(page)}; operator ${heap()}`);
  };
  await timed("opened:", async () => {
    await page.keyboard.press("t");
    await page.getByText("The past as it was on").waitFor(DEADLINE);
  });
  await timed("first time:", async () => {
    await page.keyboard.press("f");
    await page.getByRole("searchbox", { name: "Find in the journal" }).fill("p4999 working.healthy");
    await page.getByRole("button", { name: "The first time" }).click();
    await page.locator("[data-finding]").first().waitFor(DEADLINE);
  });
  await timed("all read:", () => readAll(page));
  console.log(`past pan:  ${await framesDuring(page, () => pan(page))}`);
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

async function trackOf(page: Page): Promise<Place> {
  const box = await page.locator(".lanes-body").boundingBox();
  if (box === null) throw new Error("the lanes are not in sight");
  return { x: box.x + 200, y: box.y + 100, width: box.width - 240 };
}

/** A hand drags to and fro, a move for each frame. */
async function pan(page: Page): Promise<void> {
  await page.getByRole("button", { name: "All", exact: true }).click();
  for (let step = 0; step < 4; step += 1) await page.getByRole("button", { name: "Shorter time" }).click();
  const { x, y, width } = await trackOf(page);
  const end = performance.now() + PAN_MS;
  await page.mouse.move(x + width / 2, y);
  await page.mouse.down();
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.move(x + width * (0.5 + 0.45 * Math.sin(step / 25)), y);
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
}

async function zoom(page: Page): Promise<void> {
  const { x, y, width } = await trackOf(page);
  await page.mouse.move(x + width / 3, y);
  await page.keyboard.down("Control");
  const end = performance.now() + PAN_MS;
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.wheel(0, Math.sin(step / 25) * 20);
    await page.waitForTimeout(8);
  }
  await page.keyboard.up("Control");
}

/** Through the lanes of all polecats. */
async function scroll(page: Page): Promise<void> {
  const { x, y } = await trackOf(page);
  await page.mouse.move(x, y);
  const end = performance.now() + PAN_MS;
  while (performance.now() < end) {
    await page.mouse.wheel(0, 60);
    await page.waitForTimeout(8);
  }
}

const metricsSchema = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });

async function pageHeap(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = metricsSchema.parse(await session.send("Performance.getMetrics"));
  const used = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0;
  await session.detach();
  return `${(used / 1_048_576).toFixed(0)} MiB heap`;
}
