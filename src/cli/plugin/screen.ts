/** Lines for a person's terminal: tables and words, in colour where somebody looks, plain where a program reads. */
import type { Environment } from "../../settings/index.ts";
import { lengthOf, unbrokenWords, visibleText } from "../../grammar/index.ts";

export type Colour = "red" | "green" | "yellow" | "cyan" | "grey" | "bold";

const CODES: Readonly<Record<Colour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
  grey: 90,
  bold: 1,
};

/** A part of a line. */
export type Span = string | { readonly text: string; readonly colour: Colour };

export interface Screen {
  /** Undefined where lines may be as long as they are: nobody looks. */
  readonly columns: number | undefined;
  line(...spans: readonly Span[]): void;
  /** Columns as wide as their widest cell, with a row of titles. */
  table(titles: readonly string[], rows: readonly (readonly Span[])[]): void;
  /** Words that may be longer than a line, indented; whole words and commands between backticks stay together. */
  words(indent: number, ...spans: readonly Span[]): void;
  /** The same with its first line at the margin, so that one of many stands out. */
  hanging(indent: number, ...spans: readonly Span[]): void;
}

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export function createScreen(terminal: Terminal, environment: Environment): Screen {
  const isTerminal = terminal.isTTY === true;
  const isColoured = isTerminal && !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
  const paint = (span: Span): string => {
    const text = seen(span);
    if (typeof span === "string" || !isColoured) return text;
    return `\u001b[${CODES[span.colour]}m${text}\u001b[0m`;
  };
  // A terminal that does not know its width says 0.
  const columns = isTerminal ? terminal.columns || 80 : undefined;
  const write = (spans: readonly Span[]): void => {
    terminal.write(`${spans.map(paint).join("").trimEnd()}\n`);
  };
  return {
    columns,
    line: (...spans) => write(spans),
    table(titles, rows) {
      const all: readonly (readonly Span[])[] = [titles, ...rows];
      const widths = titles.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ""))));
      for (const row of all) {
        write(row.flatMap((cell, at) => ["  ", cell, " ".repeat((widths[at] ?? 0) - widthOf(cell))]));
      }
    },
    words(indent, ...spans) {
      for (const one of wrapped(spans, (columns ?? Infinity) - indent)) write([" ".repeat(indent), ...one]);
    },
    hanging(indent, ...spans) {
      const [first = [], ...others] = wrapped(spans, columns ?? Infinity, indent);
      write(first);
      for (const one of others) write([" ".repeat(indent), ...one]);
    },
  };
}

/** A line of its own is a line: what comes from outside does not end it. */
function seen(span: Span): string {
  return visibleText(typeof span === "string" ? span : span.text).replaceAll(/[\n\t]+/g, " ");
}

function widthOf(span: Span): number {
  return lengthOf(seen(span));
}

/** @param hanging what the lines after the first have less of the width. */
function wrapped(spans: readonly Span[], width: number, hanging = 0): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const span of spans) {
    for (const word of unbrokenWords(seen(span))) {
      const length = lengthOf(word);
      if (lines.at(-1)?.length !== 0 && used + word.trimEnd().length > width) {
        lines.push([]);
        used = hanging;
      }
      lines.at(-1)?.push(typeof span === "string" ? word : { text: word, colour: span.colour });
      used += length;
    }
  }
  return lines;
}
