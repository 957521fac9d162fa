import { describe, expect, it } from "vitest";
import { cutStart, cutTo, cutToBytes, lengthOf } from "../../src/grammar/index.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const TEXTS = {
  "plain letters": "abc".repeat(500),
  umlauts: "Zahlungsprüfung für Straße – 支払い確認 ".repeat(40),
  emoji: "😀".repeat(600),
  families: FAMILY.repeat(200),
  flags: "🇩🇪".repeat(300),
  "letters with combining marks": "e\u0301".repeat(600),
  "half a character": "a\uD83D".repeat(400),
};

const characters = (text: string): string[] =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);

describe("A text that is cut", () => {
  it.each(Object.entries(TEXTS))("ends between two characters: %s", (_, text) => {
    for (let most = 20; most < 60; most += 1) {
      const cut = cutTo(text, most);
      expect(lengthOf(cut)).toBeLessThanOrEqual(most);
      const kept = characters(cut).slice(0, -1);
      expect(kept).toEqual(characters(text).slice(0, kept.length));
      expect(cut.endsWith("…")).toBe(true);
    }
  });

  it.each(Object.entries(TEXTS))("keeps to a limit of bytes: %s", (_, text) => {
    for (const most of [40, 41, 42, 43, 1024]) {
      const cut = cutToBytes(text, most);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
      const kept = characters(cut).slice(0, -1);
      expect(kept).toEqual(characters(text).slice(0, kept.length));
    }
  });

  it.each(Object.entries(TEXTS))("may lose its beginning instead: %s", (_, text) => {
    const cut = cutStart(text, 50);
    expect(lengthOf(cut)).toBeLessThanOrEqual(50);
    const kept = characters(cut).slice(1);
    expect(kept).toEqual(characters(text).slice(-kept.length));
  });

  it("is left alone where it fits, counted as the limit counts", () => {
    expect(cutTo("😀".repeat(20), 20)).toBe("😀".repeat(20));
    expect(cutToBytes("ä".repeat(20), 40)).toBe("ä".repeat(20));
    expect(cutStart("😀".repeat(20), 20)).toBe("😀".repeat(20));
  });

  it("of one endless character keeps a part of it", () => {
    const endless = `e${"\u0301".repeat(40_000)}`;
    expect(lengthOf(cutTo(endless, 100))).toBe(100);
  });
});
