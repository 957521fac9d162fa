/** Names as gt and bd take them, and Kubernetes does not: a rig with an underscore and capitals, nested and long ids. */
import type { TownState } from "../../src/embedded/town/index.ts";

export const ODD_RIG: TownState["rigs"][number] = {
  name: "Odd_Rig",
  prefix: "Dt",
  names: ["IMMORTAN", "v8.5", "Nux_2", "the-war-boy"],
};
/** The Rig resource that stands for it. */
export const ODD_RIG_RESOURCE = "odd";
export const ODD_BEADS = ["Dt-46w.1", "Dt-wisp-8l1", "Dt-A3_f8.2.11", `Dt-${"z".repeat(100)}`] as const;

/** gt's name of the rig that a Rig of this name stands for. */
export function gtRigName(resource: string): string {
  return resource === ODD_RIG_RESOURCE ? ODD_RIG.name : resource;
}

/** The other way round. */
export function rigResourceName(gtRig: string): string {
  return gtRig === ODD_RIG.name ? ODD_RIG_RESOURCE : gtRig;
}
