/** Where a Polecat may come to rest: each reason that it gives for waiting has to be true of town and spec. */
import type { TownState } from "simulated-town";
import { findPolecat, hookOf, prefixOf } from "simulated-town/testing";
import type { MemoryObject } from "../../operator/memory-store.ts";
import type { Ground } from "../ground.ts";
import {
  condition,
  isDrivenByAnother,
  rigResource,
  servingRig,
  specOf,
  statusOf,
  type ReadSpec,
  type Status,
} from "../objects.ts";
import { dirt } from "../witnessed.ts";
import { isUsable } from "./rest.ts";

/** A limit beyond it may not be over when a schedule ends, s. */
const LONG_LIMIT_S = 600;

interface Case {
  readonly ground: Ground;
  readonly object: MemoryObject;
  readonly spec: ReadSpec;
  readonly status: Status;
  readonly polecat: TownState["polecats"][number] | undefined;
  readonly bead: TownState["beads"][number] | undefined;
}

export function polecatUnrest(ground: Ground, object: MemoryObject): string | null {
  const [spec, status] = [specOf(object), statusOf(object)];
  const id = status.assignedBead ?? spec.beadID ?? "";
  const at: Case = {
    ground,
    object,
    spec,
    status,
    polecat: findPolecat(ground.town, spec.rig ?? "", status.polecatName ?? ""),
    bead: ground.town.beads.find((bead) => bead.id === id),
  };
  if (spec.management === "Observe" || spec.executionMode === "kubernetes") return null;
  const isEnding = condition(object, "Terminating")?.status === "True";
  if ((wantsEnd(at) || isEnding) && status.phase !== "Terminated")
    // Where its end could not even begin, Ready says why.
    return reasonUnrest(at, condition(object, isEnding ? "Terminating" : "Ready")?.reason);
  switch (status.phase) {
    case "Working":
      return workingUnrest(at);
    case "Idle":
      return idleUnrest(at);
    case "Terminated":
      return terminatedUnrest(at);
    case "Failed":
    case "Pending":
      return reasonUnrest(at, condition(object, "Ready")?.reason);
    default:
      return `it is ${status.phase ?? "nothing"}`;
  }
}

function wantsEnd({ object, spec }: Case): boolean {
  const isDeleted = object.metadata.deletionTimestamp !== undefined && spec.deletionPolicy === "Terminate";
  return spec.desiredState === "Terminated" || isDeleted;
}

function workingUnrest(at: Case): string | null {
  const { spec, status, polecat, bead } = at;
  if (bead === undefined || polecat === undefined) return "it is Working without a bead or a polecat";
  const isHooked = bead.status !== "closed" && bead.assignee === `${spec.rig ?? ""}/polecats/${polecat.name}`;
  const rival = others(at).find(
    (other) =>
      condition(other, "Working")?.status === "True" &&
      specOf(other).management !== "Observe" &&
      (statusOf(other).assignedBead === bead.id ||
        (statusOf(other).polecatName === polecat.name && specOf(other).rig === polecat.rig)),
  );
  if (rival !== undefined)
    return `${rival.metadata.name} is Working on ${bead.id} or by ${polecat.name}, too`;
  return isHooked
    ? untold(at)
    : `it is Working on ${bead.id}, which is ${bead.status} by ${bead.assignee ?? "nobody"}, by ${status.polecatName ?? ""}`;
}

/** It names the Rig that stands for the rig; neither gt's name of it nor a Rig that came later does. */
function isOfRig(store: Ground["store"], witness: MemoryObject, gtRig: string): boolean {
  const { rigRef } = witness.spec;
  if (typeof rigRef !== "string" || specOf(witness).rigRef !== gtRig) return false;
  return servingRig(store, rigRef) !== undefined;
}

/** Of a dead session with work on its hook somebody is told, where somebody watches and nothing forbids it. */
function untold({ ground, object, spec, polecat }: Case): string | null {
  if (polecat === undefined || polecat.session) return null;
  if (condition(object, "Stuck")?.status !== "True") return "its session is dead, and it is not stuck";
  const { defaultWitness, store, town } = ground;
  const isWatched =
    defaultWitness || store.list("witnesses").some((witness) => isOfRig(store, witness, polecat.rig));
  if (!isWatched || spec.paused === true || !mayAct({ ground, object, spec })) return null;
  const isTold = town.mail.some(
    ({ subject }) =>
      subject.includes(`[${object.metadata.uid}/`) ||
      (subject.includes("[HIGH]") && subject.includes(`${polecat.rig}/${polecat.name} `)),
  );
  return isTold ? null : "its session is dead, and nobody was told";
}

function idleUnrest({ ground, object, spec, status, polecat }: Case): string | null {
  const wanted =
    spec.desiredState === "Working" ? ground.town.beads.find(({ id }) => id === spec.beadID) : undefined;
  if (wanted !== undefined && wanted.status !== "closed")
    return `it is Idle, and ${wanted.id} is ${wanted.status}`;
  const hooked = polecat === undefined ? undefined : hookOf(ground.town, polecat);
  if (hooked !== undefined && hooked.id === status.assignedBead)
    return `it is Idle with ${hooked.id} on its hook`;
  // The first of the two counts from the closing of its bead: one that finished nothing may rest for ever.
  const finished = ground.town.beads.find(({ id }) => id === status.assignedBead)?.status === "closed";
  const limits = [finished ? spec.ttlSecondsAfterFinished : undefined, spec.maxIdleSeconds];
  const hasLimit = limits.some((seconds) => seconds !== undefined && seconds < LONG_LIMIT_S);
  // Another resource may drive the polecat of this one, whose limits do not end it then.
  const isOurs = polecat !== undefined && !isDrivenByAnother(ground.store, object, polecat.name);
  return hasLimit && isOurs && spec.paused !== true && mayAct({ ground, object, spec })
    ? "its idle limit is long over"
    : null;
}

function terminatedUnrest(at: Case): string | null {
  const { object, spec, polecat } = at;
  if (object.metadata.deletionTimestamp !== undefined)
    return "it is Terminated, and its resource is still there";
  const isForWork =
    spec.desiredState === "Working" &&
    spec.ttlSecondsAfterFinished === undefined &&
    spec.maxIdleSeconds === undefined;
  if (isForWork) return "it is Terminated, and its spec asks for work";
  return polecat !== undefined && wantsEnd(at) ? "its polecat is still there" : null;
}

/** The reason that it gives has to be true. */
function reasonUnrest(at: Case, reason: string | undefined): string | null {
  const isTrue = TRUE_REASONS[reason ?? ""];
  if (isTrue === undefined) return `it is ${at.status.phase ?? ""} for ${reason ?? "no reason"}`;
  return isTrue(at) ? null : `it is ${at.status.phase ?? ""} for ${reason ?? ""}, which is not so`;
}

/** One that was adopted while nobody had named its rig names it as gt does, and that is no Rig's name. */
const namedRig = ({ ground, object }: Pick<Case, "ground" | "object">): MemoryObject | undefined =>
  ground.store.objects.get(`rigs/${String(object.spec["rig"])}`);

const isRigServing = ({ ground, object }: Pick<Case, "ground" | "object">): boolean =>
  servingRig(ground.store, String(object.spec["rig"])) !== undefined;

const mayAct = (at: Pick<Case, "ground" | "object" | "spec">): boolean =>
  isRigServing(at) && isUsable(at.ground, at.spec.rig ?? "");

const specOfRig = (at: Case): ReadSpec => specOf(namedRig(at) ?? { spec: {} });

const others = ({ ground, object }: Case): readonly MemoryObject[] =>
  ground.store.list("polecats").filter((other) => other.metadata.uid !== object.metadata.uid);

const isDirty = ({ ground, polecat }: Case): boolean =>
  polecat !== undefined && dirt(ground, polecat) !== null;

const hasOpenRequest = ({ ground, polecat }: Case): boolean =>
  ground.town.mergeRequests.some(({ worker, status }) => worker === polecat?.name && status === "open");

/** gt 1.2 keeps whose agent has not said `gt done`. */
const hasNotSaidDone = ({ ground, polecat }: Case): boolean =>
  ground.town.gtVersion === "1.2.1" && (polecat?.agentBead?.cleanupStatus ?? "") === "";

const isUnmerged = ({ polecat }: Case): boolean => (polecat?.unpushed ?? 0) > 0;

/** Somebody else's resource names the polecat, or its hook holds another bead. */
const isReassigned = (at: Case): boolean => {
  const { ground, status, polecat } = at;
  const isShared = others(at).some((other) => statusOf(other).polecatName === status.polecatName);
  const hooked = polecat === undefined ? undefined : hookOf(ground.town, polecat);
  return isShared || (hooked !== undefined && hooked.id !== status.assignedBead);
};

const rigOf = ({ spec }: Case): string => spec.rig ?? "";
const rigObject = (at: Case): MemoryObject | undefined => rigResource(at.ground.store, rigOf(at));
const inRig = (at: Case): TownState["polecats"] =>
  at.ground.town.polecats.filter(({ rig }) => rig === rigOf(at));

const isOverCapacity = (at: Case): boolean => {
  const rig = rigObject(at);
  return rig !== undefined && inRig(at).length >= (specOf(rig).settings?.maxPolecats ?? 8);
};

/** gt refuses for good: too many slings, another rig's bead, full folders, somebody else's bead. */
const hasIdleWork = (at: Case): boolean =>
  inRig(at).some(
    (polecat) => hookOf(at.ground.town, polecat) === undefined && dirt(at.ground, polecat) !== null,
  );

const requestedBead = ({ ground, spec }: Case): Case["bead"] =>
  ground.town.beads.find(({ id }) => id === spec.beadID);

const isRefused = ({ ground: { town, refused }, spec }: Case): boolean => {
  const bead = town.beads.find(({ id }) => id === spec.beadID);
  const rig = town.rigs.find(({ name }) => name === spec.rig);
  if (bead === undefined || rig === undefined) return true;
  return bead.slings >= 3 || prefixOf(bead.id) !== rig.prefix || refused.has(bead.id);
};

const TRUE_REASONS: Readonly<Record<string, (at: Case) => boolean>> = {
  Paused: ({ spec }) => spec.paused === true,
  RigNotFound: (at) => namedRig(at) === undefined,
  RigPaused: (at) => specOfRig(at).paused === true,
  RigObserved: (at) => specOfRig(at).management === "Observe",
  RigDegraded: (at) => !isRigServing(at) || !isUsable(at.ground, rigOf(at)),
  ExecutionModeNotEnabled: ({ spec }) => spec.executionMode === "kubernetes",
  BeadNotFound: ({ ground, spec }) => !ground.town.beads.some(({ id }) => id === spec.beadID),
  BeadClaimed: (at) =>
    others(at).some(
      (other) => statusOf(other).assignedBead === at.spec.beadID || specOf(other).beadID === at.spec.beadID,
    ),
  BeadHeldElsewhere: (at) =>
    [at.bead, requestedBead(at)].some(
      (bead) => bead !== undefined && bead.status !== "closed" && bead.assignee !== null,
    ),
  // The last place may be kept for one that waits for the same idle polecat to be saved.
  NoCapacity: (at) => isOverCapacity(at) || hasIdleWork(at),
  IdlePolecatHasWork: hasIdleWork,
  Queued: ({ ground }) => ground.town.schedulerMax > 0,
  SlingRefused: isRefused,
  RespawnLimit: isRefused,
  BeadOfAnotherRig: isRefused,
  BeadHasMolecule: isRefused,
  Failed: isRefused,
  UncommittedWork: isDirty,
  UnpushedCommits: isDirty,
  StashedWork: isDirty,
  NeedsRecovery: isDirty,
  NukeRefused: isDirty,
  CleanupStatusMissing: hasNotSaidDone,
  NotMerged: isUnmerged,
  NotSubmitted: isUnmerged,
  ConsentOutdated: (at) => isDirty(at) || hasOpenRequest(at) || hasNotSaidDone(at),
  OpenMergeRequest: hasOpenRequest,
  BeadOpen: ({ bead }) => bead !== undefined && bead.status !== "closed",
  PolecatReassigned: isReassigned,
};
