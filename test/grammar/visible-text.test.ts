import { describe, expect, it } from "vitest";
import { visibleText } from "../../src/grammar/index.ts";

describe("A text for a terminal", () => {
  it.each([
    ["a title", "\u001b]0;owned\u0007", String.raw`\u001b]0;owned\u0007`],
    ["an order of one character", "\u009b2J", String.raw`\u009b2J`],
    ["a return that overwrites the line", "failed\rfine", String.raw`failed\u000dfine`],
    ["a change of direction", "a\u202eb", String.raw`a\u202eb`],
    ["a null", "\0", String.raw`\u0000`],
  ])("shows %s instead of obeying it", (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it("keeps lines, tabs and every script", () => {
    const text = "one\n\ttwo ümlaut 漢字 שלום 🚚";
    expect(visibleText(text)).toBe(text);
  });

  it("leaves JSON what it was", () => {
    const value = { text: "\u009b\u007f\u202e\u001b\n" };
    expect(JSON.parse(visibleText(JSON.stringify(value)))).toEqual(value);
  });
});
