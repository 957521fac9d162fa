import { expect, it } from "vitest";
import { newLines, terminalLines } from "../../src/cli/plugin/terminal-lines.ts";

it.each([
  [[], ["a", "b"], ["a", "b"]],
  [["a", "b"], ["a", "b"], []],
  [["a", "b"], ["a", "b", "c"], ["c"]],
  [["a", "b", "c"], ["b", "c", "d"], ["d"]],
  [["a", "a"], ["a", "a", "a"], ["a"]],
  [
    ["a", "b"],
    ["x", "y"],
    ["x", "y"],
  ],
  [["a", "b"], [], []],
])("Of a terminal that showed %j and shows %j by now, %j is new", (before, after, news) => {
  expect(newLines(before, after)).toEqual(news);
});

it("A terminal's lines are without colours, moves of the cursor, titles, and the empty rest of the screen", () => {
  expect(terminalLines("\u001b]0;title\u0007\u001b[1;32mok\u001b[0m\r\n\u001b[2Kdone\n\n \n")).toEqual([
    "ok",
    "done",
  ]);
});
