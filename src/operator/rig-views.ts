/** Rig resources as their polecats need them, by name. */
import { type Rig, desiredRig } from "../kinds/index.ts";
import { isUntouchedRigView } from "./rig-view.ts";
import { electRigs, type Rigs } from "../projection/index.ts";

export function rigViews(rigs: readonly Rig[]): Rigs {
  return electRigs(
    rigs.map((rig) => {
      const { name, creationTimestamp } = rig.metadata;
      const { maxPolecats } = rig.spec.settings;
      return {
        name,
        createdAt: Date.parse(creationTimestamp),
        desired: desiredRig(rig),
        maxPolecats,
        isView: isUntouchedRigView(rig),
      };
    }),
  );
}
