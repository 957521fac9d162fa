/** From a Refinery resource to what its machine decides from. */
import type { RefineryInput, DesiredView } from "../../../machines/index.ts";
import type { Refinery } from "./schema.ts";

export function desiredRefinery({ metadata, spec }: Refinery): DesiredView {
  return { generation: metadata.generation, rig: spec.rigRef };
}

export function refineryInput(refinery: Refinery): RefineryInput {
  return { uid: refinery.metadata.uid, desired: desiredRefinery(refinery) };
}
