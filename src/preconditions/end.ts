/** Whether an end is safe still: neither the spec, another resource, another polecat of the name nor other work forbids it. */
import { type Blocker, shortAddress, type StopInput, type TerminationInput } from "../../machines/index.ts";
import { unknownWord, type PolecatEntry, type PolecatWords } from "../gt/index.ts";
import { isPolecatOfAnother, type Claims } from "./claims.ts";
import { covers } from "./consent.ts";
import { incarnationOf } from "./incarnation.ts";

/** What people, specs and other resources say at the moment of the question. */
interface Ports {
  readonly claims: Pick<Claims, "driverOfPolecat">;
  readonly blocker: (uid: string) => Blocker | null;
  readonly end: (uid: string) => { readonly isRequested: boolean; readonly forceConsent: string | null };
}

type Subject = Pick<TerminationInput, "uid" | "rig" | "polecat">;

/** Names are given out again: another branch is another polecat. */
export function replacement(
  { proof, ...named }: StopInput,
  { branch }: Pick<PolecatEntry, "branch">,
): Blocker | null {
  if (incarnationOf(named, branch ?? "") === proof.incarnation) return null;
  const address = shortAddress(named.rig, named.polecat);
  return { reason: "PolecatReplaced", message: `${address} is not ${proof.incarnation} any more` };
}

/** gt's nuke does not protect what is on the hook, and a bead slung onto a live session keeps the branch. */
export function strangersWork(
  { rig, polecat, bead }: Pick<TerminationInput, "rig" | "polecat" | "bead">,
  issue: string | null,
): Blocker | null {
  if (issue === null || issue === bead) return null;
  return { reason: "PolecatReassigned", message: `${rig}/${polecat} works on ${issue} now` };
}

/** A word that a later gt has for a polecat may say that it is at work. */
export function unknownWork(entry: PolecatWords): Blocker | null {
  const message = unknownWord(entry);
  return message === null ? null : { reason: "StateUnknown", message };
}

/**
 * What forbids this end now. Asked before each write as well as at the beginning: the reads in between take seconds,
 * in which a person may pause the resource, want the polecat back, or withdraw a consent.
 */
export function changeOfMind(ports: Ports, input: StopInput): Blocker | null {
  const blocker = otherDriver(ports, input) ?? ports.blocker(input.uid);
  if (blocker !== null) return blocker;
  const { isRequested, forceConsent } = ports.end(input.uid);
  const { incarnation, forced, consent } = input.proof;
  if (!isRequested)
    return { reason: "NoLongerRequested", message: "the spec does not ask for this end any more" };
  if (!forced || covers(forceConsent, consent)) return null;
  const message = `the consent to destroy ${incarnation} was taken back`;
  return { reason: "ConsentWithdrawn", message };
}

export function otherDriver(
  { claims }: Pick<Ports, "claims">,
  { uid, rig, polecat }: Subject,
): Blocker | null {
  if (!isPolecatOfAnother(claims, { uid, rig, polecat })) return null;
  return { reason: "PolecatReassigned", message: `another Polecat resource drives ${rig}/${polecat}` };
}
