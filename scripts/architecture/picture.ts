/** One drawing of boxes and arrows, as SVG in the colours of a palette. */

export interface Palette {
  readonly ground: string;
  readonly box: string;
  readonly ours: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
}

export interface Box {
  readonly at: readonly [x: number, y: number, width: number, height: number];
  readonly title: string;
  readonly lines: readonly string[];
  readonly isOurs?: boolean;
}

export interface Arrow {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  /** What goes along: above a level arrow, and beside one that goes up or down. */
  readonly words?: string;
}

export interface Drawing {
  readonly size: readonly [width: number, height: number];
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export function svg({ size: [width, height], boxes, arrows }: Drawing, palette: Palette): string {
  const { ground, line } = palette;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui,sans-serif">`,
    `<defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><path d="M0 0L9 4L0 8z" fill="${line}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="${ground}"/>`,
    ...boxes.map((box) => drawnBox(box, palette)),
    ...arrows.map((arrow) => drawnArrow(arrow, palette)),
    "</svg>\n",
  ].join("\n");
}

function drawnBox(
  { at: [x, y, width, height], title, lines, isOurs = false }: Box,
  palette: Palette,
): string {
  const middle = x + width / 2;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="${isOurs ? palette.ours : palette.box}" stroke="${palette.line}"/>`,
    `<text x="${middle}" y="${y + 25}" text-anchor="middle" font-weight="700" font-size="16" fill="${palette.text}">${title}</text>`,
    ...lines.map(
      (words, index) =>
        `<text x="${middle}" y="${y + 47 + index * 19}" text-anchor="middle" font-size="14" fill="${palette.quiet}">${words}</text>`,
    ),
  ].join("");
}

function drawnArrow({ from: [x1, y1], to: [x2, y2], words }: Arrow, { line, quiet }: Palette): string {
  const drawn = `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${line}" stroke-width="1.6" marker-end="url(#tip)"/>`;
  if (words === undefined) return drawn;
  const place =
    y1 === y2
      ? `x="${(x1 + x2) / 2}" y="${y1 - 7}" text-anchor="middle"`
      : `x="${x1 + 8}" y="${(y1 + y2) / 2 + 5}"`;
  return `${drawn}<text ${place} font-size="13" fill="${quiet}">${words}</text>`;
}
