/** A search over the journal that is looked at: by its text, and by the reasons that the page derives from it. */
import { signal } from "@preact/signals";
import type { Finding, Search } from "../../../src/inspector/search.ts";
import { groupsOf } from "../history/groups.ts";
import type { History } from "../history/moments.ts";
import { readGroup } from "../history/read-group.ts";
import { report } from "../live/read.ts";
import { goTo } from "../live/route.ts";
import { past, source } from "../past/past.ts";
import { derivedFindings } from "./derived.ts";

/** Null before the first search. */
export const findings = signal<readonly Finding[] | null>(null);
export const isFinding = signal(false);

const MOST = 50;

export async function find(
  text: string,
  how: Pick<Search, "order" | "onlyChanges" | "actor">,
): Promise<void> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return;
  goTo({ find: text, order: how.order === "oldest" ? "oldest" : null }, "replace");
  isFinding.value = true;
  try {
    const search: Search = { ...how, words, limit: MOST };
    const [written, history] = await Promise.all([source.value.search(search), newestHistory()]);
    const derived = history === null ? [] : derivedFindings(history, search);
    findings.value = merged(written, derived, search);
  } catch (error) {
    report(error);
  } finally {
    isFinding.value = false;
  }
}

/** What is read of the past already, else its newest group. */
async function newestHistory(): Promise<History | null> {
  if (past.value !== null) return past.value;
  const newest = groupsOf(await source.value.index()).at(-1);
  return newest === undefined ? null : readGroup(source.value, newest);
}

function merged(
  written: readonly Finding[],
  derived: readonly Finding[],
  { order, limit }: Search,
): readonly Finding[] {
  const all = new Map([...derived, ...written].map((finding) => [finding.sequence, finding]));
  const sign = order === "oldest" ? 1 : -1;
  return [...all.values()].sort((a, b) => sign * (a.sequence - b.sequence)).slice(0, limit);
}
