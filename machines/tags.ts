/**
 * Tags: what others may know of a state without knowing its name. Status, metrics, inspector, claims and simulation ask for
 * tags; so a state is renamed, split or joined without anybody noticing, as long as its tags stay.
 * A tag that begins with a capital letter is a phase: `status.phase` says it.
 */

/** May be asked of an actor of any kind. */
export const SHARED_TAGS = {
  quiet: "No Event is made of coming here: what comes of it is worth one.",
} as const;

/** Of machines that ask gt for something, and ask again where it could not be done. */
const TRIES = {
  trying: "A try is under way.",
  backingOff: "What was tried last could not be done: the next try comes after a wait.",
} as const;

export const POLECAT_TAGS = {
  ...TRIES,
  Pending: "It has no work yet.",
  Working: "A bead is on the hook of its polecat.",
  Idle: "It has no work, and none is asked for.",
  Terminated: "Its polecat is gone.",
  Failed: "No work comes of its bead until something else changes.",
  undecided: "Nothing was decided yet: the town was not read, or not well enough.",
  waiting: "Something has to be so before gt is asked: a blocker says what.",
  slinging: "gt is asked to sling its bead, so that the bead is its own.",
  suspect: "Its polecat gives no sign of life, not for long enough to call it stuck.",
  stuck: "Its polecat has given no sign of life for as long as its witness waits.",
  untold: "Of a stuck one: nobody was told yet.",
  held: "Of a stuck one: it is time to tell, and something forbids it.",
  nudged: "Of a stuck one: its terminal got a line.",
  mailed: "Of a stuck one: mail about it went out.",
  escalated: "Of a stuck one: it was escalated.",
  unheard: "Of a stuck one: the newest escalation did not go through.",
  ending: "Its polecat is on the way out. It keeps the phase from before.",
  blocked: "Of one on the way out: something is not clean or not known.",
  nuked: "Of one on the way out: gt says that it has nuked the polecat.",
} as const;

export const POD_TAGS = {
  Pending: "Its agent does not run.",
  Working: "A pod of it works, or what came of one is being looked at.",
  Idle: "It has no work, and none is asked for.",
  Terminated: "No pod of it is there.",
  Failed: "As many attempts have failed as there may be.",
  stuck: "Its agent gives no sign of life.",
  ending: "It is on the way out.",
  blocked: "Something is not saved, not known, or in the way.",
  backingOff: TRIES.backingOff,
} as const;

export const CONVOY_TAGS = {
  ...TRIES,
  Pending: "gt's convoy is not there yet.",
  InProgress: "Not all of its beads are closed.",
  Completed: "All of its beads are closed.",
  Failed: "Nothing comes of it until its spec or its beads change.",
} as const;

export const RIG_TAGS = {
  Pending: "It was not read yet.",
  Ready: "Its polecats may get work.",
  Degraded: "Something is wrong with it, or it cannot be read.",
} as const;

export const WITNESS_TAGS = {
  Pending: "Its rig was not read yet.",
  Active: "It sees the polecats of its rig.",
  Degraded: "Something keeps it from seeing its rig.",
} as const;

export const REFINERY_TAGS = {
  Pending: "The merge queue was not read yet.",
  Idle: "The merge queue is empty.",
  Processing: "Merge requests are open.",
  Error: "The merge queue cannot be read.",
} as const;

export const BEAD_STORE_TAGS = {
  Pending: "The beads were not counted yet.",
  Synced: "The beads were counted.",
  Error: "The beads cannot be counted, or their prefix is another one.",
} as const;

export type PolecatTag = keyof typeof POLECAT_TAGS;
export type PodTag = keyof typeof POD_TAGS;
export type ConvoyTag = keyof typeof CONVOY_TAGS;
export type RigTag = keyof typeof RIG_TAGS;
export type WitnessTag = keyof typeof WITNESS_TAGS;
export type RefineryTag = keyof typeof REFINERY_TAGS;
export type BeadStoreTag = keyof typeof BEAD_STORE_TAGS;
export type SharedTag = keyof typeof SHARED_TAGS;

/** The tags of a machine that are phases. */
export type PhaseIn<Tag extends string> = Tag extends Capitalize<Tag> ? Tag : never;

/** @returns null for a state that has none: it keeps the phase from before. */
export function phaseIn<Tag extends string>(
  tags: Readonly<Record<Tag, string>>,
  hasTag: (tag: PhaseIn<Tag>) => boolean,
): PhaseIn<Tag> | null {
  for (const tag in tags) if (isPhase<Tag>(tag) && hasTag(tag)) return tag;
  return null;
}

function isPhase<Tag extends string>(tag: Tag): tag is Tag & PhaseIn<Tag> {
  return /^[A-Z]/.test(tag);
}
