/**
 * Search: the records of a journal in which words stand. Streamed part by part: no more than the findings is in memory,
 * however long the journal is. The page searches files with it, too.
 */
import { z } from "zod";
import { cutTo } from "../grammar/index.ts";
import { actorName } from "../host/actor-ref.ts";
import { journalRecordSchema, type JournalIndex, type JournalRecord } from "../host/journal/journal.ts";
import { statePath } from "../host/state-path.ts";

/** A journal wherever it is: of an operator, or in a file that a browser has opened. */
export interface Searched {
  readonly index: () => JournalIndex;
  /** From the part on that holds a record. */
  readonly readTexts: (from: number) => Iterable<string> | AsyncIterable<string>;
  /** Lets everybody else have a turn. @throws where nobody waits for the findings any more */
  readonly rest: () => Promise<void>;
}

export interface Search {
  /** All of them must stand in a record: in its actor's name, its event, its state, or any text or number of it. */
  readonly words: readonly string[];
  /** Only this actor's records; null for all. */
  readonly actor: string | null;
  /** Only records with which the actor's state changed. */
  readonly onlyChanges: boolean;
  /** Which come first; the first of the oldest is the first time that it happened. */
  readonly order: "newest" | "oldest";
  readonly limit: number;
}

export interface Finding {
  readonly sequence: number;
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  /** The event's type, or what kind of record it is. */
  readonly event: string;
  /** The state after it; null where the record does not tell. */
  readonly state: string | null;
  readonly isChange: boolean;
  /** Where the words stand: `reason: UncommittedWork`. */
  readonly text: string;
}

/** In the order that is asked for. What stands in them is not redacted. */
export async function* search(journal: Searched, asked: Search): AsyncGenerator<Finding> {
  let left = asked.limit;
  for (const [first, end] of partsOf(journal, asked.order)) {
    const found: Finding[] = [];
    for await (const finding of findingsIn(journal, asked, first, end)) {
      found.push(finding);
      if (asked.order === "oldest" && found.length === left) break;
      // Of the newest of a part only so many are asked for.
      if (found.length >= 2 * left) found.splice(0, found.length - left);
    }
    const told = asked.order === "oldest" ? found : found.slice(-left).reverse();
    yield* told;
    left -= told.length;
    if (left === 0) return;
  }
}

/** First and end of each part, by the numbers of records. What is appended meanwhile is not looked at. */
function partsOf(journal: Searched, order: Search["order"]): readonly (readonly [number, number])[] {
  const { parts, last } = journal.index();
  if (last === null) return [];
  const ranges = parts.map(({ first }, at) => [first, parts[at + 1]?.first ?? last.sequence + 1] as const);
  return order === "oldest" ? ranges : ranges.reverse();
}

/** Lines that are looked at before anybody else has a turn: a journal of 256Mi is read for seconds. */
const AT_A_TIME = 250;

async function* findingsIn(
  journal: Searched,
  asked: Search,
  first: number,
  end: number,
): AsyncGenerator<Finding> {
  const states = new States();
  let read = 0;
  for await (const text of journal.readTexts(first)) {
    read += 1;
    if (read % AT_A_TIME === 0) await journal.rest();
    if (numberOf(text) >= end) return;
    const isChange = states.note(text);
    if (!mayMatch(text, asked) || (asked.onlyChanges && !isChange)) continue;
    const finding = findingOf(text, asked, isChange);
    if (finding !== null) yield finding;
  }
}

/**
 * By the text alone: nearly all lines are sorted out here, and decoding them would take ten times as long. An actor's name
 * stands in it in parts, and a quote is escaped.
 */
function mayMatch(text: string, { words }: Search): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => word.split(/["\\/]/).every((part) => lower.includes(part)));
}

function numberOf(text: string): number {
  return Number(/^\{"sequence":(\d+)/.exec(text)?.[1] ?? 0);
}

const snapshotSchema = z.looseObject({ snapshot: z.looseObject({ value: z.unknown() }) });

/** The state that each actor was in at last, as the lines tell it that pass by. */
class States {
  readonly #states = new Map<string, string>();

  /** @returns whether the record brought its actor into another state than it was known to be in. */
  note(text: string): boolean {
    const actor = /"actor":(\{[^}]*\})/.exec(text)?.[1];
    const state = stateIn(text);
    if (actor === undefined || state === null) return false;
    const before = this.#states.get(actor);
    this.#states.set(actor, state);
    return before !== state && (before !== undefined || /"type":"(?:begin|restore)"/.test(text));
  }
}

/** In the order in which a record is written, its decision's state comes first; text in it has its quotes escaped. */
function stateIn(text: string): string | null {
  const decided = /"decision":\{"state":"([^"]*)"/.exec(text)?.[1];
  if (decided !== undefined) return decided;
  if (!text.includes('"type":"snapshot"')) return null;
  try {
    const { data } = snapshotSchema.safeParse(JSON.parse(text));
    return data === undefined ? null : statePath(data.snapshot.value);
  } catch {
    return null;
  }
}

function findingOf(text: string, { words, actor }: Search, isChange: boolean): Finding | null {
  const record = decoded(text);
  if (record === null) return null;
  const name = actorName(record.actor);
  if (actor !== null && actor !== name) return null;
  const state = "decision" in record ? (record.decision?.state ?? null) : null;
  const event = record.type === "event" ? record.event.type : record.type;
  const plain = `${name} ${event} ${state ?? ""}`.toLowerCase();
  const sought = words.filter((word) => !plain.includes(word));
  const places = placesOf(record, "", sought);
  if (!sought.every((word) => places.some((place) => place.toLowerCase().includes(word)))) return null;
  return {
    ...{ sequence: record.sequence, at: record.at, actor: name, event, state, isChange },
    text: cutTo([...new Set(places)].join("; "), LONGEST),
  };
}

function decoded(text: string): JournalRecord | null {
  try {
    return journalRecordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const LONGEST = 240;
const LONGEST_VALUE = 120;
/** Of a record that names a bead hundreds of times, the first places are enough. */
const MOST_PLACES = 4;

/** Texts and numbers in which one of the words stands, each behind its name. */
function placesOf(value: unknown, name: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  if (typeof value === "object" && value !== null) {
    const isList = Array.isArray(value);
    const places: string[] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (name === "" && (key === "actor" || key === "machine")) continue;
      places.push(...placesOf(inner, isList ? name : key, words));
      if (places.length >= MOST_PLACES) break;
    }
    return places;
  }
  if (typeof value !== "string" && typeof value !== "number") return [];
  const text = String(value);
  const at = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((found) => found >= 0));
  if (!Number.isFinite(at)) return [];
  const begin = Math.max(0, at - 40);
  return [`${name}: ${begin > 0 ? "…" : ""}${cutTo(text.slice(begin), LONGEST_VALUE)}`];
}
