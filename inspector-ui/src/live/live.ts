/** What the operator tells as it happens: the town, the watched actor with its history, and what is wrong around them. */
import { batch, signal } from "@preact/signals";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import type { TownChange, WatchedActor } from "../../../src/inspector/frames.ts";
import type { Concern, SeenCall } from "../../../src/inspector/port.ts";
import { parseJournal } from "../history/journal-text.ts";
import { History } from "../history/moments.ts";
import { liveLanes, noteChange } from "../lanes/lane-log.ts";
import { openedFile } from "../past/past.ts";
import { learnTime, now } from "./clock.ts";
import { callsSchema } from "./frames.ts";
import { offerBefore } from "./before.ts";
import { read, report, tell } from "./read.ts";
import { actor } from "./route.ts";
import { Stream, type Connection } from "./stream.ts";

export const connection = signal<Connection>("connecting");
/** Since when nothing has come from the operator, by this machine's clock; null while it is connected. */
export const lostAt = signal<number | null>(null);
/** What is wrong around the actors now, as the operator itself says. */
export const concerns = signal<readonly Concern[]>([]);

export const liveCells = signal<ReadonlyMap<string, Cell>>(new Map());
export const liveDetail = signal<Detail | null>(null);
export const liveHistory = signal<{ readonly history: History }>({ history: new History("picked") });
export const liveCalls = signal<readonly SeenCall[]>([]);

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

/** Begins, or looks at another actor. */
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
  if (isWhole) offerBefore(next, stands);
}

/** How all stand now. */
export function stands(): Pick<TownChange, "cells" | "gone" | "now"> {
  return { cells: [...liveCells.value.values()], gone: [], now: now.peek() };
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

/** Of the watched actor: a page that stays open for weeks must not grow. */
const MOST_CALLS = 5_000;
const MOST_MOMENTS = 40_000;

function append({ records, calls }: Pick<WatchedActor, "records" | "calls">): void {
  const { history } = liveHistory.value;
  history.append(records);
  const known = liveCalls.value.at(-1)?.sequence ?? 0;
  batch(() => {
    liveHistory.value = { history };
    const all = [...liveCalls.value, ...calls.filter(({ sequence }) => sequence > known)];
    liveCalls.value = all.slice(-MOST_CALLS);
  });
  if (history.moments.length > MOST_MOMENTS && actor.value !== null) beginAnew(actor.value);
}

/** With the newest part of its history, as if it were looked at only now. */
function beginAnew(id: string): void {
  liveHistory.value = { history: new History("picked") };
  void loadActor(id);
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
