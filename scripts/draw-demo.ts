/** Draws docs/img/demo.svg: what a run of the demo prints without a terminal, line by line. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const [CHARACTER, LINE, MARGIN] = [7.8, 18, 14];
const [TEXT, QUIET, GROUND, COMMAND, TITLE, GOOD] = [
  "#e6edf3",
  "#8b949e",
  "#0d1117",
  "#79c0ff",
  "#ffffff",
  "#7ee787",
];
/** Lines without a time: a step, what it is for, a command, a verdict. */
const LINES: readonly (readonly [RegExp, string])[] = [
  [/^\d+\. /, TITLE],
  [/^ {3}\S/, QUIET],
  [/^ +\$ /, COMMAND],
  [/^(PASS|\d+ beads closed)/, GOOD],
];
const PHASES: Readonly<Record<string, string>> = {
  Ready: "#7ee787",
  Completed: "#7ee787",
  Idle: "#79c0ff",
  Working: "#e3b341",
  InProgress: "#e3b341",
};

const output = execFileSync(process.execPath, ["src/main.ts", "demo", "--exit"], {
  cwd: ROOT,
  encoding: "utf8",
});
// The folder of a run is a new one each time.
const lines = output
  .trimEnd()
  .replaceAll(/gastown-demo-\w+/g, "gastown-demo")
  .split("\n");
const width = Math.ceil(Math.max(...lines.map(({ length }) => length)) * CHARACTER + 2 * MARGIN);
const height = lines.length * LINE + 2 * MARGIN;
writeFileSync(
  path.join(ROOT, "docs", "img", "demo.svg"),
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/>`,
    ...lines.map((line, index) => drawn(line, Math.round(MARGIN + (index + 0.6) * LINE))),
    "</svg>\n",
  ].join("\n"),
);

/** The time, then what happens; where that is a resource, its phase in the phase's colour. */
function drawn(line: string, y: number): string {
  const [, time = "", before = "", phase = "", after = line] =
    /^(\s*[\d.]+s)(\s+(?:rig|polecat|convoy)\/\S+\s+)(\w+)(.*)$/.exec(line) ??
    /^(\s*[\d.]+s)()()(.*)$/.exec(line) ??
    [];
  const parts = [
    [time, QUIET],
    [before, TEXT],
    [phase, PHASES[phase] ?? TEXT],
    [after, LINES.find(([pattern]) => pattern.test(line))?.[1] ?? TEXT],
  ] as const;
  const spans = parts.map(([text, fill]) =>
    text === "" ? "" : `<tspan fill="${fill}">${escaped(text)}</tspan>`,
  );
  return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
