/** The browser's own frame times, while something is done in a page. */
import type { Page } from "playwright-core";
import { z } from "zod";

const BEGIN = `
  globalThis.frameTimes = [];
  globalThis.isTiming = true;
  let last = null;
  const frame = (time) => {
    if (last !== null) frameTimes.push(time - last);
    last = time;
    if (isTiming) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);`;

/** At 60 frames a second one takes 16.7 ms; one that comes later than this has let another one out. */
const LATE_MS = 25;

export async function framesDuring(page: Page, doing: () => Promise<void>): Promise<string> {
  await page.evaluate(BEGIN);
  await doing();
  const times = z
    .array(z.number())
    .parse(await page.evaluate("isTiming = false; frameTimes"))
    .sort((a, b) => a - b);
  const all = times.reduce((sum, time) => sum + time, 0);
  const at = (part: number): string => `${(times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1)} ms`;
  const late = times.filter((time) => time > LATE_MS).length;
  const each = `half within ${at(0.5)}, 95 % within ${at(0.95)}, the longest ${at(1)}`;
  return `${((1_000 * times.length) / all).toFixed(1)} frames a second; ${each}; ${late} of ${times.length} late`;
}
