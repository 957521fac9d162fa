/** Why a resource is as it is, from its status, from what is around it, and from a journal where there is one. */
import { consentCommand, TOWN_LABEL, type Kind } from "../../kinds/index.ts";
import { adviceFor, type Advice } from "./advice.ts";
import { explainBeads, type Around, type BeadExplained } from "./beads.ts";
import type { History } from "./history.ts";
import { stepFor, type Step } from "./steps.ts";
import { condition, type Explained } from "./subject.ts";
import { troublesOf, unhonored, untracked, type Condition } from "./troubles.ts";

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
  readonly todo: readonly Step[];
  /** Conditions that are no good news. */
  readonly troubles: readonly Trouble[];
  readonly townRead: TownReading;
  /** RFC 3339: since when the town has said what the status says. */
  readonly unchangedSince: string | null;
  readonly beads: readonly BeadExplained[];
  readonly tried: readonly string[];
  readonly changes: readonly string[];
}

export interface Trouble {
  /** Of the condition. */
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/** From the town lease. */
export interface TownRead {
  /** RFC 3339. */
  readonly at: string;
  readonly secondsAgo: number;
  /** Nobody reads the town any more, or nobody can. */
  readonly isStale: boolean;
}

/** When the town was last read with an answer that can be trusted, as far as whoever asks may see that. */
export type TownReading = TownRead | "never" | "unknown";

const BEHIND = `its newest spec has not been seen yet: check that the operator runs and watches its namespace, and the town that the label ${TOWN_LABEL} of its Rig names`;
const NOBODY_READS = {
  stale:
    "the town was not read for a while: check that the operator runs; its /readyz and its log say why it cannot read",
  never: "the town was never read: check that an operator runs; its /readyz and its log say what it lacks",
};

export function explain(
  { singular, waitsForBeads = false }: Pick<Kind, "singular" | "waitsForBeads">,
  object: Explained,
  around: Around,
  history: History | null,
  told: TownReading = "unknown",
): Explanation {
  const { metadata, status } = object;
  const ready = condition(object, "Ready");
  const reason = ready?.reason ?? "NotObserved";
  const advice = adviceFor(reason);
  const since = history?.since ?? null;
  const townRead = readingBy(told, object);
  const place = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return {
    subject: `${singular} ${place}`,
    phase: status?.phase ?? "none",
    state: status?.state ?? null,
    reason,
    message: ready?.message ?? "no operator has written its status yet",
    since: since === null ? (ready?.lastTransitionTime ?? null) : new Date(since).toISOString(),
    waitsFor: waitsFor(object, advice),
    todo: [
      ...(isUnread(townRead)
        ? [{ text: NOBODY_READS[townRead === "never" ? "never" : "stale"], command: null }]
        : []),
      ...todoOf(object, reason, gtRigOf(object, around)),
    ],
    troubles: toldTroubles(object, reason),
    townRead,
    unchangedSince: status?.unchangedSince ?? null,
    beads: waitsForBeads ? explainBeads(object, around) : [],
    tried: (history?.tried ?? []).map(({ at, text }) => `${new Date(at).toISOString()} ${text}`),
    changes: (history?.changes ?? []).map(({ at, text }) => `${new Date(at).toISOString()} ${text}`),
  };
}

function waitsFor(object: Explained, advice: Advice | null): string | null {
  const ready = condition(object, "Ready");
  if (ready === undefined) return "an operator that watches it";
  const isForPerson = ready.status !== "True" && advice !== null && advice.person !== null;
  return advice?.waitsFor ?? (isForPerson ? "a person" : null);
}

/** Whether nobody reads the town: no more, or not yet. */
export function isUnread(reading: TownReading): boolean {
  return reading === "never" || (reading !== "unknown" && reading.isStale);
}

/** The Lease is not renewed with every read, or may not be written: what a status says of a read is newer at times. */
export function readingBy(townRead: TownReading, { status }: Explained): TownReading {
  const { unchangedSince } = status ?? {};
  if (townRead === "unknown" || unchangedSince === undefined) return townRead;
  if (townRead === "never") return "unknown";
  const later = Date.parse(unchangedSince) - Date.parse(townRead.at);
  if (!(later > 0)) return townRead;
  const at = new Date(Date.parse(townRead.at) + later).toISOString();
  return { ...townRead, at, secondsAgo: Math.max(0, townRead.secondsAgo - Math.floor(later / 1000)) };
}

/** For the main reason and for each trouble; each thing once. */
function todoOf(object: Explained, reason: string, gtRig: string | undefined): readonly Step[] {
  const reasons = new Set([reason, ...troubling(object).map((trouble) => trouble.reason)]);
  const steps = [...reasons].map((one) => stepFor(one, object, gtRig)).filter((step) => step !== null);
  const force = consentStep(object);
  if (force !== null) steps.push(force);
  const isBehind = (object.status?.observedGeneration ?? 0) < (object.metadata.generation ?? 0);
  if (isBehind) steps.unshift({ text: BEHIND, command: null });
  return steps.filter(({ text }, at) => steps.findIndex((step) => step.text === text) === at);
}

/** The last resort: whoever has read the proof may give up what it names. */
function consentStep(object: Explained): Step | null {
  const consent = object.status?.terminationProof?.consent;
  if (consent === undefined || condition(object, "Terminating")?.status !== "True") return null;
  return {
    text: "or give up what status.terminationProof names, and nothing else: with spec.terminationPolicy Force, run",
    command: consentCommand(object.metadata, consent),
  };
}

/** gt's name of the rig that it is, or that it belongs to. */
function gtRigOf({ metadata, spec, status }: Explained, { rigs, gtRig }: Around): string | undefined {
  if (metadata.namespace === undefined) return status?.gtName ?? metadata.name;
  const name = spec.rig ?? spec.rigRef;
  return gtRig ?? rigs?.find((rig) => rig.metadata.name === name)?.status?.gtName ?? name;
}

function troubling(object: Explained): readonly Condition[] {
  return [...troublesOf(object), ...unhonored(object), ...untracked(object)];
}

/** Ready says the most; what says the same of it is reported once. */
function toldTroubles(object: Explained, told: string): readonly Trouble[] {
  return troubling(object)
    .filter(({ reason, type }) => reason !== told || type === "Stalled" || type === "SpecHonored")
    .map(({ type, reason, message }) => ({ type, reason, message }));
}
