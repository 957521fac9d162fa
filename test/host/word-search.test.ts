import { describe, expect, it } from "vitest";
import {
  createWordSearch,
  exactly,
  inAnyCase,
  OTHERS,
  type Sought,
} from "../../src/host/journal/word-search.ts";
import { createChance } from "@gastown/testing";

/** What it means, tried out place by place. */
function holds(text: string, words: readonly Sought[]): boolean {
  const isAt = (characters: string, character: string | undefined): boolean =>
    character !== undefined && characters.includes(character < "\u0080" ? character : OTHERS);
  return Array.from(text, (_, at) => at).some((at) =>
    words.some((word) => word.every((characters, index) => isAt(characters, text[at + index]))),
  );
}

describe("A search for words", () => {
  const found = createWordSearch([exactly("hers"), exactly("his"), exactly("she"), inAnyCase("Key")]);

  it.each(["hers", "ushers", "this", "hhis", "sshe", "monKEY", "kkey", "\u00fckEy\u00fc"])(
    "finds one in %j",
    (text) => expect(found(text)).toBe(true),
  );

  it.each(["", "h", "her", "hi s", "SHE", "hi-s", "k\u00e9y", "\u212aey"])("finds none in %j", (text) =>
    expect(found(text)).toBe(false),
  );

  it("finds what stands there and nothing else, in any text of few characters", () => {
    const chance = createChance(7);
    const pick = (most: number, letters: readonly string[]): string[] =>
      Array.from({ length: 1 + chance.below(most) }, () => chance.pick(letters));
    for (let round = 0; round < 300; round += 1) {
      const words = pick(5, ["x"]).map(() => pick(5, ["a", "b", "ab", "bA", `c${OTHERS}`]));
      const search = createWordSearch(words);
      for (let tried = 0; tried < 30; tried += 1) {
        const text = pick(12, ["a", "b", "A", "c", "\u00fc"]).join("");
        expect([text, words, search(text)]).toEqual([text, words, holds(text, words)]);
      }
    }
  });

  it.each([[["\u00fc"]], [[]], [exactly("a".repeat(64))]])(
    "refuses a word that it could never find: %j",
    (word) => {
      expect(() => createWordSearch([word])).toThrow(RangeError);
    },
  );
});
