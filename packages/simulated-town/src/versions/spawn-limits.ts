/** Up to how many polecats gt spawns by itself, and what it says beyond. */
import type { TownState } from "../state.ts";
import { inVersion } from "./names.ts";

const MOST_FOLDERS = 30;

interface SpawnLimits {
  /** Of the whole town; 1.2.1 leaves that to `scheduler.max_polecats`. */
  readonly mostWorking: number;
  /** Whether a spawn looks once more for a rig that is parked or docked, after the sling has. */
  readonly isParkedRigSpared: boolean;
  /** Whether an idle polecat is taken again although the rig's folders are full. */
  readonly isFullRigReusing: boolean;
  /** Why no polecat is made in a rig with so many; null where one is. */
  readonly fullRig: (rig: string, count: number) => string | null;
}

export const spawnLimits = (state: TownState): SpawnLimits => {
  const limits = limitsOf(state);
  return state.isLimited === false ? { ...limits, mostWorking: Infinity, fullRig: () => null } : limits;
};

const limitsOf = (state: TownState): SpawnLimits =>
  inVersion<SpawnLimits>(state, {
    "1.0.1": {
      mostWorking: 25,
      isParkedRigSpared: false,
      isFullRigReusing: false,
      fullRig: fullRig((rig) => `Nuke idle polecats first: gt polecat nuke ${rig}/<name> --force`),
    },
    "1.2.1": {
      mostWorking: Infinity,
      isParkedRigSpared: true,
      isFullRigReusing: true,
      fullRig: fullRig(
        (rig) => `Resolve recovery-needed polecats before allocating more slots: gt polecat list ${rig}`,
      ),
    },
  });

function fullRig(advice: (rig: string) => string): SpawnLimits["fullRig"] {
  return (rig, count) =>
    count < MOST_FOLDERS
      ? null
      : `rig ${rig} has ${count} polecat directories (max ${MOST_FOLDERS}). ${advice(rig)}`;
}
