/**
 * src/preconditions/: what has to be so before gt is asked to write. One function for each rule, and no rule anywhere else.
 *
 * In: what is known at the moment of the question, of an observation or of a fresh read. Out: the blocker, with Reason and
 * message, or null. Who asks: the guards of the machines, by facts that src/projection/ has judged; admission, over all
 * resources at once; and the services, once more at the moment of writing. Rules that a guard asks by itself live in
 * machines/, which may import nothing else, and are handed on here. Pure.
 */
export {
  finalizerBlocker,
  isBeadRequested,
  isEndRequested,
  slingObjection,
  writeBlocker,
} from "../../machines/index.ts";
export { beadBlocker } from "./bead.ts";
export { isReusable, noPlace, placesIn, type RigCapacity } from "./capacity.ts";
export { isBeadOfAnother, isPolecatOfAnother, type Claims } from "./claims.ts";
export { CONSENT_TOO_LONG, consentTo, covers, lossDigest, unheard } from "./consent.ts";
export { changeOfMind, otherDriver, replacement, strangersWork, unknownWork } from "./end.ts";
export { branchOf, incarnationOf } from "./incarnation.ts";
export { lastingRigBlocker, rigBlocker, rigNotFound } from "./rig.ts";
