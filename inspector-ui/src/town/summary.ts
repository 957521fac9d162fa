/** The town in one sentence, and how many of its polecats stand how. Pure. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { countBy } from "./arrangement.ts";
import { NEEDS_YOU, standingOf } from "./standing.ts";

export interface Count {
  readonly standing: string;
  readonly count: number;
}

/** In this order on the strip and in the sentence, so that neither jumps. */
const ORDER = ["Working", "Idle", "Pending", "Terminated"];

const WORDS: Readonly<Record<string, string>> = {
  Working: "working",
  Idle: "idle",
  Pending: "not begun",
  Terminated: "ended",
};

const PLURALS: Readonly<Record<string, string>> = { refinery: "refineries", witness: "witnesses" };

export function countsOf(cells: Iterable<Cell>): readonly Count[] {
  const counts = countBy(cells, standingOf);
  const place = (standing: string): number =>
    standing === NEEDS_YOU
      ? ORDER.length + 1
      : ORDER.includes(standing)
        ? ORDER.indexOf(standing)
        : ORDER.length;
  return [...counts]
    .map(([standing, count]) => ({ standing, count }))
    .sort((a, b) => place(a.standing) - place(b.standing) || a.standing.localeCompare(b.standing));
}

export function sentenceOf(cells: Iterable<Cell>): string {
  const byKind = Map.groupBy(cells, ({ ref }) => ref.kind);
  const polecats = byKind.get("polecat") ?? [];
  const rigs = byKind.get("rig") ?? [];
  const said = countsOf(polecats).map(({ standing, count }) =>
    standing === NEEDS_YOU ? needing(count) : `${count} ${WORDS[standing] ?? standing}`,
  );
  const where = rigs.length === 0 ? "" : ` in ${counted(rigs.length, "rig")}`;
  const sentences = [
    polecats.length === 0
      ? `No polecats yet${where}`
      : `${counted(polecats.length, "polecat")}${where}: ${said.join(", ")}`,
    ...convoySentence(byKind.get("convoy") ?? []),
    ...[...byKind].flatMap(([kind, members]) => (kind === "polecat" ? [] : troubled(kind, members))),
  ];
  return `${sentences.join(". ")}.`;
}

export function counted(count: number, kind: string): string {
  return count === 1 ? `1 ${kind}` : `${count} ${PLURALS[kind] ?? `${kind}s`}`;
}

function needing(count: number): string {
  return count === 1 ? "1 needs you" : `${count} need you`;
}

function convoySentence(convoys: readonly Cell[]): readonly string[] {
  if (convoys.length === 0) return [];
  const parts = convoys.map(({ progress }) => (progress ?? "0/0").split("/").map(Number));
  const sum = (at: number): number => parts.reduce((total, part) => total + (part[at] ?? 0), 0);
  const said = counted(convoys.length, "convoy");
  return [sum(1) === 0 ? `${said} not counted yet` : `${said} with ${sum(0)} of ${sum(1)} beads closed`];
}

function troubled(kind: string, members: readonly Cell[]): readonly string[] {
  const needy = members.filter((cell) => standingOf(cell) === NEEDS_YOU);
  const [only] = needy;
  if (only === undefined) return [];
  return [
    needy.length === 1 ? `${kind} ${only.ref.name} needs you` : `${counted(needy.length, kind)} need you`,
  ];
}
