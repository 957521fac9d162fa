/**
 * Consent to lose work. Its value names the polecat and, by digests, each loss that stood in the proof which its writer
 * had read: RIG/NAME@BRANCH:DIGEST,DIGEST. So it is bound to what was shown, whenever the operator hears of it.
 */
import { createHash } from "node:crypto";
import { CONSENT_LENGTH, lengthOf } from "../grammar/index.ts";
import type { Blocker, TerminationInput } from "../../machines/index.ts";

/** 64 bits: nobody finds other words for the same digest. */
const DIGEST_LENGTH = 16;

/** @param found all that the read found, also what is cut from the words of the proof. */
export function lossDigest(check: string, found: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([check, found]))
    .digest("hex")
    .slice(0, DIGEST_LENGTH);
}

/** What is said in place of an offer. */
export const CONSENT_TOO_LONG = `no consent can be given, for with the name of its branch it would be longer than the ${CONSENT_LENGTH} characters that a status holds: save that work`;

/**
 * No branch of git has a colon in its name.
 * @returns null where a status would hold only a part of it, which covers nothing.
 */
export function consentTo(incarnation: string, losses: readonly string[]): string | null {
  const consent = `${incarnation}:${losses.join(",")}`;
  return lengthOf(consent) > CONSENT_LENGTH ? null : consent;
}

/** Whether the one consent names the polecat and all losses of the other. It may name more: what was saved meanwhile. */
export function covers(given: string | null, asked: string | null): boolean {
  if (given === null || asked === null) return false;
  const [had, needed] = [read(given), read(asked)];
  return had.incarnation === needed.incarnation && needed.losses.every((loss) => had.losses.includes(loss));
}

function read(consent: string): { readonly incarnation: string; readonly losses: readonly string[] } {
  const [incarnation = "", losses = ""] = consent.split(":");
  return { incarnation, losses: losses.split(",") };
}

/**
 * Why the words of a person about force do not help, and what would; null where nobody spoke of it.
 * @param offer how to consent to what was found.
 */
export function unheard(
  { terminationPolicy, forceConsent }: Pick<TerminationInput, "terminationPolicy" | "forceConsent">,
  incarnation: string,
  offer: string,
): Partial<Blocker> {
  if (terminationPolicy === "Safe")
    return forceConsent === null
      ? {}
      : { message: "the annotation force-termination has no effect while spec.terminationPolicy is Safe" };
  if (forceConsent === null) return { message: offer };
  return { reason: "ConsentOutdated", message: `${mismatch(forceConsent, incarnation)}; ${offer}` };
}

function mismatch(given: string, incarnation: string): string {
  if (!given.includes(":"))
    return "the annotation force-termination does not name what may be lost, so that nobody knows what its writer saw";
  return read(given).incarnation === incarnation
    ? "what stands there has changed since the annotation force-termination was written"
    : "the annotation force-termination is about another polecat";
}
