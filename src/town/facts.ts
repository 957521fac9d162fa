/** Facts: an observation cut down to what one actor decides from. Pure. */
import {
  isDone,
  isEnded,
  rigTrouble,
  wholeAddress,
  type Admission,
  type BeadReading,
  type ConvoyFacts,
  type PolecatFacts,
  type RigFacts,
  type RigStanding,
  type RigWish,
  type Sighting,
  type UnreadPart,
} from "../../machines/index.ts";
import type { Absences } from "./absences.ts";
import type { Claims } from "./claims.ts";
import { heldBack, isClaimed } from "./held-back.ts";
import type { TownObservation } from "./observation.ts";
import { oldest, type ReadTimes } from "./read-times.ts";
import { unreadDatabase, unreadOfBeads, unreadOfPolecat } from "./unread-parts.ts";
import type { Witnesses } from "./witnesses.ts";

/** A Rig resource as its polecats need it. */
export interface RigView {
  readonly name: string;
  readonly wish: RigWish;
  readonly maxPolecats: number;
}

export interface FactSources {
  readonly observation: TownObservation;
  readonly absences: Absences;
  readonly claims: Claims;
  readonly rigs: ReadonlyMap<string, RigView>;
  readonly witnesses: Witnesses;
  /** Start of the newest trusted observation, this one or one before. */
  readonly lastGoodAt: number | null;
  /** When each part of it was last read. */
  readonly readTimes: ReadTimes;
}

export function rigFacts(sources: FactSources, { name, wish }: RigView): RigFacts {
  const { observation, readTimes } = sources;
  const { rigs, polecats, queues, convoys, dialect } = observation;
  const entry = rigs.ok ? rigs.value.find((rig) => rig.name === name) : undefined;
  const list = polecats.get(name);
  const queue = queues.get(name);
  const database = unreadDatabase(observation, name, wish.beadsPrefix);
  const failed = [list, queue, database].find((reading) => reading?.ok === false);
  const unreadPart = convoysUnread(sources);
  return {
    startedAt: observation.startedAt,
    lastGoodAt: oldest([readTimes.rigs(), readTimes.polecats(name), readTimes.queue(name)]),
    town: !rigs.ok && observation.trust.trusted ? { trusted: false, ...rigs } : observation.trust,
    path: observation.paths.get(wish.localPath) ?? "unknown",
    ...(entry !== undefined && { townStatus: entry.status }),
    listing: !rigs.ok ? "unread" : entry === undefined ? "unknown" : "known",
    witness: entry?.witness ?? null,
    refinery: entry?.refinery ?? null,
    polecatCount: list?.ok === true ? list.value.length : null,
    activeConvoys: convoys.ok
      ? convoys.value.filter((convoy) => tracks(convoy, wish.beadsPrefix)).length
      : null,
    queueLength: queue?.ok === true ? queue.value.length : null,
    trouble: failed?.ok === false ? { reason: "GtUnavailable", message: failed.message } : null,
    ...(dialect && { gt: { version: dialect.version, note: dialect.note } }),
    ...(unreadPart && { unreadPart }),
  };
}

/** Of the whole town, and only shown: no rig is in trouble because of it. */
function convoysUnread({ observation, readTimes }: FactSources): UnreadPart | null {
  const { convoys, trust } = observation;
  if (convoys.ok || !trust.trusted) return null;
  const readAt = readTimes.convoys();
  const age = readAt === null ? "" : `; activeConvoys is of ${new Date(readAt).toISOString()}`;
  return { reason: "ConvoysUnread", message: `the convoys could not be read: ${convoys.message}${age}` };
}

function tracks(convoy: { readonly tracked: readonly { readonly id: string }[] }, prefix: string): boolean {
  return convoy.tracked.some(({ id }) => id.startsWith(`${prefix}-`));
}

export function rigStanding(sources: FactSources, name: string): RigStanding {
  const rig = sources.rigs.get(name);
  if (rig === undefined) {
    return {
      usable: false,
      reason: "RigNotFound",
      message: `there is no Rig named ${name}: create it, or correct the name in the spec`,
    };
  }
  if (rig.wish.paused) {
    return { usable: false, reason: "RigPaused", message: `spec.paused of rig ${name} is true` };
  }
  const trouble = rigTrouble(name, rig.wish, rigFacts(sources, rig));
  if (trouble === null) return { usable: true };
  return {
    usable: false,
    reason: "RigDegraded",
    message: `rig ${name} is degraded, ${trouble.reason}: ${trouble.message}`,
  };
}

export interface PolecatSubject {
  readonly uid: string;
  readonly rig: string;
  readonly polecatName: string | null;
  readonly bead: string | null;
  readonly podRestarts: number | null;
  /** False for one that runs in a pod: it never takes over a polecat of the town. */
  readonly local: boolean;
}

export function polecatFacts(
  sources: FactSources,
  subject: PolecatSubject,
  admission: Admission,
): PolecatFacts {
  const { observation } = sources;
  const bead = subject.bead === null ? null : beadReading(sources, subject.bead);
  const unreadPart = unreadOfPolecat(observation, subject);
  const holder = !subject.local || isClaimed(admission) ? null : holderOf(sources, subject, bead);
  return {
    startedAt: observation.startedAt,
    lastGoodAt: polecatReadAt(sources, subject),
    town: observation.trust,
    ...(unreadPart && { unreadPart }),
    rig: rigStanding(sources, subject.rig),
    admission:
      holder === null
        ? heldBack(observation.rigs.ok ? observation.rigs.value : [], subject, bead, admission)
        : admission,
    polecat: subject.polecatName === null ? null : sighting(sources, subject, subject.polecatName),
    bead,
    holder,
    finisher: finisherOf(sources, subject, bead),
    pane: paneOf(observation, subject),
    podRestarts: subject.podRestarts,
    witness: sources.witnesses.policy(subject.rig),
  };
}

function polecatReadAt({ readTimes, lastGoodAt }: FactSources, subject: PolecatSubject): number | null {
  const { rig, polecatName, bead } = subject;
  return oldest([
    lastGoodAt,
    ...(polecatName === null ? [] : [readTimes.polecats(rig)]),
    ...(bead === null ? [] : [readTimes.bead(bead)]),
  ]);
}

function sighting(sources: FactSources, subject: PolecatSubject, name: string): Sighting {
  const { observation, absences } = sources;
  const { rig } = subject;
  const list = observation.polecats.get(rig);
  const entry = list?.ok === true ? list.value.find((polecat) => polecat.name === name) : undefined;
  if (entry !== undefined) {
    const { state, issue, sessionRunning } = entry;
    const isAnothers = isDrivenByAnother(sources, subject, name);
    return { seen: "present", name, state, issue, sessionRunning, ...(isAnothers && { isAnothers }) };
  }
  const times = absences.polecat(rig, name);
  const isRead = list === undefined ? observation.rigs.ok : list.ok;
  return times === 0 || !isRead ? { seen: "unknown", name } : { seen: "absent", name, times };
}

function paneOf({ panes }: TownObservation, { rig, polecatName }: PolecatSubject): string | null {
  const pane = polecatName === null ? undefined : panes.get(`${rig}/${polecatName}`);
  return pane?.ok === true ? pane.value : null;
}

function beadReading({ observation, absences }: FactSources, id: string): BeadReading {
  const reading = observation.beads.get(id);
  if (reading === undefined) return { reading: "unknown", id, message: "not read in this sync" };
  if (!reading.ok) return { reading: "unknown", id, message: reading.message };
  if (reading.value === null) {
    const times = absences.bead(id);
    return times === 0 ? { reading: "unknown", id, message: "not read" } : { reading: "missing", id, times };
  }
  return { reading: "known", id, status: reading.value.status, assignee: reading.value.assignee };
}

/** The polecat of this rig that has the bead, where the list shows it and no other resource drives it. */
function holderOf(sources: FactSources, subject: PolecatSubject, bead: BeadReading | null): string | null {
  const { observation, claims } = sources;
  const { uid, rig } = subject;
  if (bead?.reading !== "known" || isEnded(bead.status)) return null;
  const list = observation.polecats.get(rig);
  if (list?.ok !== true) return null;
  // Whoever slings it does not know its polecat's name before gt has answered.
  const slinger = claims.driverOfBead(bead.id);
  if (slinger !== null && slinger !== uid) return null;
  const entry =
    list.value.find(({ name }) => bead.assignee === wholeAddress(rig, name)) ??
    list.value.find(({ issue }) => issue === bead.id);
  return entry === undefined || isDrivenByAnother(sources, subject, entry.name) ? null : entry.name;
}

/** A closed bead keeps the name of the polecat that had it (`bd close` and `gt done` leave the assignee). */
function finisherOf(sources: FactSources, subject: PolecatSubject, bead: BeadReading | null): string | null {
  const { observation } = sources;
  const { rig } = subject;
  if (bead?.reading !== "known" || !isDone(bead.status)) return null;
  const list = observation.polecats.get(rig);
  if (list?.ok !== true) return null;
  const entry = list.value.find(({ name }) => bead.assignee === wholeAddress(rig, name));
  if (entry === undefined || entry.issue !== null) return null;
  return isDrivenByAnother(sources, subject, entry.name) ? null : entry.name;
}

function isDrivenByAnother({ claims }: FactSources, { uid, rig }: PolecatSubject, name: string): boolean {
  const driver = claims.driverOfPolecat(rig, name);
  return driver !== null && driver !== uid;
}

export function convoyFacts(sources: FactSources, beads: readonly string[], rig: string | null): ConvoyFacts {
  const { observation, lastGoodAt, readTimes } = sources;
  const { startedAt, trust } = observation;
  const closed: string[] = [];
  const pending: string[] = [];
  const ended: string[] = [];
  const statuses = new Map<string, string>();
  const missing: string[] = [];
  const unread: string[] = [];
  let closedAt: number | null = null;
  for (const id of beads) {
    const reading = beadReading(sources, id);
    if (reading.reading === "known") {
      const { status } = reading;
      (isDone(status) ? closed : isEnded(status) ? ended : pending).push(id);
      if (isDone(status)) closedAt = later(closedAt, closingOf(sources.observation, id));
      else statuses.set(id, status);
    } else if (reading.reading === "missing" && reading.times === 2) missing.push(id);
    else unread.push(id);
  }
  const unreadPart = unreadOfBeads(observation, beads);
  const standing: RigStanding = rig === null ? { usable: true } : rigStanding(sources, rig);
  return {
    startedAt,
    lastGoodAt: oldest([lastGoodAt, ...beads.map((id) => readTimes.bead(id))]),
    town: trust,
    rig: standing,
    closed,
    pending,
    missing,
    unread,
    ended,
    statuses: Object.fromEntries(statuses),
    closedAt,
    ...(unreadPart && { unreadPart }),
  };
}

function closingOf({ beads }: TownObservation, id: string): number | null {
  const reading = beads.get(id);
  return reading?.ok === true ? (reading.value?.closedAt ?? null) : null;
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
