/** Invariant 5: after the faults every resource comes to rest in the state that spec and town ask for. */
import { tellsOfEnd } from "./notices.ts";
import { isPrefixTrue } from "./rig-prefix.ts";
import type { MemoryObject } from "../../operator/memory-store.ts";
import type { Ground } from "../ground.ts";
import { condition, nameOf, rigResource, servingRig, specOf, statusOf } from "../objects.ts";
import { gtRigName } from "../odd-names.ts";
import { polecatUnrest } from "./polecat-rest.ts";
import { beadStoreUnrest, refineryUnrest } from "./view-rest.ts";

/** What has not come to rest yet, in words, or null when all has. */
export function unrest(ground: Ground): string | null {
  for (const object of ground.store.objects.values()) {
    if (object.kind === "Lease") continue;
    const problem = unrestOf(ground, object);
    if (problem !== null) return `${nameOf(object)} (${statusOf(object).state ?? "no state"}): ${problem}`;
  }
  return null;
}

function unrestOf(ground: Ground, object: MemoryObject): string | null {
  const { observedGeneration, phase } = statusOf(object);
  if (phase === undefined) return "it has no phase";
  if (observedGeneration !== object.metadata.generation) {
    return `its status is of generation ${observedGeneration ?? 0}, its spec of ${object.metadata.generation}`;
  }
  switch (object.kind) {
    case "Rig":
      return rigUnrest(ground, object);
    case "Polecat":
      return polecatUnrest(ground, object);
    case "Convoy":
      return convoyUnrest(ground, object);
    case "Witness":
      return witnessUnrest(ground, object);
    case "Refinery":
      return refineryUnrest(ground, object);
    case "BeadStore":
      return beadStoreUnrest(ground, object);
    default:
      return null;
  }
}

/** Whether gt may be asked to write for the rig's resources; by town, path and spec. */
export function isUsable({ store, town, paths }: Ground, name: string): boolean {
  const rig = rigResource(store, name);
  if (rig === undefined || !town.rigs.some((each) => each.name === name)) return false;
  const { paused, management, localPath } = specOf(rig);
  const isHeld = paused === true || management === "Observe";
  return !isHeld && paths.get(localPath ?? "") !== "missing" && isPrefixTrue(town, rig);
}

function rigUnrest({ store, town, paths }: Ground, rig: MemoryObject): string | null {
  const name = gtRigName(rig.metadata.name);
  const isThere = town.rigs.some((each) => each.name === name);
  const isServing = servingRig(store, rig.metadata.name) !== undefined;
  const isGood =
    isServing && isThere && paths.get(specOf(rig).localPath ?? "") !== "missing" && isPrefixTrue(town, rig);
  const { phase } = statusOf(rig);
  return phase === (isGood ? "Ready" : "Degraded")
    ? null
    : `it is ${phase ?? "nothing"}, and the rig is ${isGood ? "well" : "not well"}`;
}

function witnessUnrest({ store, town, paths }: Ground, witness: MemoryObject): string | null {
  const { rigRef = "" } = specOf(witness);
  const { phase, polecatsSummary } = statusOf(witness);
  const rig = servingRig(store, String(witness.spec["rigRef"]));
  const [acting] = store
    .list("witnesses")
    .filter((each) => specOf(each).rigRef === rigRef)
    .sort((a, b) => (precedence(a) < precedence(b) ? -1 : 1));
  const isGood =
    rig !== undefined &&
    acting?.metadata.uid === witness.metadata.uid &&
    town.rigs.some(({ name }) => name === rigRef) &&
    paths.get(specOf(rig).localPath ?? "") !== "missing" &&
    isPrefixTrue(town, rig);
  if (phase !== (isGood ? "Active" : "Degraded"))
    return `it is ${phase ?? "nothing"}, and should ${isGood ? "" : "not "}be active`;
  const total = town.polecats.filter((polecat) => polecat.rig === rigRef).length;
  return !isGood || polecatsSummary?.total === total
    ? null
    : `it counts ${polecatsSummary?.total ?? 0} polecats, and there are ${total}`;
}

/** Of two for one rig the earlier one acts. */
function precedence({ metadata: { creationTimestamp, name } }: MemoryObject): string {
  return `${creationTimestamp} ${name}`;
}

function convoyUnrest(ground: Ground, convoy: MemoryObject): string | null {
  const { trackedBeads = [], rigRef, notifyOnComplete } = specOf(convoy);
  const { phase, beadsConvoyID } = statusOf(convoy);
  const { town } = ground;
  const found = trackedBeads.flatMap((id) => town.beads.find((bead) => bead.id === id) ?? []);
  const isAllClosed =
    found.length === trackedBeads.length && found.every(({ status }) => status === "closed");
  const isMade = town.convoys.some(({ title }) => title.includes(`[${convoy.metadata.uid}]`));
  const isServed = servingRig(ground.store, String(convoy.spec["rigRef"])) !== undefined;
  const mayWrite = rigRef === undefined || (isServed && isUsable(ground, rigRef));
  if (!isMade) {
    if (found.length === 0)
      return phase === "Failed" ? null : "none of its beads exists, and it has not failed";
    if (mayWrite && condition(convoy, "Degraded")?.reason !== "Refused") return "it was not made";
    return null;
  }
  const made = town.convoys.find(({ title }) => title.includes(`[${convoy.metadata.uid}]`));
  if (phase === "Failed") return null;
  if (phase === "Pending")
    return mayWrite || beadsConvoyID !== undefined ? "its convoy is there, and it is Pending" : null;
  if (beadsConvoyID !== made?.id) return `its convoy is ${made?.id ?? ""}, not ${beadsConvoyID ?? "unknown"}`;
  if (phase !== (isAllClosed ? "Completed" : "InProgress"))
    return `it is ${phase ?? ""}, and its beads are ${isAllClosed ? "all" : "not all"} closed`;
  const untold = trackedUnrest(convoy, made?.tracked ?? [], found, mayWrite);
  if (untold !== null) return untold;
  if (phase !== "Completed" || notifyOnComplete === undefined || !mayWrite) return null;
  const closedAt = Math.max(...found.map((bead) => bead.closedAt ?? 0));
  const isTold = town.mail.some(
    (mail) => mail.to === notifyOnComplete && tellsOfEnd(mail, convoy.metadata.uid, closedAt),
  );
  const isHopeless = condition(convoy, "Notified")?.reason === "NotSent";
  return isTold || isHopeless ? null : "nobody was told of its completion";
}

/** What gt's convoy tracks beside its spec, or not, is reported: gt cannot take a bead out of a convoy. */
function trackedUnrest(
  convoy: MemoryObject,
  tracked: readonly string[],
  found: readonly { readonly id: string }[],
  mayWrite: boolean,
): string | null {
  const { trackedBeads = [] } = specOf(convoy);
  const lacking = found.filter(({ id }) => !tracked.includes(id)).map(({ id }) => id);
  const surplus = tracked.filter((id) => !trackedBeads.includes(id));
  const reason = condition(convoy, "Tracked")?.reason;
  if (reason === "NotYet" && !mayWrite) return null;
  if (lacking.length > 0 && reason !== "BeadsNotAdded")
    return `gt's convoy does not track ${lacking.join(", ")}, and nothing says so`;
  if (surplus.length > 0 && reason !== "BeadsNotRemoved" && reason !== "BeadsNotAdded")
    return `gt's convoy tracks ${surplus.join(", ")}, which the spec does not name, and nothing says so`;
  return null;
}
