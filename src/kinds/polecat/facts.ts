/** Facts of a Polecat: an observation cut down to what its machine decides from. Pure. */
import {
  gtRigOf,
  isDone,
  isEnded,
  isTaken,
  wholeAddress,
  type Admission,
  type BeadReading,
  type PolecatFacts,
  type Sighting,
} from "../../../machines/index.ts";
import { isClaimed } from "../../preconditions/bead.ts";
import { isBeadOfAnother, isPolecatOfAnother } from "../../preconditions/claims.ts";
import { beadReading } from "../../projection/bead-reading.ts";
import type { FactSources } from "../../projection/fact-sources.ts";
import { heldBack } from "../../projection/held-back.ts";
import type { TownObservation } from "../../projection/observation.ts";
import { oldest } from "../../projection/read-times.ts";
import { rigAvailability } from "../../projection/rig-facts.ts";
import { shownRigName } from "../../projection/rigs.ts";
import { unreadOfPolecat } from "../../projection/unread-parts.ts";

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
    rig: rigAvailability(sources, subject.rig, subject.gtRig),
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

/** The polecat of this rig that has the bead, where the list shows it and no other resource drives it. */
function holderOf(sources: FactSources, subject: PolecatSubject, bead: BeadReading | null): string | null {
  const { observation, claims } = sources;
  const { uid, gtRig } = subject;
  if (gtRig === null || bead?.reading !== "known" || isEnded(bead.status)) return null;
  const list = observation.polecats.get(gtRig);
  if (list?.ok !== true) return null;
  // Whoever slings it does not know its polecat's name before gt has answered.
  if (isBeadOfAnother(claims, uid, bead.id)) return null;
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
  if (!isPolecatOfAnother(sources.claims, { uid, rig: gtRig, polecat: name })) return false;
  return !hasMovedOn(sources, sources.claims.driverOfPolecat(gtRig, name) ?? "", wholeAddress(gtRig, name));
}

/**
 * By this very read the bead of that resource is on the hook of another polecat, and the resource learns so by the same
 * facts: its claim to the polecat that it had before is over, which would be nobody's otherwise, and is released.
 */
function hasMovedOn({ claims, observation }: FactSources, driver: string, address: string): boolean {
  const bead = claims.beadOf(driver);
  const reading = bead === null ? undefined : observation.beads.get(bead);
  if (reading?.ok !== true || reading.value === null) return false;
  const { status, assignee } = reading.value;
  return isTaken(status) && assignee !== null && assignee !== address;
}
