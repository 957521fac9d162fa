/** From a Rig resource to what its machine decides from. */
import { gtNameOf, type RigInput, type DesiredRig } from "../../../machines/index.ts";
import type { RigOfPods } from "./pods-schema.ts";
import type { Rig } from "./schema.ts";

export function desiredRig({ metadata, spec }: Rig): DesiredRig {
  const { gtName = null, localPath, beadsPrefix = null, paused, management, settings } = spec;
  const observed = management === "Observe" && ({ observed: true } as const);
  const { maxPolecats } = settings;
  return {
    generation: metadata.generation,
    gtName,
    localPath,
    beadsPrefix,
    paused,
    ...observed,
    maxPolecats,
  };
}

/** gt's name of the rig that the Rig stands for. */
export function rigGtName(rig: Rig): string {
  return gtNameOf({ name: rig.metadata.name, desired: desiredRig(rig) });
}

/** What it lets its polecats use in pods. */
export function rigOfPods(rig: Rig): RigOfPods;
export function rigOfPods(rig: Rig | undefined): RigOfPods | undefined;
export function rigOfPods(rig: Rig | undefined): RigOfPods | undefined {
  if (rig === undefined) return undefined;
  const { gitURL, pods } = rig.spec;
  return { name: rig.metadata.name, gitURL, pods };
}

export function rigInput(rig: Rig): RigInput {
  return { uid: rig.metadata.uid, name: rig.metadata.name, desired: desiredRig(rig) };
}
