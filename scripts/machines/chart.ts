/** Charts: the machines' own definitions as data, with their layouts. One for each kind of actor. */
import type { AnyStateMachine, AnyStateNode } from "xstate";
import {
  FOLDED,
  WHOLE,
  type Chart,
  type ChartLayout,
  type ChartState,
  type ChartTransition,
} from "inspector-ui/chart";
import type { ActorKind } from "../../src/host/index.ts";
import { layOut } from "./layout.ts";
import { definitionsOf, eventOf, nameOf, nodesOf, servicesOf } from "./nodes.ts";

export async function chartOf({ kind, version, machine }: ActorKind): Promise<Chart> {
  const nodes = nodesOf(machine);
  const states = nodes.map((node) => stateOf(node, machine));
  const transitions = transitionsOf(nodes);
  const groups = nodes.filter(({ states: inner }) => Object.keys(inner).length > 0).map(({ id }) => id);
  const layouts: ChartLayout[] = [];
  // One after another: elk runs in this very thread.
  for (const focus of groups.length === 0 ? [WHOLE] : [FOLDED, ...groups, WHOLE])
    layouts.push(await layOut(states, transitions, focus));
  return { kind, version, states, transitions, layouts };
}

function transitionsOf(nodes: readonly AnyStateNode[]): readonly ChartTransition[] {
  return nodes.flatMap((node) =>
    definitionsOf(node).flatMap((definition) =>
      (definition.target ?? []).map((target): ChartTransition => ({
        source: node.id,
        target: target.id,
        event: eventOf(definition),
        guard: nameOf(definition.guard),
        description: definition.description ?? "",
        actions: definition.actions.map((action) => nameOf(action) ?? ""),
      })),
    ),
  );
}

function stateOf(node: AnyStateNode, machine: AnyStateMachine): ChartState {
  const parent = node.parent === undefined || node.parent === machine.root ? null : node.parent.id;
  const { id, key, description = "" } = node;
  return { id, key, parent, description, tags: [...node.tags], invokes: servicesOf(node) };
}
