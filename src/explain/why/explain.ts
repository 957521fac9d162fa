/** Why a resource is as it is, from its status, from what is around it, and from a journal where there is one. */
import { consentCommand, KINDS, TOWN_LABEL } from "../../kinds/index.ts";
import { adviceFor } from "./advice.ts";
import { explainBeads, type Around, type BeadExplained } from "./beads.ts";
import type { History } from "./history.ts";
import { condition, type Explained, type Subject } from "./subject.ts";

export interface Explanation {
  /** `polecat default/nux`. */
  readonly subject: string;
  readonly phase: string;
  readonly state: string | null;
  readonly reason: string;
  readonly message: string;
  /** RFC 3339. From the journal where there is one; otherwise since Ready has its present value. */
  readonly since: string | null;
  readonly waitsFor: string | null;
  readonly todo: readonly string[];
  /** Conditions that are no good news. */
  readonly troubles: readonly string[];
  /** When the town was last read with an answer that can be trusted; null where that cannot be known. */
  readonly townRead: TownRead | null;
  /** RFC 3339: since when the town has said what the status says. */
  readonly unchangedSince: string | null;
  readonly beads: readonly BeadExplained[];
  readonly tried: readonly string[];
  readonly changes: readonly string[];
}

/** From the town lease. */
export interface TownRead {
  /** RFC 3339. */
  readonly at: string;
  readonly secondsAgo: number;
  /** Nobody reads the town any more, or nobody can. */
  readonly isStale: boolean;
}

const TROUBLES = ["Stalled", "Degraded", "Stuck", "Terminating"];
const NOBODY_READS =
  "the town was not read for a while: check that the operator runs; its /readyz and its log say why it cannot read";
/** Good news while they are True. */
const PROMISES = ["SpecHonored", "Tracked"];

export function explain(
  { kind }: Subject,
  object: Explained,
  around: Around,
  history: History | null,
  townRead: TownRead | null = null,
): Explanation {
  const { metadata, status } = object;
  const ready = condition(object, "Ready");
  const reason = ready?.reason ?? "NotObserved";
  const advice = adviceFor(reason);
  const since = history?.since ?? null;
  const place = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return {
    subject: `${KINDS[kind].singular} ${place}`,
    phase: status?.phase ?? "none",
    state: status?.state ?? null,
    reason,
    message: ready?.message ?? "no operator has written its status yet",
    since: since === null ? (ready?.lastTransitionTime ?? null) : new Date(since).toISOString(),
    waitsFor: ready === undefined ? "an operator that watches it" : (advice?.waitsFor ?? null),
    todo: [...(townRead?.isStale === true ? [NOBODY_READS] : []), ...todoOf(object, reason)],
    troubles: troublesOf(object, reason),
    townRead: townRead === null ? null : notBefore(townRead, status?.unchangedSince),
    unchangedSince: status?.unchangedSince ?? null,
    beads: kind === "Convoy" ? explainBeads(object, around) : [],
    tried: (history?.tried ?? []).map(({ at, text }) => `${new Date(at).toISOString()} ${text}`),
    changes: (history?.changes ?? []).map(({ at, text }) => `${new Date(at).toISOString()} ${text}`),
  };
}

/** The Lease is not renewed with every read: what the status says of a read is newer at times. */
function notBefore(townRead: TownRead, unchangedSince: string | undefined): TownRead {
  const later = Date.parse(unchangedSince ?? "") - Date.parse(townRead.at);
  if (!(later > 0)) return townRead;
  const at = new Date(Date.parse(townRead.at) + later).toISOString();
  return { ...townRead, at, secondsAgo: Math.max(0, townRead.secondsAgo - Math.floor(later / 1000)) };
}

/** For the main reason and for each trouble; each thing once. */
function todoOf(object: Explained, reason: string): readonly string[] {
  const reasons = [reason, ...troubling(object).map((trouble) => trouble.reason)];
  const texts = reasons.map((one) => adviceFor(one)?.person ?? null).filter((text) => text !== null);
  const force = consentText(object);
  if (force !== null) texts.push(force);
  const isBehind = (object.status?.observedGeneration ?? 0) < (object.metadata.generation ?? 0);
  const behind = `its newest spec has not been seen yet: check that the operator runs and watches its namespace, and the town that the label ${TOWN_LABEL} of its Rig names`;
  return [...new Set(isBehind ? [behind, ...texts] : texts)];
}

/** The last resort: whoever has read the proof may give up what it names. */
function consentText(object: Explained): string | null {
  const consent = object.status?.terminationProof?.consent;
  if (consent === undefined || condition(object, "Terminating")?.status !== "True") return null;
  return `or give up what status.terminationProof names, and nothing else: with spec.terminationPolicy Force, run ${consentCommand(object.metadata, consent)}`;
}

function troublesOf(object: Explained, told: string): readonly string[] {
  return troubling(object)
    .filter(({ reason, type }) => reason !== told || type === "Stalled" || PROMISES.includes(type))
    .map(({ type, reason, message }) => `${type}: ${reason}${message === "" ? "" : `: ${message}`}`);
}

function troubling(object: Explained): readonly NonNullable<ReturnType<typeof condition>>[] {
  const found = [...TROUBLES, ...PROMISES]
    .map((type) => condition(object, type))
    .filter((one) => one !== undefined);
  return found.filter(({ type, status, reason }) =>
    PROMISES.includes(type) ? status === "False" && reason !== "NotYet" : status === "True",
  );
}
