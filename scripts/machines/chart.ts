/** Charts: the machines' own definitions, laid out by elk. One for each kind of actor. */
import ElkConstructor, {
  type ELK,
  type ElkExtendedEdge,
  type ElkNode,
  type LayoutOptions,
} from "elkjs/lib/elk.bundled.js";
import type { AnyStateMachine, AnyStateNode } from "xstate";
import {
  eventLabel,
  type Box,
  type Chart,
  type ChartArrow,
  type ChartState,
  type ChartTransition,
} from "inspector-ui/chart";
import type { ActorKind } from "../../src/host/index.ts";
import { definitionsOf, eventOf, nameOf, nodesOf, servicesOf } from "./nodes.ts";

/** What the host sends after a restart leads back to the state before each service: drawn, it would hide the rest. */
const UNDRAWN = new Set(["host.restored"]);

const MOST_LABELS = 3;
const CHARACTER_WIDTH = 5.7;
const LINE_HEIGHT = 13;

const LAYOUT: LayoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.spacing.nodeNodeBetweenLayers": "26",
  "elk.layered.spacing.edgeNodeBetweenLayers": "14",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.spacing.nodeNode": "22",
  "elk.spacing.edgeNode": "12",
  "elk.spacing.edgeEdge": "9",
  "elk.spacing.edgeLabel": "3",
  "elk.spacing.labelLabel": "1",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.edgeLabels.sideSelection": "SMART_DOWN",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.json.edgeCoords": "ROOT",
  "elk.json.shapeCoords": "ROOT",
};

export async function chartOf({ kind, version, machine }: ActorKind): Promise<Chart> {
  const nodes = nodesOf(machine);
  const { transitions, pairs } = transitionsOf(nodes);
  // elk's types call the default export a namespace; at run time it is the constructor.
  const elk: ELK = new ElkConstructor.default();
  const root: ElkNode = await elk.layout({
    id: "chart",
    layoutOptions: LAYOUT,
    children: Object.values(machine.root.states).map(elkNode),
    edges: [...pairs.values()].map(elkEdge),
  });
  const boxes = boxesOf(root);
  return {
    kind,
    version,
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    states: nodes.map((node) => stateOf(node, machine, boxes)),
    transitions,
    arrows: (root.edges ?? []).map(arrowOf),
  };
}

interface Pair {
  readonly index: number;
  readonly source: string;
  readonly target: string;
  readonly labels: string[];
}

function transitionsOf(nodes: readonly AnyStateNode[]): {
  readonly transitions: readonly ChartTransition[];
  readonly pairs: ReadonlyMap<string, Pair>;
} {
  const pairs = new Map<string, Pair>();
  const transitions = nodes.flatMap((node) =>
    definitionsOf(node).flatMap((definition) =>
      (definition.target ?? []).map((target): ChartTransition => {
        const { actions } = definition;
        const event = eventOf(definition);
        const guard = nameOf(definition.guard);
        return {
          source: node.id,
          target: target.id,
          event,
          guard,
          actions: actions.map((action) => nameOf(action) ?? ""),
          arrow: UNDRAWN.has(event) ? null : pairUp(pairs, node.id, target.id, labelOf(event, guard)),
        };
      }),
    ),
  );
  return { transitions, pairs };
}

function pairUp(pairs: Map<string, Pair>, source: string, target: string, label: string): number {
  const key = `${source} ${target}`;
  const pair = pairs.get(key) ?? { index: pairs.size, source, target, labels: [] };
  pairs.set(key, pair);
  if (!pair.labels.includes(label)) pair.labels.push(label);
  return pair.index;
}

function labelOf(event: string, guard: string | null): string {
  const said = eventLabel(event);
  if (guard === null) return said;
  return said === "" ? guard : `${said} [${guard}]`;
}

function elkNode(node: AnyStateNode): ElkNode {
  const children: AnyStateNode[] = Object.values(node.states);
  const services = servicesOf(node);
  if (children.length > 0) {
    return {
      id: node.id,
      children: children.map(elkNode),
      layoutOptions: { "elk.padding": "[top=30,left=14,bottom=14,right=14]" },
    };
  }
  const longest = Math.max(node.key.length * 1.15, ...services.map((service) => service.length + 2));
  return {
    id: node.id,
    width: Math.max(78, longest * 6.6 + 24),
    height: services.length > 0 ? 44 : 32,
  };
}

function elkEdge({ index, source, target, labels }: Pair): ElkExtendedEdge {
  const shown = labels.slice(0, MOST_LABELS);
  if (labels.length > MOST_LABELS) shown[MOST_LABELS - 1] = `+${labels.length - MOST_LABELS + 1} more`;
  return {
    id: String(index),
    sources: [source],
    targets: [target],
    labels: shown.map((text) => ({ text, width: text.length * CHARACTER_WIDTH + 4, height: LINE_HEIGHT })),
  };
}

function boxesOf(root: ElkNode): ReadonlyMap<string, Box> {
  const below = (node: ElkNode): readonly (readonly [string, Box])[] =>
    (node.children ?? []).flatMap((child) => {
      const { x = 0, y = 0, width = 0, height = 0 } = child;
      return [
        [child.id, { x: round(x), y: round(y), width: round(width), height: round(height) }] as const,
        ...below(child),
      ];
    });
  return new Map(below(root));
}

function stateOf(node: AnyStateNode, machine: AnyStateMachine, boxes: ReadonlyMap<string, Box>): ChartState {
  const box = boxes.get(node.id);
  if (box === undefined) throw new Error(`elk has left out the state ${node.id}`);
  const parent = node.parent === undefined || node.parent === machine.root ? null : node.parent.id;
  const { id, key, description = "" } = node;
  return { id, key, parent, description, tags: [...node.tags], invokes: servicesOf(node), box };
}

function arrowOf({ sections = [], labels = [] }: ElkExtendedEdge): ChartArrow {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  return {
    points: points.map(({ x, y }) => [round(x), round(y)] as const),
    labels: labels.map(({ text = "", x = 0, y = 0 }) => ({ text, x: round(x), y: round(y) })),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
