/** Evidence of an end: what is remembered of the stop and of the nuke, and when the polecat counts as gone. Pure. */
import type { PolecatFacts } from "./facts.ts";
import { gtRigOf, isOwnBead, type PolecatContext } from "./polecat.context.ts";

type Update = Partial<PolecatContext>;

/** Reads from before the stop know nothing of it. The rest of the newest facts holds: the nuke is decided from it. */
export function noteStop({ facts }: PolecatContext, at: number): Update {
  const polecat = facts?.polecat;
  const stopped = polecat?.seen === "present" ? { ...polecat, sessionRunning: false } : (polecat ?? null);
  return { stoppedAt: at, notBefore: at, facts: facts === null ? null : { ...facts, polecat: stopped } };
}

/** It was to be stopped, and nobody knows whether it was. */
export function noteLostStop(_context: PolecatContext, at: number): Update {
  return { stoppedAt: at, notBefore: at, facts: null };
}

/** Remembered before gt is asked: its answer may be lost. */
export function noteNuke({ proof }: PolecatContext): Update {
  return { nuked: proof?.incarnation ?? null };
}

/** The operator stopped its session, and none was seen since. */
export function isSessionStopped({ stoppedAt, facts }: PolecatContext): boolean {
  const polecat = facts?.polecat;
  return stoppedAt !== null && !(polecat?.seen === "present" && polecat.sessionRunning);
}

/** A session that runs again ends what is to be said of the stop. */
export function sessionSince({ stoppedAt, polecatName }: PolecatContext, facts: PolecatFacts): number | null {
  const { polecat, town } = facts;
  const runs =
    town.trusted && polecat?.seen === "present" && polecat.name === polecatName && polecat.sessionRunning;
  return runs ? null : stoppedAt;
}

/** The list's branch, where it names one; a list without branches leaves that of its sling. */
export function branchBy(
  { branch, polecatName, desired }: PolecatContext,
  { polecat, town }: PolecatFacts,
): string | null {
  if (!town.trusted || polecat?.seen !== "present" || polecat.name !== polecatName) return branch;
  return polecat.isAnothers === true && desired.managed ? branch : (polecat.branch ?? branch);
}

/** Two lists lack it, or gt has given its name to other work: a name is given anew only once its polecat is gone. */
export function isGoneIndeed(context: PolecatContext): boolean {
  const { facts, polecatName } = context;
  if (facts?.town.trusted !== true) return false;
  const { polecat } = facts;
  if (polecatName === null) return true;
  if (polecat?.name !== polecatName) return false;
  return polecat.seen === "absent" ? polecat.times === 2 : isOthersWork(context);
}

export function isStillThere(context: PolecatContext): boolean {
  const { facts, polecatName } = context;
  const polecat = facts?.polecat;
  if (facts?.town.trusted !== true || polecat?.seen !== "present") return false;
  return polecat.name === polecatName && !isOthersWork(context);
}

function isOthersWork(context: PolecatContext): boolean {
  const polecat = context.facts?.polecat;
  if (polecat?.seen !== "present") return false;
  return polecat.isAnothers === true || (polecat.issue !== null && !isOwnBead(context, polecat.issue));
}

export function recordVainNuke({ attempts, facts, desired, polecatName }: PolecatContext): Update {
  const name = `${gtRigOf(desired)}/${polecatName ?? ""}`;
  const message = `gt answered that it has nuked ${name}, and ${name} is still there: it is looked at and ended once more`;
  return {
    attempts: attempts + 1,
    blocker: { reason: "NukeHadNoEffect", message, at: facts?.startedAt ?? 0 },
  };
}

/** What read as ended is there, name and branch: by this resource's own word for it, gt is right. */
export function isListedStill({ facts, desired }: PolecatContext): boolean {
  return desired.managed && facts?.town.trusted === true && facts.survivor !== undefined;
}

/** Its bead counts as in work until it was read: an end that nobody asked for by name has to wait for it. */
export function recallPolecat({ facts, desired }: PolecatContext): Update {
  if (facts?.survivor === undefined) return {};
  const { name, branch } = facts.survivor;
  const at = `${gtRigOf(desired)}/${name}@${branch}`;
  const message = `${at} counted as ended, and gt lists it still: it is looked at and ended once more`;
  return {
    polecatName: name,
    branch,
    assignedBead: desired.bead,
    closedBead: null,
    endedAtGeneration: null,
    facts: null,
    blocker: { reason: "NukeHadNoEffect", message, at: facts.startedAt },
  };
}
