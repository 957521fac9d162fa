/** A chart as a picture: what the inspector draws, without an actor in it. It is dark where its reader is. */
import { WHOLE, type Box, type Chart, type ChartArrow, type ChartState } from "inspector-ui/chart";

const MARGIN = 12;

const STYLE = `
  .ground { fill: #ffffff }
  .leaf { fill: #e7f0ff; stroke: #57606a }
  .group { fill: #f5f6f8; stroke: #a3adb8 }
  .arrow { fill: none; stroke: #57606a }
  .tip { fill: #57606a }
  text { font: 11px system-ui, sans-serif; fill: #1c2128 }
  .name { font-weight: 600; font-size: 12px }
  .words { fill: #ffffff; opacity: 0.85 }
  .label { font-size: 10.5px; fill: #424a53 }
  @media (prefers-color-scheme: dark) {
    .ground, .words { fill: #0f1319 }
    .leaf { fill: #16304f; stroke: #a3adb8 }
    .group { fill: #1a212b; stroke: #57606a }
    .arrow { stroke: #a3adb8 }
    .tip { fill: #a3adb8 }
    text { fill: #e3e8ee }
    .label { fill: #a3adb8 }
  }
`;

export function pictureOf(chart: Chart): string {
  const layout = chart.layouts.find(({ focus }) => focus === WHOLE);
  if (layout === undefined) throw new Error(`the ${chart.kind} machine has no whole picture`);
  const groups = new Set(chart.states.map(({ parent }) => parent));
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" role="img" aria-label="The states of the ${chart.kind} machine">`,
    `<style>${STYLE}</style>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0.5 L8 4 L0 7.5 z"/></marker></defs>`,
    `<rect class="ground" x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}"/>`,
    ...chart.states.flatMap((state) => {
      const box = layout.boxes[state.id];
      return box === undefined ? [] : [stateBox(state, box, !groups.has(state.id))];
    }),
    ...layout.arrows.map(arrowLine),
    ...layout.arrows.map(arrowWords),
    "</svg>\n",
  ].join("\n");
}

function stateBox({ key, description, invokes }: ChartState, box: Box, isLeaf: boolean): string {
  const { x, y, width, height } = box;
  const middle = x + width / 2;
  const name = isLeaf
    ? `<text class="name" x="${middle}" y="${y + 20}" text-anchor="middle">${escaped(key)}</text>`
    : `<text class="name" x="${x + 12}" y="${y + 19}">${escaped(key)}</text>`;
  const services = invokes.map(
    (service) => `<text x="${middle}" y="${y + 38}" text-anchor="middle">⚙ ${escaped(service)}</text>`,
  );
  return [
    "<g>",
    `<title>${escaped(description)}</title>`,
    `<rect class="${isLeaf ? "leaf" : "group"}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${isLeaf ? 7 : 10}"/>`,
    name,
    ...services,
    "</g>",
  ].join("");
}

function arrowLine({ points }: ChartArrow): string {
  return `<polyline class="arrow" points="${points.map((point) => point.join(",")).join(" ")}" marker-end="url(#tip)"/>`;
}

/** Over its own line, which goes through behind it. */
function arrowWords({ label }: ChartArrow): string {
  if (label === null) return "";
  const { x, y, width, height, lines } = label;
  const texts = lines.map(
    (line, at) =>
      `<text class="label" x="${x + width / 2}" y="${y + 11 + 13 * at}" text-anchor="middle">${escaped(line)}</text>`,
  );
  return `<rect class="words" x="${x}" y="${y}" width="${width}" height="${height}"/>${texts.join("")}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
