/** Takes docs/img/ anew: the inspector of a running demo, in both themes. Needs Chromium (CHROMIUM_PATH, or Debian's). */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { chromium } from "playwright-core";

const ROOT = path.join(import.meta.dirname, "..");
const IMAGES = path.join(ROOT, "docs", "img");

/** The demo's address, as it prints it first of all. Its output is read to the end: a closed pipe would end it. */
function addressOf(output: Readable): Promise<string> {
  let text = "";
  return new Promise((resolve, reject) => {
    output.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      const url = /http:\S+\/inspector\//.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
    output.once("end", () => reject(new Error(`the demo ended: ${text}`)));
  });
}

const demo = spawn(process.execPath, ["src/main.ts", "demo", "--inspector-address", "127.0.0.1:0"], {
  cwd: ROOT,
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const url = await addressOf(demo.stdout);
  mkdirSync(IMAGES, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      colorScheme,
      reducedMotion: "reduce",
    });
    await page.goto(`${url}?actor=polecat/default/dirty`);
    await page.waitForSelector('[data-state="terminating.revocable.blocked"]', { timeout: 60_000 });
    await page.locator(".verdict-line").getByText("Uncommitted work").waitFor();
    await page.screenshot({ path: path.join(IMAGES, `inspector-${colorScheme}.png`) });
  }
  await browser.close();
} finally {
  demo.kill();
}
