/** Figures: what a rig and the views of it count, in words. Pure. */
import { z } from "zod";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import { NEEDS_YOU, standingOf } from "../town/standing.ts";
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
  if (cell.ref.kind === "polecat" || cell.ref.kind === "convoy") return [];
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
  if (cell.ref.kind !== "rig" && cell.ref.kind !== "witness") return [];
  return [...cells]
    .filter(({ ref, rig }) => ref.kind === "polecat" && rig === cell.rig)
    .filter(({ mood }) => cell.ref.kind === "rig" || mood === "stuck")
    .sort(
      (a, b) =>
        Number(standingOf(b) === NEEDS_YOU) - Number(standingOf(a) === NEEDS_YOU) ||
        a.ref.name.localeCompare(b.ref.name, "en", { numeric: true }),
    );
}

/** The resources that look at a rig beside itself: its refinery with the queue, its witness, its bead store. */
export function viewsOf({ cell }: Detail, cells: Iterable<Cell>): readonly Cell[] {
  if (cell.ref.kind !== "rig") return [];
  return [...cells].filter(
    ({ ref, rig }) => rig === cell.rig && !["rig", "polecat", "convoy"].includes(ref.kind),
  );
}

export function countsText(cells: readonly Cell[]): string {
  return countsOf(cells)
    .map(({ standing, count }) => `${count} ${standing}`)
    .join(", ");
}
