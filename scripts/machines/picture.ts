/** A chart as a picture: what the inspector draws, without an actor in it. It is dark where its reader is. */
import type { Chart, ChartArrow, ChartState } from "inspector-ui/chart";

const MARGIN = 12;

const STYLE = `
  .ground { fill: #ffffff }
  .leaf { fill: #e7f0ff; stroke: #57606a }
  .group { fill: #f5f6f8; stroke: #a3adb8 }
  .arrow { fill: none; stroke: #57606a }
  .tip { fill: #57606a }
  text { font: 11px system-ui, sans-serif; fill: #1c2128 }
  .name { font-weight: 600; font-size: 12px }
  .label { font-size: 9.5px; fill: #57606a }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0f1319 }
    .leaf { fill: #16304f; stroke: #a3adb8 }
    .group { fill: #1a212b; stroke: #57606a }
    .arrow { stroke: #a3adb8 }
    .tip { fill: #a3adb8 }
    text { fill: #e3e8ee }
    .label { fill: #a3adb8 }
  }
`;

export function pictureOf(chart: Chart): string {
  const groups = new Set(chart.states.map(({ parent }) => parent));
  const [width, height] = [chart.width + 2 * MARGIN, chart.height + 2 * MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" role="img" aria-label="The states of the ${chart.kind} machine">`,
    `<style>${STYLE}</style>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0.5 L8 4 L0 7.5 z"/></marker></defs>`,
    `<rect class="ground" x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}"/>`,
    ...chart.states.map((state) => stateBox(state, !groups.has(state.id))),
    ...chart.arrows.map(arrowLine),
    "</svg>\n",
  ].join("\n");
}

function stateBox({ key, description, invokes, box }: ChartState, isLeaf: boolean): string {
  const { x, y, width, height } = box;
  const middle = x + width / 2;
  const name = isLeaf
    ? `<text class="name" x="${middle}" y="${y + 20}" text-anchor="middle">${escaped(key)}</text>`
    : `<text class="name" x="${x + 12}" y="${y + 19}">${escaped(key)}</text>`;
  const services = invokes.map(
    (service) => `<text x="${middle}" y="${y + 35}" text-anchor="middle">⚙ ${escaped(service)}</text>`,
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

function arrowLine({ points, labels }: ChartArrow): string {
  const line = `<polyline class="arrow" points="${points.map((point) => point.join(",")).join(" ")}" marker-end="url(#tip)"/>`;
  const texts = labels.map(
    ({ text, x, y }) => `<text class="label" x="${x + 2}" y="${y + 10}">${escaped(text)}</text>`,
  );
  return [line, ...texts].join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
