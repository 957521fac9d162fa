/** Names as gt and bd take them, and Kubernetes does not: a rig with an underscore and capitals, nested and long ids. */
import type { TownState } from "simulated-town";

export const ODD_RIG: TownState["rigs"][number] = {
  name: "Odd_Rig",
  prefix: "Dt",
  names: ["IMMORTAN", "v8.5", "Nux_2", "the-war-boy"],
};
/** The Rig resource that stands for it. */
export const ODD_RIG_RESOURCE = "odd";
export const ODD_BEADS = ["Dt-46w.1", "Dt-wisp-8l1", "Dt-A3_f8.2.11", `Dt-${"z".repeat(100)}`] as const;

/** A second one for alpha, which a person may make while the operator shows that rig. */
export const SECOND_RIG_RESOURCE = "mine";
/** As the operator calls the views of that rig. */
const ODD_RIG_VIEW = /^odd-rig-[0-9a-f]{10}$/;

/** gt's name of the rig that a Rig of this name stands for. */
export function gtRigName(resource: string): string {
  if (resource === SECOND_RIG_RESOURCE) return "alpha";
  return resource === ODD_RIG_RESOURCE || ODD_RIG_VIEW.test(resource) ? ODD_RIG.name : resource;
}
