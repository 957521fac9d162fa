/**
 * src/projection/: from observations of the town to what facts are cut from.
 *
 * In: one `TownObservation` a sync, what is desired of Rigs and Witnesses. Out: what was seen how often and when, which Rig and
 * which Witness act, admissions to slings (admission.ts), what holds a bead back (held-back.ts), both by the rules of src/preconditions/, and plans for polecats
 * and rigs without a resource (adoption.ts, rig-adoption.ts). What the actors of a kind are told is cut in src/kinds/KIND/facts.ts. Pure: nothing here
 * asks gt or writes.
 */
export { createAbsences, type Absences } from "./absences.ts";
export { admit, GRANTED, type Candidate } from "./admission.ts";
export { planAdoption, type AdoptedPolecat, type AdoptionPlan } from "./adoption.ts";
export { beadReading } from "./bead-reading.ts";
export { createCounts, type Counts } from "./counts.ts";
export type { EarlyNews } from "./early-news.ts";
export type { FactSources } from "./fact-sources.ts";
export { heldBack } from "./held-back.ts";
export { isHeldInRig, lastingRefusal } from "./lasting-refusals.ts";
export { createMergeWatch, type MergeWatch } from "./merge-watch.ts";
export {
  queueLengths,
  type ObservationRequest,
  type PathState,
  type Reading,
  type TownObservation,
  type Unread,
} from "./observation.ts";
export { createPodRestarts, type PodRestarts } from "./pod-restarts.ts";
export { createReadTimes, type ReadTimes } from "./read-times.ts";
export { createRigAbsences, planRigAdoption, type AdoptedRig, type RigAbsences } from "./rig-adoption.ts";
export { rigFacts, rigAvailability } from "./rig-facts.ts";
export { electRigs, servingRig, shownRigName, type Rigs, type RigView } from "./rigs.ts";
export { electWitnesses, type Witnesses, type WitnessView } from "./witnesses.ts";
