/** A Rig that states another prefix than gt's is not served: it may stand for the wrong rig. */
import type { MemoryObject } from "../../operator/memory-store.ts";
import type { Ground } from "../ground.ts";
import { specOf } from "../objects.ts";
import { gtRigName } from "../odd-names.ts";

/** What a person states of gt's prefix is compared with gt's own. */
export function isPrefixTrue({ rigs }: Ground["town"], rig: MemoryObject): boolean {
  const { beadsPrefix } = specOf(rig);
  const known = rigs.find(({ name }) => name === gtRigName(rig.metadata.name))?.prefix;
  return beadsPrefix === undefined || beadsPrefix === known;
}
