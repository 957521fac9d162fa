/** Nodes: the states of a machine and the ways out of them, as XState has read them from its definition. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from "xstate";

/** All states but the root, outermost first. */
export function nodesOf(machine: AnyStateMachine): readonly AnyStateNode[] {
  const below = (node: AnyStateNode): readonly AnyStateNode[] =>
    Object.values(node.states).flatMap((child: AnyStateNode) => [child, ...below(child)]);
  return below(machine.root);
}

/** Those that are taken as soon as their guard holds come first. */
export function definitionsOf(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...(node.always ?? []), ...[...node.transitions.values()].flat()];
}

/** Empty for one that is taken as soon as its guard holds. */
export function eventOf({ eventType }: AnyTransitionDefinition): string {
  const type: unknown = eventType;
  return typeof type === "string" ? type : "";
}

/** Of a guard or an action, with or without params. */
export function nameOf(named: unknown): string | null {
  if (typeof named === "string") return named;
  if (typeof named !== "object" || named === null || !("type" in named)) return null;
  return typeof named.type === "string" ? named.type : null;
}

export function servicesOf(node: AnyStateNode): string[] {
  return node.invoke.map(({ src }) => (typeof src === "string" ? src : "service"));
}
