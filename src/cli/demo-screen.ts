/** The demo's screen: steps that say what one sees and why it matters, and a line for each change, at most 80 wide. */
import { z } from "zod";
import { wrapped } from "../grammar/index.ts";

const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: z.string(),
});

/** What the demo shows of an object; whatever else is in it does not matter here. */
export const shownSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), uid: z.string(), resourceVersion: z.string() }),
  spec: z.looseObject({ management: z.string().optional() }).optional(),
  status: z
    .looseObject({
      phase: z.string().optional(),
      mode: z.string().optional(),
      assignedBead: z.string().optional(),
      polecatName: z.string().optional(),
      progress: z.string().optional(),
      notifiedAt: z.string().optional(),
      conditions: z.array(conditionSchema).optional(),
    })
    .optional(),
});

export type Shown = z.infer<typeof shownSchema>;

const COLOURS: Readonly<Record<string, number>> = {
  Ready: 32,
  Working: 33,
  InProgress: 33,
  Idle: 36,
  Completed: 32,
  Degraded: 31,
  Failed: 31,
};
const [BOLD, GREEN, CYAN, GREY] = [1, 32, 36, 90];

/** Columns of a line, and of the time before it. */
const WIDTH = 80;
const TIME = 8;
/** Where a change goes on that is longer than a line. */
const HANGING = 4;

export interface Screen {
  /** What comes now, and why it matters. */
  step(title: string, why: string): void;
  show(object: Shown): void;
  say(text: string): void;
  /** To be copied, so that it stays on one line. */
  command(text: string): void;
  /** Lines that are indented and wrapped already. */
  quote(text: string): void;
  /** Columns for them. */
  readonly quoteWidth: number;
  verdict(text: string): void;
  table(rows: readonly (readonly [string, string])[]): void;
}

export function createScreen(write: (text: string) => void, isColoured: boolean, now: () => number): Screen {
  const paint = (text: string, colour: number): string =>
    isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  const line = (text = ""): void => write(`${text}\n`);
  const startedAt = now();
  const time = (): string =>
    paint(`${((now() - startedAt) / 1000).toFixed(1).padStart(5)}s`.padEnd(TIME), GREY);
  const timed = ([first = "", ...rest]: readonly string[]): void => {
    line(time() + first);
    for (const one of rest) line(" ".repeat(TIME) + one);
  };
  let steps = 0;
  return {
    step(title, why) {
      steps += 1;
      line();
      line(paint(`${steps}. ${title}`, BOLD));
      for (const one of wrapped(why, WIDTH - HANGING)) line(paint(" ".repeat(3) + one, GREY));
    },
    say: (text) => timed(wrapped(text, WIDTH - TIME)),
    command: (text) => line(paint(`${" ".repeat(TIME)}$ ${text}`, CYAN)),
    quote(text) {
      for (const one of text.split("\n")) line(" ".repeat(TIME) + one);
    },
    quoteWidth: WIDTH - TIME,
    verdict(text) {
      line();
      line(paint(text, GREEN));
    },
    table(rows) {
      for (const one of tabled(rows)) line(one);
    },
    show: createShow((lines, phase) => {
      const [first = "", ...rest] = lines;
      timed([first.replace(phase, paint(phase, COLOURS[phase] ?? 0)), ...rest]);
    }),
  };
}

/** @param tell is given each change once, as lines. */
function createShow(tell: (lines: readonly string[], phase: string) => void): Screen["show"] {
  const last = new Map<string, string>();
  return (object) => {
    const { kind, metadata, status = {} } = object;
    // Its operator has not looked at it yet.
    if (status.phase === undefined) return;
    const name = [kind.toLowerCase(), metadata.name].join("/").padEnd(20);
    const text = `${name} ${status.phase.padEnd(10)} ${details(object)}`.trimEnd();
    if (last.get(metadata.uid) === text) return;
    last.set(metadata.uid, text);
    tell(wrapped(text, WIDTH - TIME, HANGING), status.phase);
  };
}

function tabled(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([what]) => what.length)) + 2;
  return rows.flatMap(([what, how]) => {
    const lines = wrapped(how, WIDTH - width - 2);
    return lines.map((one, at) => `  ${(at === 0 ? what : "").padEnd(width)}${one}`);
  });
}

function details({ kind, status = {} }: Shown): string {
  const said = status.conditions?.find(({ type }) => type === "Ready")?.message ?? "";
  if (kind === "Convoy") return [status.progress ?? "", said].filter(Boolean).join("  ");
  if (kind === "Rig") return status.mode === "Observe" ? "only observed" : said;
  return [status.assignedBead ?? "", said].filter(Boolean).join("  ");
}
