/** An item of the help: a flag or a command, and what it is for. */
import type { Help } from "commander";

/** What is longer has its description below: beside the longest flag too little of 80 columns would be left for it. */
const LONGEST_BESIDE = 28;

/** The item's lines, wrapped at the width of the help. */
export function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = Math.min(termWidth, LONGEST_BESIDE);
  const lines = helper.boxWrap(description, (helper.helpWidth ?? 80) - width - 4).split("\n");
  const [first = "", ...rest] =
    helper.displayWidth(term) > width ? [term, ...lines] : besides(term, width, lines);
  return [`  ${first}`, ...rest.map((line) => `${" ".repeat(width + 4)}${line}`)].join("\n");
}

function besides(term: string, width: number, [first = "", ...rest]: readonly string[]): readonly string[] {
  return [`${term.padEnd(width)}  ${first}`.trimEnd(), ...rest];
}
