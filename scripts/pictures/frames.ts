/** Screenshots as WebP, encoded by the browser itself: nothing else is needed for it. */
import type { Browser, Page } from "playwright-core";
import { z } from "zod";

export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A whole WebP file. */
  readonly webp: Buffer;
}

/** Of a screenshot, what is other than in the one before, from an even place on, as animations need it. */
const PART_OF = `
  let before = null;
  globalThis.partOf = async (png, quality) => {
    const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
    const { width, height } = image;
    const whole = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    whole.drawImage(image, 0, 0);
    const pixels = new Uint32Array(whole.getImageData(0, 0, width, height).data.buffer);
    let [left, top, right, bottom] = before === null ? [0, 0, width, height] : [width, height, 0, 0];
    for (let at = 0; before !== null && at < pixels.length; at += 1) {
      if (pixels[at] === before[at]) continue;
      const [x, y] = [at % width, Math.floor(at / width)];
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
    }
    before = pixels;
    if (right <= left) return null;
    [left, top] = [left - (left % 2), top - (top % 2)];
    const part = new OffscreenCanvas(right - left, bottom - top);
    part.getContext("2d").drawImage(image, -left, -top);
    const blob = await part.convertToBlob({ type: "image/webp", quality });
    const text = await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(blob);
    });
    return { x: left, y: top, width: right - left, height: bottom - top, webp: text.split(",")[1] };
  };`;

const partSchema = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), webp: z.string() })
  .transform((part) => ({ ...part, webp: Buffer.from(part.webp, "base64") }));

export class FrameMaker {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(browser: Browser): Promise<FrameMaker> {
    const page = await browser.newPage();
    await page.evaluate(PART_OF);
    return new FrameMaker(page);
  }

  /** @returns null where it shows what the one before has shown. */
  async take(shown: Page, quality: number): Promise<Part | null> {
    const png = await shown.screenshot();
    const text = `partOf(${JSON.stringify(png.toString("base64"))}, ${quality})`;
    return partSchema.nullable().parse(await this.#page.evaluate(text));
  }

  close(): Promise<void> {
    return this.#page.close();
  }
}
