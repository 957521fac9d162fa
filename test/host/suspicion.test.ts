import { describe, expect, it } from "vitest";
import { SECRET_SHAPES } from "../../src/host/journal/secret-shapes.ts";
import { isSuspicious } from "../../src/host/journal/suspicion.ts";

describe("What a credential is told by", () => {
  const AROUND = ["", " ", "a", "-", '"', "ü", "漢"];
  const prefixes = SECRET_SHAPES.flatMap(({ keywords }) => keywords);

  it("is suspected at the beginning, in the middle and at the end of any text", () => {
    const texts = AROUND.flatMap((before) => AROUND.map((after) => [before, after] as const));
    const missed = prefixes.filter((keyword) =>
      texts.some(([before, after]) => !isSuspicious(`${before}${keyword}${after}`)),
    );
    expect(missed).toEqual([]);
  });

  it("is suspected behind the beginning of another", () => {
    const missed = prefixes.flatMap((one) =>
      prefixes.filter((other) => !isSuspicious(`${one.slice(0, -1)}${other}`)),
    );
    expect(missed).toEqual([]);
  });
});
