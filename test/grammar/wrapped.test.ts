import { describe, expect, it } from "vitest";
import { unbrokenWords, wrapped } from "../../src/grammar/index.ts";

const COMMAND = "kubectl annotate --overwrite -n default polecat/dirty 'a=b c'";

describe("Wrapped text", () => {
  it("has lines of the width at most, with whole words, and its later lines further in", () => {
    expect(wrapped("  one two three four five", 12, 4)).toEqual([
      "  one two",
      "    three",
      "    four",
      "    five",
    ]);
  });

  it("keeps a command whole: on its line where it fits, else on the next one", () => {
    expect(wrapped("then run `gt health`, and look", 22, 2)).toEqual(["then run `gt health`,", "  and look"]);
    expect(wrapped("after that run `gt health`", 22, 2)).toEqual(["after that run", "  `gt health`"]);
  });

  it("gives a command that no line holds one of its own, as it is to be typed", () => {
    expect(wrapped(`give it up: \`${COMMAND}\`, or wait`, 30, 4)).toEqual([
      "give it up:",
      `    ${COMMAND}`,
      "    or wait",
    ]);
  });

  it("breaks no word, and no path", () => {
    expect(wrapped("see /srv/a/very/long/path here", 10)).toEqual(["see", "/srv/a/very/long/path", "here"]);
  });

  it.each(["a  b `c d` e", "`unclosed a b", " lead, and trail  ", "a`b c`d e", ""])(
    "loses nothing of %j",
    (text) => expect(unbrokenWords(text).join("")).toBe(text),
  );
});
