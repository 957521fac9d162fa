/** What the page knows: the town as it is now, the watched actor with its history, and the past that is looked at. */
import { batch, computed, signal } from "@preact/signals";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import type { TownChange, WatchedActor } from "../../../src/inspector/frames.ts";
import type { Concern, SeenCall } from "../../../src/inspector/port.ts";
import { parseJournal } from "../history/journal-text.ts";
import { detailAt, History, type Moment } from "../history/moments.ts";
import { bookOf, liveLanes, noteChange, putBefore } from "../lanes/lane-log.ts";
import { learnTime, now } from "./clock.ts";
import { callsSchema } from "./frames.ts";
import { actor, at, goTo } from "./route.ts";
import { Stream, type Connection } from "./stream.ts";

export const connection = signal<Connection>("connecting");
/** Since when nothing has come from the operator, by this machine's clock; null while it is connected. */
export const lostAt = signal<number | null>(null);
/** A journal file that was opened in the page: then there is no live town. */
export const openedFile = signal<string | null>(null);
export const problem = signal<string | null>(null);
/** What is wrong around the actors now, as the operator itself says. */
export const concerns = signal<readonly Concern[]>([]);

const liveCells = signal<ReadonlyMap<string, Cell>>(new Map());
const liveDetail = signal<Detail | null>(null);
const liveHistory = signal<{ readonly history: History }>({ history: new History("picked") });
const liveCalls = signal<readonly SeenCall[]>([]);
/** The past of the whole town, read when it is first asked for. */
export const past = signal<History | null>(null);
/** Position in `past`; null is now. */
export const cursor = signal<number | null>(null);

export const cells = computed(() => {
  const index = cursor.value;
  return index === null ? liveCells.value : (past.value?.cellsAt(index) ?? new Map<string, Cell>());
});

/** How many actors are missing in the past that is shown, because their beginning is older than its journal. */
export const missing = computed(() => {
  const index = cursor.value;
  return index === null ? 0 : (past.value?.missingAt(index) ?? 0);
});

export const detail = computed(() => {
  const index = cursor.value;
  const id = actor.value;
  if (id === null) return null;
  return index === null ? liveDetail.value : detailAt(past.value?.at(id, index) ?? null);
});

/** The watched actor's moments up to the one that is looked at, oldest first. */
export const actorMoments = computed((): readonly Moment[] => {
  const index = cursor.value;
  const id = actor.value;
  if (id === null) return [];
  const history = index === null ? liveHistory.value.history : past.value;
  const indexes = history?.byActor.get(id) ?? [];
  return indexes.flatMap((position) => {
    const moment = history?.moments[position];
    return moment === undefined || (index !== null && position > index) ? [] : [moment];
  });
});

export const actorCalls = computed(() => {
  const index = cursor.value;
  const until = index === null ? Number.POSITIVE_INFINITY : (past.value?.moments[index]?.record.at ?? 0);
  return liveCalls.value.filter((call) => call.at <= until);
});

const stream = new Stream({
  onConnection: (state) => {
    if (state === "live") lostAt.value = null;
    else if (state === "lost") lostAt.value ??= Date.now();
    connection.value = state;
  },
  onTown: takeTown,
  onActor: takeActor,
  onBeat({ now: at, concerns: told }) {
    batch(() => {
      learnTime(at);
      concerns.value = told;
    });
  },
});

export function watch(id: string | null): void {
  batch(() => {
    liveDetail.value = null;
    liveHistory.value = { history: new History("picked") };
    liveCalls.value = [];
  });
  if (openedFile.value !== null) return;
  stream.watch(id);
  if (id !== null) void loadActor(id);
}

function takeTown({ isWhole, cells: changed, gone, now: at }: TownChange): void {
  const next = new Map(isWhole ? [] : liveCells.value);
  for (const cell of changed) next.set(cell.id, cell);
  for (const id of gone) next.delete(id);
  batch(() => {
    learnTime(at);
    liveCells.value = next;
    const known = isWhole ? [...liveLanes.peek().book.lanes.keys()] : [];
    noteChange({ cells: changed, gone: [...gone, ...known.filter((id) => !next.has(id))], now: at });
  });
  if (isWhole && !isOffered) void offerBefore(next);
}

/** A journal of so many records is read at once for the lanes; a longer one when it is asked for. */
const SHORT_JOURNAL = 5_000;
let isOffered = false;

/** Each actor has a record of its beginning, and one for each event that it has taken. */
async function offerBefore(known: ReadonlyMap<string, Cell>): Promise<void> {
  isOffered = true;
  const records = [...known.values()].reduce((sum, { sequence }) => sum + sequence + 1, 0);
  if (records <= SHORT_JOURNAL) await readBefore();
}

/** Puts the journal's past before the live lanes. */
export async function readBefore(): Promise<void> {
  try {
    const history = await readWhole();
    putBefore(bookOf(history), { cells: [...liveCells.value.values()], gone: [], now: now.peek() });
  } catch (error) {
    report(error);
  }
}

/** Records that are replayed before the page may draw again. */
const AT_A_TIME = 100;

/** The town's past, with its lanes. A long one takes seconds, in which the page stays as quick as it was. */
async function readWhole(): Promise<History> {
  const history = new History("whole");
  const records = parseJournal(await read("journal"), tell);
  for (let at = 0; at < records.length; at += AT_A_TIME) {
    history.append(records.slice(at, at + AT_A_TIME));
    bookOf(history);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return history;
}

/** Records that come before the history was read wait for it, so that none is missed between the two. */
let early: WatchedActor[] | null = null;

function takeActor(frame: WatchedActor): void {
  if (frame.id !== actor.value) return;
  liveDetail.value = frame.detail;
  if (early === null) append(frame);
  else early.push(frame);
  if (frame.hasGap) void loadActor(frame.id);
}

function append({ records, calls }: Pick<WatchedActor, "records" | "calls">): void {
  const { history } = liveHistory.value;
  history.append(records);
  const known = liveCalls.value.at(-1)?.sequence ?? 0;
  batch(() => {
    liveHistory.value = { history };
    liveCalls.value = [...liveCalls.value, ...calls.filter(({ sequence }) => sequence > known)];
  });
}

/** A damaged journal shows what is left of it, and says what is not. */
function tell(damage: string): void {
  problem.value = damage;
}

async function loadActor(id: string): Promise<void> {
  const waiting: WatchedActor[] = [];
  early = waiting;
  try {
    const query = new URLSearchParams({ actor: id });
    const [records, calls] = await Promise.all([
      read(`journal?${query.toString()}`).then((text) => parseJournal(text, tell)),
      read(`calls?${query.toString()}`).then((text) => callsSchema.parse(JSON.parse(text))),
    ]);
    if (id === actor.value) append({ records, calls });
  } catch (error) {
    report(error);
  } finally {
    if (early === waiting) early = null;
    for (const frame of waiting) if (frame.id === actor.value) append(frame);
  }
}

/** Reads the town's past anew and goes to a moment of it: to a journal sequence, or to its end. */
export async function enterPast(sequence: number | null = null): Promise<void> {
  try {
    if (openedFile.value === null) past.value = await readWhole();
    const history = past.value;
    if (history === null || history.moments.length === 0) return;
    const index = sequence === null ? history.moments.length - 1 : history.indexOfSequence(sequence);
    moveTo(Math.max(0, index));
  } catch (error) {
    report(error);
  }
}

/** The time that is scrubbed to while the past is read. */
let sought: number | null = null;

/** Goes to a time of the past. Whoever drags asks many times, also before it was read. */
export async function scrubTo(time: number): Promise<void> {
  if (cursor.value === null) {
    const isReading = sought !== null;
    sought = time;
    if (isReading) return;
    await enterPast();
    time = sought;
    sought = null;
  }
  const history = past.value;
  if (cursor.value !== null && history !== null) moveTo(history.indexAt(time));
}

/** Goes to a time of the past, and looks at an actor there. */
export async function enterPastAt(time: number, id: string): Promise<void> {
  if (cursor.value === null) await enterPast();
  goTo({ actor: id, tab: null });
  const history = past.value;
  if (cursor.value !== null && history !== null) moveTo(history.indexAt(time));
}

export function moveTo(index: number): void {
  const history = past.value;
  if (history === null) return;
  const inside = Math.max(0, Math.min(index, history.moments.length - 1));
  cursor.value = inside;
  goTo({ at: String(history.moments[inside]?.record.sequence ?? 0) }, "replace");
}

export function returnToNow(): void {
  if (openedFile.value !== null) return;
  cursor.value = null;
  goTo({ at: null }, "replace");
}

export async function openFile(file: File): Promise<void> {
  try {
    const history = new History("whole");
    history.append(parseJournal(await file.text(), tell));
    if (history.moments.length === 0) throw new Error(`${file.name} holds no record that can be replayed`);
    batch(() => {
      openedFile.value = file.name;
      past.value = history;
      moveTo(history.moments.length - 1);
    });
  } catch (error) {
    report(error);
  }
}

export function start(): void {
  watch(actor.value);
  const sequence = Number(at.value);
  if (at.value !== null && Number.isInteger(sequence)) void enterPast(sequence);
}

export async function read(path: string): Promise<string> {
  const response = await fetch(path);
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim() || `the operator answered ${response.status}`);
  return text;
}

function report(error: unknown): void {
  problem.value = error instanceof Error ? error.message : String(error);
}
