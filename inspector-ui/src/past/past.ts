/** The past that is looked at: of the operator's journal or of a file, a group of it at a time. */
import { batch, computed, signal } from "@preact/signals";
import { groupAt, groupOfRecord, groupsOf, type Group } from "../history/groups.ts";
import type { History } from "../history/moments.ts";
import { operatorSource } from "../history/operator-source.ts";
import { readGroup } from "../history/read-group.ts";
import type { JournalSource } from "../history/source.ts";
import { knowLanes, forgetLanes } from "../lanes/past-lanes.ts";
import { bookOf } from "../lanes/lane-log.ts";
import { report } from "../live/read.ts";
import { at, file, goTo } from "../live/route.ts";

export const source = signal<JournalSource>(operatorSource);
/** The file's name, where a file was opened. */
export const openedFile = computed(() => source.value.name);
/** All that there is of the journal. */
export const groups = signal<readonly Group[]>([]);
/** The group that was read. */
export const group = signal<Group | null>(null);
/** What it led to. */
export const past = signal<History | null>(null);
/** Position in `past`; null is now. */
export const cursor = signal<number | null>(null);
/** True while a group is read: the moment that was asked for comes after it. */
export const isReading = signal(false);

/** Looks anew what there is, and goes to a record, or to the newest. */
export async function enterPast(sequence: number | null = null): Promise<void> {
  await attempt(async () => {
    const known = await lookAnew();
    const wanted = sequence === null ? (known.at(-1) ?? null) : groupOfRecord(known, sequence);
    if (wanted === null || !(await open(wanted)))
      throw new Error("the journal has no record that can be replayed");
    const history = past.value;
    moveTo(sequence === null || history === null ? Infinity : history.indexOfSequence(sequence));
  });
}

/** The time that is gone to while another group is read. */
let sought: number | null = null;

/** Goes to a time of the past. Whoever drags asks many times, also before it was read. */
export async function goToTime(time: number): Promise<void> {
  const shown = group.value;
  if (cursor.value !== null && shown !== null && time >= shown.from && time < shown.to) {
    moveTo(past.value?.indexAt(time) ?? 0);
    return;
  }
  const isUnderWay = sought !== null;
  sought = time;
  if (isUnderWay) return;
  await attempt(async () => {
    const known = cursor.value === null ? await lookAnew() : groups.value;
    const wanted = groupAt(known, sought ?? time);
    if (wanted !== null && (await open(wanted))) moveTo(past.value?.indexAt(sought ?? time) ?? 0);
  });
  sought = null;
}

/** Goes to a time of the past, and looks at an actor there. */
export async function enterPastAt(time: number, id: string): Promise<void> {
  goTo({ actor: id, tab: null });
  await goToTime(time);
}

/** One event back or on. @param scope the actor whose events count; null for all. */
export async function stepPast(by: 1 | -1, scope: string | null): Promise<void> {
  const [history, index, shown] = [past.value, cursor.value, group.value];
  if (history === null || index === null) return;
  const next = neighbour(history, index, by, scope);
  if (next !== null) {
    moveTo(next);
    return;
  }
  const beside = groups.value[groups.value.findIndex((one) => one === shown) + by];
  if (shown === null || beside === undefined) return;
  await attempt(async () => {
    if (!(await open(beside))) return;
    const opened = past.value;
    const end = by === 1 ? -1 : (opened?.moments.length ?? 0);
    if (opened !== null) moveTo(neighbour(opened, end, by, scope) ?? end + by);
  });
}

function neighbour(history: History, index: number, by: 1 | -1, scope: string | null): number | null {
  for (let at = index + by; at >= 0 && at < history.moments.length; at += by) {
    if (scope === null || history.moments[at]?.actor === scope) return at;
  }
  return null;
}

export function moveTo(index: number): void {
  const history = past.value;
  if (history === null || history.moments.length === 0) return;
  const inside = Math.max(0, Math.min(index, history.moments.length - 1));
  cursor.value = inside;
  goTo({ at: String(history.moments[inside]?.record.sequence ?? 0) }, "replace");
}

/** Back to what is live; a file that was opened is closed. */
export function returnToNow(): void {
  batch(() => {
    cursor.value = null;
    if (source.value !== operatorSource) {
      source.value = operatorSource;
      group.value = null;
      past.value = null;
      groups.value = [];
      forgetLanes();
    }
    goTo({ at: null, file: null }, "replace");
  });
}

/** Shows a journal that is none of this operator's. */
export async function openSource(other: JournalSource): Promise<void> {
  await attempt(async () => {
    const known = groupsOf(await other.index());
    const linked = linkedRecord(other);
    const wanted = (linked === null ? null : groupOfRecord(known, linked)) ?? known.at(-1);
    const history = wanted === undefined ? null : await readGroup(other, wanted);
    if (wanted === undefined || history === null || history.moments.length === 0)
      throw new Error(`${other.name ?? "it"} holds no record that can be replayed`);
    batch(() => {
      forgetLanes();
      source.value = other;
      groups.value = known;
      show(wanted, history);
      moveTo(linked === null ? Infinity : history.indexOfSequence(linked));
      goTo({ file: other.name }, "replace");
    });
  });
}

/** The record that the page's address names, where it names this file, too. */
function linkedRecord({ name }: JournalSource): number | null {
  return name !== null && file.value === name && cursor.value === null
    ? Number(at.value ?? NaN) || null
    : null;
}

/** Reads what the timeline does not know yet, group by group; only the lanes of it are kept. */
export async function readAllLanes(isKnown: (one: Group) => boolean): Promise<void> {
  await attempt(async () => {
    for (const one of groups.value.toReversed()) {
      if (isKnown(one)) continue;
      const history = await readGroup(source.value, one);
      knowLanes(one, bookOf(history));
    }
  });
}

async function lookAnew(): Promise<readonly Group[]> {
  const known = groupsOf(await source.value.index());
  groups.value = known;
  return known;
}

/** @returns whether there is anything in it. */
async function open(wanted: Group): Promise<boolean> {
  const isShown = group.value?.first === wanted.first && group.value.end === wanted.end;
  if (isShown && past.value !== null) return true;
  const history = await readGroup(source.value, wanted);
  if (history.moments.length === 0) return false;
  show(wanted, history);
  return true;
}

function show(shown: Group, history: History): void {
  batch(() => {
    group.value = shown;
    past.value = history;
    // Positions are of one history.
    if (cursor.value !== null) cursor.value = Math.min(cursor.value, history.moments.length - 1);
    knowLanes(shown, bookOf(history));
  });
}

async function attempt(doing: () => Promise<void>): Promise<void> {
  isReading.value = true;
  try {
    await doing();
  } catch (error) {
    report(error);
  } finally {
    isReading.value = false;
  }
}
