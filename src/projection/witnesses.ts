/** Witnesses: which one acts for a rig, and by what policy. Pure. */
import type { WitnessPolicy } from "../../machines/index.ts";

/** A Witness resource. */
export interface WitnessView {
  readonly uid: string;
  /** `namespace/name`. */
  readonly name: string;
  readonly rig: string;
  /** Epoch ms: of two for one rig the earlier one acts. */
  readonly createdAt: number;
  readonly policy: WitnessPolicy;
}

export interface Witnesses {
  /** The resource that acts for the rig, or null. */
  readonly acting: (rig: string) => WitnessView | null;
  /** Its policy; without a resource the default one, where the settings have one. */
  readonly policy: (rig: string) => WitnessPolicy | null;
}

export function electWitnesses(
  views: readonly WitnessView[],
  defaultPolicy: WitnessPolicy | null,
): Witnesses {
  const acting = new Map<string, WitnessView>();
  for (const view of [...views].sort(byPrecedence)) {
    if (!acting.has(view.rig)) acting.set(view.rig, view);
  }
  return {
    acting: (rig) => acting.get(rig) ?? null,
    policy: (rig) => acting.get(rig)?.policy ?? defaultPolicy,
  };
}

function byPrecedence(a: WitnessView, b: WitnessView): number {
  return a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1);
}
