import { describe, expect, it } from "vitest";
import { age } from "../../src/cli/plugin/age.ts";
import { bar } from "../../src/cli/plugin/bar.ts";
import { createScreen, type Terminal } from "../../src/cli/plugin/screen.ts";

function terminal(isTTY: boolean, columns?: number): Terminal & { written: string } {
  return {
    written: "",
    isTTY,
    ...(columns !== undefined && { columns }),
    write(text) {
      this.written += text;
    },
  };
}

describe("The screen", () => {
  it.each([
    [true, {}, "\u001b[31mred\u001b[0m\n"],
    [true, { NO_COLOR: "1" }, "red\n"],
    [true, { TERM: "dumb" }, "red\n"],
    [false, {}, "red\n"],
  ])("has colours on a terminal only: %j %j", (isTTY, environment, expected) => {
    const seen = terminal(isTTY);
    createScreen(seen, environment).line({ text: "red", colour: "red" });
    expect(seen.written).toBe(expected);
  });

  it("shows what a terminal would obey, and lets no text begin a line of its own", () => {
    const seen = terminal(true);
    createScreen(seen, {}).line("a\u001b[2Jb\nc");
    expect(seen.written).toBe("a\\u001b[2Jb c\n");
  });

  it.each([[20], [0], [undefined]])("keeps whole words together on a terminal of %j columns", (columns) => {
    const seen = terminal(true, columns);
    createScreen(seen, {}).words(
      2,
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
    );
    const lines = seen.written.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every((line) => line.length <= (columns === 20 ? 20 : 80) && line.startsWith("  "))).toBe(
      true,
    );
    expect(lines.map((line) => line.trim()).join(" ")).toMatch(/^one two .* fourteen$/);
  });

  it.each([
    [30, "time  one two three four five\n      six seven eight\n"],
    [undefined, "time  one two three four five six seven eight\n"],
  ])("begins one of many at the margin of %j columns, and indents what follows", (columns, expected) => {
    const seen = terminal(columns !== undefined, columns);
    createScreen(seen, { NO_COLOR: "1" }).hanging(
      6,
      { text: "time  ", colour: "grey" },
      "one two three four five six seven eight",
    );
    expect(seen.written).toBe(expected);
  });

  it("lines columns up, whatever is in them", () => {
    const seen = terminal(false);
    createScreen(seen, {}).table(
      ["NAME", "X"],
      [
        ["häß", "1"],
        ["\u202eb", { text: "2", colour: "red" }],
      ],
    );
    expect(seen.written).toBe("  NAME     X\n  häß      1\n  \\u202eb  2\n");
  });
});

describe("A bar", () => {
  it.each([
    [0, 5, "---------- 0/5"],
    [1, 500, "#--------- 1/500"],
    [499, 500, "#########- 499/500"],
    [5, 5, "########## 5/5"],
    [0, 0, "---------- 0/0"],
  ])(
    "of %j of %j is full only when all are closed, and empty only when none is",
    (closed, beads, expected) => {
      expect(bar(closed, beads)).toBe(expected);
    },
  );
});

describe("An age", () => {
  const now = Date.parse("2026-01-10T00:00:00Z");
  it.each([
    ["2026-01-09T23:59:55Z", "5s"],
    ["2026-01-09T23:48:00Z", "12m"],
    ["2026-01-09T20:40:00Z", "3h20m"],
    ["2026-01-09T10:00:00Z", "14h"],
    ["2026-01-08T00:00:00Z", "2d"],
    ["2026-01-11T00:00:00Z", "0s"],
    ["soon", "-"],
    [null, "-"],
  ])("since %j is %j", (at, expected) => expect(age(at, now)).toBe(expected));
});
