/** Figures: what a rig and the views of it count, in words. Pure. */
import { z } from "zod";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import { isGroup, isWorker, kindInPage } from "../kinds/kind-in-page.ts";
import { NEEDS_YOU, categoryOf } from "../town/category.ts";
import { countsOf } from "../town/summary.ts";

export interface Figure {
  readonly name: string;
  readonly value: string;
}

const NAMES: Readonly<Record<string, string>> = {
  gtName: "Name in gt",
  townStatus: "In the town",
  polecatCount: "Polecats in gt",
  activeConvoys: "Open convoys",
  queueLength: "Merge requests waiting",
  currentMerge: "Being merged",
  lastMergeTime: "Last merge",
  witness: "gt's witness",
  refinery: "gt's refinery",
  beadsPrefix: "Prefix of its beads",
  gtVersion: "gt",
  issueCount: "Beads",
  lastSyncTime: "Last read with a change",
  lastCheckTime: "Last check with a change",
};

const counts = z.record(z.string(), z.number());

export function figuresOf({ cell, status }: Detail): readonly Figure[] {
  if (kindInPage(cell).figures === null) return [];
  return Object.entries(status).flatMap(([key, value]): Figure[] => {
    const summary = counts.safeParse(value).data;
    if (summary !== undefined) {
      const parts = Object.entries(summary).map(([name, count]) => `${count} ${name}`);
      return [{ name: key === "mergesSummary" ? "Merges" : "Polecats", value: parts.join(", ") }];
    }
    const name = NAMES[key];
    if (key === "polecatCount" && cell.progress !== null) return [{ name: "Capacity", value: cell.progress }];
    if (name === undefined || value === null || value === undefined) return [];
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [{ name, value: String(value) }]
      : [];
  });
}

/** The polecats that a rig or its witness is about, those that need a person first. */
export function polecatsOf({ cell }: Detail, cells: Iterable<Cell>): readonly Cell[] {
  const are = kindInPage(cell).figures?.polecats?.are;
  if (are === undefined) return [];
  return [...cells]
    .filter((one) => isWorker(one) && one.rig === cell.rig)
    .filter(({ mood }) => are === "all" || mood === are)
    .sort(
      (a, b) =>
        Number(categoryOf(b) === NEEDS_YOU) - Number(categoryOf(a) === NEEDS_YOU) ||
        a.ref.name.localeCompare(b.ref.name, "en", { numeric: true }),
    );
}

/** The resources that look at a rig beside itself: its refinery with the queue, its witness, its bead store. */
export function viewsOf({ cell }: Detail, cells: Iterable<Cell>): readonly Cell[] {
  if (!isGroup(cell)) return [];
  return [...cells].filter((one) => one.rig === cell.rig && kindInPage(one).lane === null);
}

export function countsText(cells: readonly Cell[]): string {
  return countsOf(cells)
    .map(({ category, count }) => `${count} ${category}`)
    .join(", ");
}
