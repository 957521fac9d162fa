/** The town in one sentence, and how many of its polecats stand how. Pure. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { counted, hasBeads, isGroup, isWorker, kindInPage } from "../kinds/kind-in-page.ts";
import { countBy } from "./arrangement.ts";
import { NEEDS_YOU, categoryOf } from "./category.ts";

export interface Count {
  readonly category: string;
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

export function countsOf(cells: Iterable<Cell>): readonly Count[] {
  const counts = countBy(cells, categoryOf);
  const place = (category: string): number =>
    category === NEEDS_YOU
      ? ORDER.length + 1
      : ORDER.includes(category)
        ? ORDER.indexOf(category)
        : ORDER.length;
  return [...counts]
    .map(([category, count]) => ({ category, count }))
    .sort((a, b) => place(a.category) - place(b.category) || a.category.localeCompare(b.category));
}

export function sentenceOf(all: Iterable<Cell>): string {
  const cells = [...all];
  const polecats = cells.filter(isWorker);
  const rigs = cells.filter(isGroup);
  const others = Map.groupBy(
    cells.filter((cell) => !isWorker(cell)),
    ({ ref }) => ref.kind,
  );
  const said = countsOf(polecats).map(({ category, count }) =>
    category === NEEDS_YOU ? needing(count) : `${count} ${WORDS[category] ?? category}`,
  );
  const where = rigs.length === 0 ? "" : ` in ${counted(rigs.length, "rig")}`;
  const sentences = [
    polecats.length === 0
      ? `No polecats yet${where}`
      : `${counted(polecats.length, "polecat")}${where}: ${said.join(", ")}`,
    ...convoySentence(cells.filter(hasBeads)),
    ...[...others].flatMap(([kind, members]) => troubled(kind, members)),
  ];
  return `${sentences.join(". ")}.`;
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
  const needy = members.filter((cell) => categoryOf(cell) === NEEDS_YOU);
  const [only] = needy;
  if (only === undefined) return [];
  return [
    needy.length === 1
      ? `${kindInPage(only).words[0]} ${only.ref.name} needs you`
      : `${counted(needy.length, kind)} need you`,
  ];
}
