/** Where a Refinery and a BeadStore come to rest: they show the town as it is, or say that they cannot. */
import type { MemoryObject } from "../../operator/memory-store.ts";
import type { Ground } from "../ground.ts";
import { servingRig, specOf, statusOf } from "../objects.ts";
import { isPrefixTrue } from "./rig-prefix.ts";

/** A paused rig is shown like any other. */
function isShown({ store, town, paths }: Ground, name: string): boolean {
  const rig = servingRig(store, name);
  if (rig === undefined || !town.rigs.some((each) => each.name === name)) return false;
  return paths.get(specOf(rig).localPath ?? "") !== "missing" && isPrefixTrue(town, rig);
}

export function refineryUnrest(ground: Ground, object: MemoryObject): string | null {
  const { rigRef = "" } = specOf(object);
  const { phase, queueLength } = statusOf(object);
  const open = ground.town.mergeRequests.filter(({ rig, status }) => rig === rigRef && status === "open");
  const sound = open.length > 0 ? "Processing" : "Idle";
  const wanted = isShown(ground, rigRef) ? sound : "Error";
  if (phase !== wanted) return `it is ${phase ?? "nothing"}, and should be ${wanted}`;
  return wanted === "Error" || queueLength === open.length
    ? null
    : `it counts ${queueLength ?? 0} merge requests, and ${open.length} are open`;
}

export function beadStoreUnrest(ground: Ground, object: MemoryObject): string | null {
  const { rigRef = "", prefix = "" } = specOf(object);
  const { phase, issueCount } = statusOf(object);
  const rig = ground.town.rigs.find(({ name }) => name === rigRef);
  const wanted = isShown(ground, rigRef) && `${rig?.prefix ?? ""}-` === prefix ? "Synced" : "Error";
  if (phase !== wanted) return `it is ${phase ?? "nothing"}, and should be ${wanted}`;
  const count = ground.town.beads.filter(({ id }) => id.startsWith(prefix)).length;
  return wanted === "Error" || issueCount === count
    ? null
    : `it counts ${issueCount ?? 0} beads, and there are ${count}`;
}
