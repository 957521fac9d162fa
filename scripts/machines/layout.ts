/**
 * Layout: where each state and each way of a chart is drawn. Words stand in the line of their own way, as boxes that elk
 * keeps all other lines away from.
 */
import ElkConstructor, {
  type ELK,
  type ElkExtendedEdge,
  type ElkNode,
  type LayoutOptions,
} from "elkjs/lib/elk.bundled.js";
import type { Box, ChartArrow, ChartLayout, ChartState, ChartTransition } from "inspector-ui/chart";
import { arrowsOf, type Arrow } from "./arrows.ts";
import { isAll, isDrawn, isWithin } from "./folding.ts";

const CHARACTER_WIDTH = 5.9;
const LINE_HEIGHT = 13;
/** Characters in a line: words make a picture higher that goes down, and wider one that goes to the right. */
const LINE_LENGTH = { DOWN: 22, RIGHT: 15 };
/** The room that an actor's panel has on a screen of 1280. */
const FRAME = { width: 700, height: 420 };

const LAYOUT: LayoutOptions = {
  "elk.algorithm": "layered",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.spacing.nodeNodeBetweenLayers": "16",
  "elk.layered.spacing.edgeNodeBetweenLayers": "9",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "8",
  "elk.spacing.nodeNode": "14",
  "elk.spacing.edgeNode": "9",
  "elk.spacing.edgeEdge": "8",
  "elk.spacing.edgeLabel": "2",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.json.edgeCoords": "ROOT",
  "elk.json.shapeCoords": "ROOT",
};

const IN_LINE: LayoutOptions = { "elk.edgeLabels.inline": "true", "elk.edgeLabels.placement": "CENTER" };

/** Both ways down and to the right: the one that is larger in its frame is the one that is read. */
export async function layOut(
  states: readonly ChartState[],
  transitions: readonly ChartTransition[],
  focus: string,
): Promise<ChartLayout> {
  const down = await laidOut(states, transitions, focus, "DOWN");
  const right = await laidOut(states, transitions, focus, "RIGHT");
  return scaleOf(right) > scaleOf(down) ? right : down;
}

/** Beyond its own size nothing is drawn, however much room there is. */
function scaleOf({ width, height }: ChartLayout): number {
  return Math.min(1, FRAME.width / width, FRAME.height / height);
}

async function laidOut(
  states: readonly ChartState[],
  transitions: readonly ChartTransition[],
  focus: string,
  direction: "DOWN" | "RIGHT",
): Promise<ChartLayout> {
  const arrows = arrowsOf(states, transitions, focus);
  const words = arrows.map((arrow) => arrow.words.flatMap((text) => wrapped(text, LINE_LENGTH[direction])));
  const ends = new Set(arrows.flatMap(({ source, target }) => [source, target]));
  const drawn = states.filter(({ id }) => isDrawn(states, id, focus) && (ends.has(id) || isNear(id, focus)));
  // elk's types call the default export a namespace; at run time it is the constructor.
  const elk: ELK = new ElkConstructor.default();
  const root: ElkNode = await elk.layout({
    id: "chart",
    layoutOptions: { ...LAYOUT, "elk.direction": direction },
    children: elkNodes(drawn, states, null),
    edges: arrows.map((arrow, at) => elkEdge(arrow, words[at] ?? [], at)),
  });
  return {
    focus,
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    boxes: boxesIn(root),
    arrows: (root.edges ?? []).map((edge, at) => drawnArrow(edge, arrows[at], words[at] ?? [])),
  };
}

/** With no way to or from the region that is looked at, a state is left out of its picture. */
function isNear(id: string, focus: string): boolean {
  return isAll(focus) || isWithin(id, focus) || isWithin(focus, id);
}

function elkNodes(
  drawn: readonly ChartState[],
  all: readonly ChartState[],
  parent: string | null,
): ElkNode[] {
  return drawn
    .filter((state) => state.parent === parent)
    .map((state) => {
      const children = elkNodes(drawn, all, state.id);
      return children.length > 0
        ? { id: state.id, children, layoutOptions: { "elk.padding": "[top=30,left=12,bottom=12,right=12]" } }
        : elkLeaf(state, all);
    });
}

/** Room for its name, for when it was entered, and for what runs in it; of a folded region for what is in it. */
function elkLeaf({ id, key, invokes }: ChartState, all: readonly ChartState[]): ElkNode {
  const inner = all.filter(({ parent }) => parent === id).length;
  const lines = inner > 0 ? [`${inner} states`] : invokes.map((service) => `⚙ ${service}`);
  const longest = Math.max(key.length * 1.15, 9, ...lines.map((line) => line.length));
  return { id, width: Math.max(78, longest * 6.6 + 22), height: 42 + 13 * lines.length };
}

function elkEdge({ source, target }: Arrow, lines: readonly string[], at: number): ElkExtendedEdge {
  const longest = Math.max(0, ...lines.map((line) => line.length));
  const label = {
    text: lines.join("\n"),
    width: longest * CHARACTER_WIDTH + 8,
    height: lines.length * LINE_HEIGHT + 3,
    layoutOptions: IN_LINE,
  };
  return {
    id: String(at),
    sources: [source],
    targets: [target],
    labels: lines.length === 0 ? [] : [label],
  };
}

function boxesIn(node: ElkNode): Record<string, Box> {
  return Object.assign(
    {},
    ...(node.children ?? []).map((child) => {
      const { x = 0, y = 0, width = 0, height = 0 } = child;
      const box = { x: round(x), y: round(y), width: round(width), height: round(height) };
      return { [child.id]: box, ...boxesIn(child) };
    }),
  ) as Record<string, Box>;
}

function drawnArrow(
  { sections = [], labels = [] }: ElkExtendedEdge,
  arrow: Arrow | undefined,
  lines: readonly string[],
): ChartArrow {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const [label] = labels;
  const { x = 0, y = 0, width = 0, height = 0 } = label ?? {};
  return {
    points: points.map((point) => [round(point.x), round(point.y)] as const),
    label:
      label === undefined
        ? null
        : { x: round(x), y: round(y), width: round(width), height: round(height), lines },
    transitions: arrow?.transitions ?? [],
  };
}

function wrapped(text: string, length: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
