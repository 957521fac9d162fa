/**
 * src/town/: what the town is, in batched reads, and what each actor is told of it.
 *
 * In: gt's reads, the wishes of resources (rigs, tracked beads), wakes from the event feed.
 * Out: one `TownObservation` a sync, cut into facts for each actor (facts.ts), admissions to slings
 * (admission.ts), and plans for polecats and rigs without a resource (adoption.ts, rig-adoption.ts). Writes nothing.
 */
export { createAbsences, type Absences } from "./absences.ts";
export { admit, GRANTED, type Candidate, type RigCapacity } from "./admission.ts";
export { planAdoption, type AdoptedPolecat, type AdoptionPlan } from "./adoption.ts";
export { createRigAbsences, planRigAdoption, type AdoptedRig, type RigAbsences } from "./rig-adoption.ts";
export type { Claims } from "./claims.ts";
export { beadReading, convoyFacts, polecatFacts, type PolecatSubject } from "./facts.ts";
export type { FactSources } from "./fact-sources.ts";
export { heldBack } from "./held-back.ts";
export { isHeldInRig, lastingRefusal } from "./lasting-refusals.ts";
export { rigFacts, rigStanding } from "./rig-facts.ts";
export { electRigs, gtNameUnder, servingRig, shownRigName, type Rigs, type RigView } from "./rigs.ts";
export {
  queueLengths,
  type ObservationRequest,
  type PathState,
  type Reading,
  type TownObservation,
} from "./observation.ts";
export type { EarlyNews } from "./endings.ts";
export { createGlance } from "./glance.ts";
export { observe } from "./observe.ts";
export { createObserver, type Observer } from "./observer.ts";
export { createMergeWatch, type MergeWatch } from "./merge-watch.ts";
export { createPatience } from "./patience.ts";
export { createReadTimes, type ReadTimes } from "./read-times.ts";
export { createTurns } from "./turns.ts";
export type { Wake } from "./rest.ts";
export { createPodRestarts, type PodRestarts } from "./pod-restarts.ts";
export { beadStoreFacts, refineryFacts } from "./view-facts.ts";
export { witnessFacts, type PolecatView } from "./witness-facts.ts";
export { electWitnesses, type Witnesses, type WitnessView } from "./witnesses.ts";
