/** The town at a glance: its rigs, who works on what since when, what needs a person, and how far its convoys are. */
import { KINDS, TOWN_LABEL, type KindName } from "../../kinds/index.ts";
import { readingBy, type TownReading } from "../why/explain.ts";
import { condition } from "../why/subject.ts";
import { needOf, type Need } from "./person.ts";
import type { Shown } from "./shown.ts";

/** What could be listed; null is what may not be. */
export interface Listed {
  readonly rigs: readonly Shown[] | null;
  readonly polecats: readonly Shown[] | null;
  readonly convoys: readonly Shown[] | null;
}

export interface RigGlance {
  readonly name: string;
  /** gt's own name of it. */
  readonly gtName: string;
  readonly phase: string;
  readonly isPaused: boolean;
  readonly isObserved: boolean;
  readonly townStatus: string | null;
  readonly polecats: number | null;
  readonly maxPolecats: number | null;
  readonly queueLength: number | null;
}

export interface PolecatGlance {
  readonly namespace: string;
  readonly name: string;
  readonly rig: string;
  /** gt's name of the polecat; null while none stands for it. */
  readonly polecat: string | null;
  readonly bead: string | null;
  readonly phase: string;
  readonly reason: string;
  readonly mode: string;
  readonly since: string | null;
  readonly session: string | null;
  readonly branch: string | null;
}

export interface ConvoyGlance {
  readonly namespace: string;
  readonly name: string;
  readonly description: string;
  readonly phase: string;
  readonly closed: number;
  readonly beads: number;
  readonly since: string | null;
}

export interface TownGlance {
  /** Null is the town whose Rigs have no label. */
  readonly name: string | null;
  readonly read: TownReading;
}

export interface Glance {
  readonly towns: readonly TownGlance[];
  readonly rigs: readonly RigGlance[];
  readonly polecats: readonly PolecatGlance[];
  readonly needsPerson: readonly Need[];
  readonly convoys: readonly ConvoyGlance[];
  /** Kinds that may not be listed. */
  readonly unseen: readonly string[];
}

export function glance(listed: Listed, towns: readonly TownGlance[], now: number): Glance {
  const rigs = listed.rigs ?? [];
  const gtName = (rig: string | undefined): string | undefined =>
    rigs.find(({ metadata }) => metadata.name === rig)?.status?.gtName ?? rig;
  const needs = (kind: KindName, objects: readonly Shown[] | null): readonly Need[] =>
    (objects ?? [])
      .map((object) => {
        const rig = gtName(kind === "Rig" ? object.metadata.name : object.spec.rig);
        return needOf(kind, object, rig, now);
      })
      .filter((need) => need !== null);
  return {
    towns: towns.map(({ name, read }) => ({ name, read: readingOf(name, read, rigs) })),
    rigs: rigs.map(rigGlance),
    polecats: (listed.polecats ?? []).map(polecatGlance),
    needsPerson: [
      ...needs("Rig", listed.rigs),
      ...needs("Polecat", listed.polecats),
      ...needs("Convoy", listed.convoys),
    ],
    convoys: (listed.convoys ?? []).map(convoyGlance),
    unseen: (["Rig", "Polecat", "Convoy"] as const)
      .map((kind) => KINDS[kind].plural)
      .filter((plural) => isUnseen(listed, plural)),
  };
}

/** Of each Rig, and of each read that is told of; that without a name where there is neither. */
export function townNames(rigs: readonly Shown[], read: Iterable<string | null>): readonly (string | null)[] {
  const names = new Set([...rigs.map(townOf), ...read]);
  return names.size === 0 ? [null] : [...names];
}

/** What the town's Rigs say of a read is newer than the Lease at times, or all that there is of it. */
function readingOf(name: string | null, read: TownReading, rigs: readonly Shown[]): TownReading {
  return rigs.filter((rig) => townOf(rig) === name).reduce(readingBy, read);
}

function townOf({ metadata }: Shown): string | null {
  return metadata.labels?.[TOWN_LABEL] ?? null;
}

function isUnseen(listed: Listed, plural: string): boolean {
  return Object.entries(listed).some(([name, objects]) => name === plural && objects === null);
}

function rigGlance({ metadata, spec, status }: Shown): RigGlance {
  return {
    name: metadata.name,
    gtName: status?.gtName ?? metadata.name,
    phase: status?.phase ?? "New",
    isPaused: spec.paused === true,
    isObserved: spec.management === "Observe",
    townStatus: status?.townStatus ?? null,
    polecats: status?.polecatCount ?? null,
    maxPolecats: spec.settings?.maxPolecats ?? null,
    queueLength: status?.queueLength ?? null,
  };
}

function polecatGlance(object: Shown): PolecatGlance {
  const { metadata, spec, status } = object;
  const ready = condition(object, "Ready");
  const stuck = condition(object, "Stuck");
  const began = status?.phase === "Working" ? status.slungAt : status?.idleSince;
  return {
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    rig: spec.rig ?? "",
    polecat: status?.polecatName ?? null,
    bead: status?.bead ?? status?.assignedBead ?? spec.beadID ?? null,
    phase: status?.phase ?? "New",
    reason: (stuck?.status === "True" ? stuck : ready)?.reason ?? "NotObserved",
    mode: status?.mode ?? spec.management ?? "Manage",
    since: began ?? ready?.lastTransitionTime ?? metadata.creationTimestamp ?? null,
    session: status?.tmuxSession ?? null,
    branch: status?.branch ?? null,
  };
}

export function convoyGlance({ metadata, spec, status }: Shown): ConvoyGlance {
  return {
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    description: spec.description ?? "",
    phase: status?.phase ?? "New",
    closed: status?.completedBeads?.length ?? 0,
    beads: spec.trackedBeads?.length ?? 0,
    since: status?.completedAt ?? status?.startedAt ?? metadata.creationTimestamp ?? null,
  };
}
