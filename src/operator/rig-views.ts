/** Rig resources as their polecats need them, by name. */
import { rigWish } from "../actors/index.ts";
import type { Rig } from "../api/index.ts";
import { electRigs, type Rigs } from "../town/index.ts";

export function rigViews(rigs: readonly Rig[]): Rigs {
  return electRigs(
    rigs.map((rig) => {
      const { name, creationTimestamp } = rig.metadata;
      const { maxPolecats } = rig.spec.settings;
      return { name, createdAt: Date.parse(creationTimestamp), wish: rigWish(rig), maxPolecats };
    }),
  );
}
