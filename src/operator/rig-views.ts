/** Rig resources as their polecats need them, by name. */
import { rigWish } from "../actors/index.ts";
import type { Rig } from "../api/index.ts";
import type { RigView } from "../town/index.ts";

export function rigViews(rigs: readonly Rig[]): ReadonlyMap<string, RigView> {
  return new Map(
    rigs.map((rig) => {
      const { name } = rig.metadata;
      return [name, { name, wish: rigWish(rig), maxPolecats: rig.spec.settings.maxPolecats }];
    }),
  );
}
