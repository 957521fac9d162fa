/**
 * Which Rig stands for which rig of gt: the one place that knows both names. gt allows capitals and underscores, which
 * Kubernetes does not. What the town is read and asked by is gt's name; what refers to a Rig has the Rig's. Pure.
 */
import { gtNameOf, type DesiredRig } from "../../machines/index.ts";

/** A Rig resource. */
export interface RigResource {
  readonly name: string;
  /** Epoch ms: of two for one rig of gt the earlier one serves. */
  readonly createdAt: number;
  readonly desired: DesiredRig;
  readonly maxPolecats: number;
  /** Made by the operator, and touched by nobody since: it gives way to any Rig of a person. */
  readonly isView: boolean;
}

/** A Rig resource as its polecats need it. */
export interface RigView extends Pick<RigResource, "name" | "desired" | "maxPolecats"> {
  /** gt's name of the rig. */
  readonly gtName: string;
  /** The Rig that serves the same rig of gt in its place; null where this one serves. */
  readonly rival: string | null;
}

/** By name in Kubernetes. */
export type Rigs = ReadonlyMap<string, RigView>;

export function electRigs(resources: readonly RigResource[]): Rigs {
  const serving = new Map<string, string>();
  const views = new Map<string, RigView>();
  for (const { name, desired, maxPolecats } of [...resources].sort(byPrecedence)) {
    const gtName = gtNameOf({ name, desired });
    views.set(name, { name, gtName, desired, maxPolecats, rival: serving.get(gtName) ?? null });
    if (!serving.has(gtName)) serving.set(gtName, name);
  }
  return views;
}

/** The Rig that serves a rig of gt. */
export function servingRig(rigs: Rigs, gtName: string): RigView | undefined {
  return [...rigs.values()].find((rig) => rig.gtName === gtName && rig.rival === null);
}

/**
 * Under which name a rig of gt is shown in Kubernetes: its Rig's, or its own while no Rig stands for it.
 * @returns null where a Rig of that name stands for another one.
 */
export function shownRigName(rigs: Rigs, gtName: string): string | null {
  const rig = servingRig(rigs, gtName);
  if (rig !== undefined) return rig.name;
  return rigs.has(gtName) ? null : gtName;
}

/** gt's name of the rig that is referred to by its Rig's name. Without a Rig the name has to do: nothing is written then. */
export function gtNameUnder(rigs: Rigs, name: string): string {
  return rigs.get(name)?.gtName ?? name;
}

/** A person's Rig before a view. Kubernetes tells seconds: of those made in the same one the Rig by gt's own name serves, then the first by name. */
function byPrecedence(one: RigResource, other: RigResource): number {
  return (
    Number(one.isView) - Number(other.isView) ||
    one.createdAt - other.createdAt ||
    Number(isNamesake(other)) - Number(isNamesake(one)) ||
    (one.name < other.name ? -1 : 1)
  );
}

function isNamesake(rig: RigResource): boolean {
  return gtNameOf(rig) === rig.name;
}
