/** Facts: an observation cut down to what one actor decides from. Pure. */
import {
  gtRigOf,
  isDone,
  isEnded,
  isTaken,
  wholeAddress,
  type Admission,
  type BeadReading,
  type ConvoyFacts,
  type PolecatFacts,
  type RigStanding,
  type Sighting,
} from "../../machines/index.ts";
import type { FactSources } from "./fact-sources.ts";
import { heldBack, isClaimed } from "./held-back.ts";
import type { TownObservation } from "./observation.ts";
import { oldest } from "./read-times.ts";
import { rigStanding } from "./rig-facts.ts";
import { shownRigName } from "./rigs.ts";
import { unreadOfBeads, unreadOfPolecat } from "./unread-parts.ts";

export interface PolecatSubject {
  readonly uid: string;
  /** The Rig's name in Kubernetes. */
  readonly rig: string;
  /** gt's name of it; null where no Rig has told it. */
  readonly gtRig: string | null;
  readonly polecatName: string | null;
  readonly bead: string | null;
  /** `RIG/NAME@BRANCH` that counts as ended; null for one whose life goes on. */
  readonly ended: string | null;
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
  const survivor = survivorOf(sources, subject);
  const holder = !subject.local || isClaimed(admission) ? null : holderOf(sources, subject, bead);
  return {
    startedAt: observation.startedAt,
    lastGoodAt: polecatReadAt(sources, subject),
    town: observation.trust,
    ...(unreadPart && { unreadPart }),
    rig: rigStanding(sources, subject.rig, subject.gtRig),
    admission:
      holder === null
        ? heldBack(
            observation.rigs.ok ? observation.rigs.value : [],
            { ...subject, rig: gtRigOf(subject) },
            bead,
            admission,
            (gtName) => shownRigName(sources.rigs, gtName) ?? gtName,
          )
        : admission,
    polecat: subject.polecatName === null ? null : sighting(sources, subject, subject.polecatName),
    bead,
    holder,
    finisher: finisherOf(sources, subject, bead),
    ...(survivor && { survivor }),
    pane: paneOf(observation, subject),
    podRestarts: subject.podRestarts,
    witness: sources.witnesses.policy(subject.rig),
  };
}

function polecatReadAt({ readTimes, lastGoodAt }: FactSources, subject: PolecatSubject): number | null {
  const { gtRig, polecatName, bead } = subject;
  return oldest([
    lastGoodAt,
    ...(polecatName === null || gtRig === null ? [] : [readTimes.polecats(gtRig)]),
    ...(bead === null ? [] : [readTimes.bead(bead)]),
  ]);
}

function sighting(sources: FactSources, subject: PolecatSubject, name: string): Sighting {
  const { observation, absences } = sources;
  const { gtRig } = subject;
  if (gtRig === null) return { seen: "unknown", name };
  const list = observation.polecats.get(gtRig);
  const entry = list?.ok === true ? list.value.find((polecat) => polecat.name === name) : undefined;
  if (entry !== undefined) {
    const { state, issue, sessionRunning, branch } = entry;
    const isAnothers = isDrivenByAnother(sources, subject, name);
    const timesWithoutIssue = absences.issue(gtRig, name);
    return {
      seen: "present",
      name,
      state,
      issue,
      sessionRunning,
      ...(issue === null && timesWithoutIssue !== 0 && { timesWithoutIssue }),
      ...(branch !== null && { branch }),
      ...(isAnothers && { isAnothers }),
    };
  }
  const times = absences.polecat(gtRig, name);
  const isRead = list === undefined ? observation.rigs.ok && !observation.unlisted.has(gtRig) : list.ok;
  return times === 0 || !isRead ? { seen: "unknown", name } : { seen: "absent", name, times };
}

function paneOf({ panes }: TownObservation, { gtRig, polecatName }: PolecatSubject): string | null {
  const pane = polecatName === null ? undefined : panes.get(`${gtRig}/${polecatName}`);
  return pane?.ok === true ? pane.value : null;
}

export function beadReading(
  { observation, absences }: Pick<FactSources, "observation" | "absences">,
  id: string,
): BeadReading {
  const reading = observation.beads.get(id);
  if (reading === undefined) return { reading: "unknown", id, message: "not read in this sync" };
  if (!reading.ok) return { reading: "unknown", id, message: reading.message };
  if (reading.value === null) {
    const times = absences.bead(id);
    return times === 0 ? { reading: "unknown", id, message: "not read" } : { reading: "missing", id, times };
  }
  const { status, assignee, closedAt } = reading.value;
  return { reading: "known", id, status, assignee, ...(closedAt !== null && { closedAt }) };
}

/** The polecat of this rig that has the bead, where the list shows it and no other resource drives it. */
function holderOf(sources: FactSources, subject: PolecatSubject, bead: BeadReading | null): string | null {
  const { observation, claims } = sources;
  const { uid, gtRig } = subject;
  if (gtRig === null || bead?.reading !== "known" || isEnded(bead.status)) return null;
  const list = observation.polecats.get(gtRig);
  if (list?.ok !== true) return null;
  // Whoever slings it does not know its polecat's name before gt has answered.
  const slinger = claims.driverOfBead(bead.id);
  if (slinger !== null && slinger !== uid) return null;
  const entry =
    list.value.find(({ name }) => bead.assignee === wholeAddress(gtRig, name)) ??
    list.value.find(({ issue }) => issue === bead.id);
  return entry === undefined || isDrivenByAnother(sources, subject, entry.name) ? null : entry.name;
}

/** A closed bead keeps the name of the polecat that had it (`bd close` and `gt done` leave the assignee). */
function finisherOf(sources: FactSources, subject: PolecatSubject, bead: BeadReading | null): string | null {
  const { observation } = sources;
  const { gtRig } = subject;
  if (gtRig === null || bead?.reading !== "known" || !isDone(bead.status)) return null;
  const list = observation.polecats.get(gtRig);
  if (list?.ok !== true) return null;
  const entry = list.value.find(({ name }) => bead.assignee === wholeAddress(gtRig, name));
  if (entry === undefined || entry.issue !== null) return null;
  return isDrivenByAnother(sources, subject, entry.name) ? null : entry.name;
}

/**
 * Names are given anew, branches are not: a list that names no branches (gt 1.0) cannot show this, and one that works on
 * anything else than its own bead is somebody else's by now.
 */
function survivorOf(sources: FactSources, subject: PolecatSubject): PolecatFacts["survivor"] {
  const { gtRig, ended, bead } = subject;
  const list = gtRig === null || ended === null ? undefined : sources.observation.polecats.get(gtRig);
  if (list?.ok !== true) return undefined;
  const entry = list.value.find(({ name, branch }) => `${gtRig}/${name}@${branch ?? ""}` === ended);
  if (entry?.branch == null || (entry.issue !== null && entry.issue !== bead)) return undefined;
  return isDrivenByAnother(sources, subject, entry.name)
    ? undefined
    : { name: entry.name, branch: entry.branch };
}

function isDrivenByAnother(sources: FactSources, { uid, gtRig }: PolecatSubject, name: string): boolean {
  if (gtRig === null) return false;
  const driver = sources.claims.driverOfPolecat(gtRig, name);
  return driver !== null && driver !== uid && !hasMovedOn(sources, driver, wholeAddress(gtRig, name));
}

/**
 * By this very read the bead of that resource is on the hook of another polecat, and the resource learns so by the same
 * facts: its claim to the polecat that it had before is over, which would be nobody's otherwise, and let go of.
 */
function hasMovedOn({ claims, observation }: FactSources, driver: string, address: string): boolean {
  const bead = claims.beadOf(driver);
  const reading = bead === null ? undefined : observation.beads.get(bead);
  if (reading?.ok !== true || reading.value === null) return false;
  const { status, assignee } = reading.value;
  return isTaken(status) && assignee !== null && assignee !== address;
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
