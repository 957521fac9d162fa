/** From a Rig resource to what its machine decides from. */
import type { RigInput, RigWish } from "../../machines/index.ts";
import type { Rig } from "../api/index.ts";

export function rigWish({ metadata, spec }: Rig): RigWish {
  const { localPath, beadsPrefix, paused } = spec;
  return { generation: metadata.generation, localPath, beadsPrefix, paused };
}

export function rigInput(rig: Rig): RigInput {
  return { uid: rig.metadata.uid, name: rig.metadata.name, wish: rigWish(rig) };
}
