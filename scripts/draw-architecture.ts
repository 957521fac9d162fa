/** Draws docs/img/architecture-light.svg and -dark.svg: who asks, who decides, who acts. One drawing, two palettes. */
import { writeFileSync } from "node:fs";
import path from "node:path";

interface Palette {
  readonly ground: string;
  readonly box: string;
  readonly ours: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
}

const PALETTES: Readonly<Record<string, Palette>> = {
  light: {
    ground: "#ffffff",
    box: "#f5f6f8",
    ours: "#e7f0ff",
    line: "#57606a",
    text: "#1c2128",
    quiet: "#57606a",
  },
  dark: {
    ground: "#0f1319",
    box: "#1a212b",
    ours: "#16304f",
    line: "#a3adb8",
    text: "#e3e8ee",
    quiet: "#a3adb8",
  },
};

interface Box {
  readonly at: readonly [number, number, number, number];
  readonly title: string;
  readonly lines: readonly string[];
  readonly isOurs?: boolean;
}

const BOXES: readonly Box[] = [
  { at: [20, 40, 200, 96], title: "Those who ask", lines: ["people with kubectl,", "Argo CD, Flux, CI"] },
  {
    at: [20, 204, 200, 96],
    title: "Those who look",
    lines: ["kubectl, the inspector,", "Prometheus, alerts"],
  },
  {
    at: [320, 40, 220, 260],
    title: "Kubernetes API",
    lines: [
      "Rig · Polecat · Convoy",
      "Witness · Refinery · BeadStore",
      "",
      "spec: what you ask for",
      "status: what is true,",
      "and why",
      "",
      "a cluster's, or the one",
      "that local mode brings",
    ],
  },
  {
    at: [640, 40, 230, 260],
    title: "Gas Town Operator",
    lines: [
      "a state machine for",
      "each resource (XState)",
      "",
      "event → journal →",
      "transition → effects",
      "",
      "proof before each end,",
      "nothing on doubt",
    ],
    isOurs: true,
  },
  { at: [970, 40, 210, 110], title: "gt", lines: ["the source of truth:", "sling, convoys, mail, nuke"] },
  {
    at: [970, 190, 210, 110],
    title: "The town",
    lines: ["rigs, polecats in tmux,", "worktrees, beads in Dolt"],
  },
];

/** From, to, and what goes along, above the line. */
const ARROWS: readonly (readonly [number, number, number, number, string])[] = [
  [220, 88, 320, 88, "specs"],
  [320, 252, 220, 252, "status"],
  [540, 100, 640, 100, "watch"],
  [640, 220, 540, 220, "status"],
  [870, 80, 970, 80, "calls"],
  [970, 112, 870, 112, "reads"],
  [1075, 150, 1075, 190, ""],
  [640, 284, 540, 284, "Events"],
];

function svg(palette: Palette): string {
  const { ground, box, ours, line, text, quiet } = palette;
  const boxes = BOXES.map(({ at: [x, y, width, height], title, lines, isOurs = false }) =>
    [
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="${isOurs ? ours : box}" stroke="${line}"/>`,
      `<text x="${x + width / 2}" y="${y + 30}" text-anchor="middle" font-weight="700" font-size="17" fill="${text}">${title}</text>`,
      ...lines.map(
        (words, index) =>
          `<text x="${x + width / 2}" y="${y + 56 + index * 21}" text-anchor="middle" font-size="14" fill="${quiet}">${words}</text>`,
      ),
    ].join(""),
  );
  const arrows = ARROWS.map(
    ([x1, y1, x2, y2, words]) =>
      `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${line}" stroke-width="1.6" marker-end="url(#tip)"/>` +
      (words === ""
        ? ""
        : `<text x="${(x1 + x2) / 2}" y="${y1 - 7}" text-anchor="middle" font-size="13" fill="${quiet}">${words}</text>`),
  );
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 340" font-family="system-ui,sans-serif">',
    `<defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><path d="M0 0L9 4L0 8z" fill="${line}"/></marker></defs>`,
    `<rect width="1200" height="340" fill="${ground}"/>`,
    ...boxes,
    ...arrows,
    "</svg>\n",
  ].join("\n");
}

const images = path.join(import.meta.dirname, "../docs/img");
for (const [name, palette] of Object.entries(PALETTES))
  writeFileSync(path.join(images, `architecture-${name}.svg`), svg(palette));
