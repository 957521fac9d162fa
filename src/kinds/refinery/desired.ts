/** From a Refinery resource to what its machine decides from. */
import type { RefineryInput, ViewWish } from "../../../machines/index.ts";
import type { Refinery } from "./schema.ts";

export function refineryWish({ metadata, spec }: Refinery): ViewWish {
  return { generation: metadata.generation, rig: spec.rigRef };
}

export function refineryInput(refinery: Refinery): RefineryInput {
  return { uid: refinery.metadata.uid, wish: refineryWish(refinery) };
}
