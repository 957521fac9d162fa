/** What forbids a gt write for a resource at this very moment, whatever its machine knew when it asked. */
import { gtNameOf, type Blocker, type DesiredPolecat } from "../../machines/index.ts";
import {
  consentCommand,
  convoyKind,
  polecatKind,
  rigKind,
  type ConvoyActor,
  type LiveActor,
} from "../kinds/index.ts";
import {
  finalizerBlocker,
  isBeadRequested,
  isEndRequested,
  rigBlocker,
  rigNotFound,
  writeBlocker,
} from "../preconditions/index.ts";
import type { ServicePorts } from "../services/index.ts";

/** What people and specs say of a resource at the moment of the question. */
export function wordsOf(
  actors: () => readonly LiveActor[],
): Pick<ServicePorts, "blocker" | "end" | "consentCommand"> {
  return {
    blocker: (uid, bead) => blockerOf(uid, actors(), bead),
    end: (uid) => endOf(uid, actors()),
    consentCommand: (uid, consent) => commandOf(uid, actors(), consent),
  };
}

/** @param bead for a sling: one that the spec no longer asks for is not slung. */
function blockerOf(uid: string, actors: readonly LiveActor[], bead?: string): Blocker | null {
  const actor = actors.find(({ ref }) => ref.uid === uid);
  if (actor === undefined) return { reason: "Deleted", message: "the resource is gone" };
  if (convoyKind.owns(actor)) return convoyBlocker(actor, actors);
  if (!polecatKind.owns(actor)) return null;
  const isForSling = bead !== undefined;
  const blocker = writeBlocker(actor.context) ?? (isForSling ? finalizerBlocker(actor.context) : null);
  if (blocker !== null) return blocker;
  if (isForSling && !isBeadRequested(actor.context, bead)) {
    return { reason: "NoLongerRequested", message: `the spec does not ask for ${bead} any more` };
  }
  return rigBlockerOf(actor.context.desired, actors, isForSling);
}

function convoyBlocker({ context }: ConvoyActor, actors: readonly LiveActor[]): Blocker | null {
  const { desired, facts } = context;
  if (facts?.town.trusted === false) return { reason: facts.town.reason, message: facts.town.message };
  return desired.rig === null ? null : rigBlockerOf({ rig: desired.rig, gtRig: null }, actors);
}

/** What the spec asks for by now. Nobody asks for the end of what no resource stands for. */
function endOf(
  uid: string,
  actors: readonly LiveActor[],
): { readonly isRequested: boolean; readonly forceConsent: string | null } {
  const actor = actors.find(({ ref }) => ref.uid === uid);
  if (actor === undefined || !polecatKind.owns(actor)) return { isRequested: false, forceConsent: null };
  const { terminationPolicy, forceConsent } = actor.context.desired;
  return {
    isRequested: isEndRequested(actor.context),
    forceConsent: terminationPolicy === "Force" ? forceConsent : null,
  };
}

/** Of a resource that is gone nobody reads it. */
function commandOf(uid: string, actors: readonly LiveActor[], consent: string): string {
  const ref = actors.find((actor) => actor.ref.uid === uid)?.ref;
  return ref === undefined ? "" : consentCommand(ref, consent);
}

/** The rig's own actor may know of trouble that the facts of who asks are too old to show. */
export function rigBlockerOf(
  { rig: name, gtRig }: Pick<DesiredPolecat, "rig" | "gtRig">,
  actors: readonly LiveActor[],
  isForSling = false,
): Blocker | null {
  const rigs = actors.filter(rigKind.owns);
  const rig = rigs.find(({ ref }) => ref.name === name);
  if (rig === undefined) return rigNotFound(name);
  const { desired, facts } = rig.context;
  return rigBlocker({ name, gtName: gtNameOf({ name, desired }), desired, facts }, { gtRig, isForSling });
}
