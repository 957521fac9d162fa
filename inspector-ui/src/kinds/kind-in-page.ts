/**
 * What the page shows of each kind beside what it shows of all: one entry a kind, and nowhere else is a kind compared.
 * A kind without an entry has a cell, its state, why and its journal like every other.
 */
import { actorName } from "../../../src/host/actor-ref.ts";
import type { Cell } from "../../../src/inspector/cell.ts";

interface Figures {
  readonly title: string;
  /** The polecats that are listed below them. */
  readonly polecats: { readonly title: string; readonly are: "all" | "stuck" } | null;
}

interface KindInPage {
  /** Singular and plural, in sentences. */
  readonly words: readonly [singular: string, plural: string];
  /** What kubectl calls it; absent where its actors have that name. */
  readonly resource?: string;
  /** Within its group: a small number comes first. */
  readonly place: number;
  /** The town's sentence and strip count its states; of the others only those that need a person. */
  readonly isWorker: boolean;
  /** It is the rig that other actors are grouped by. */
  readonly isGroup: boolean;
  /** In the timeline: a row, the head of its group, or nothing. */
  readonly lane: "row" | "head" | null;
  /** It follows many beads: they are its table, and their part is its bar. */
  readonly hasBeads: boolean;
  /** What its status counts; null where its own first tab tells all of it. */
  readonly figures: Figures | null;
  /** What `progress` of its cell is of. */
  readonly progress: string;
  readonly hasTerminal: boolean;
  readonly hasQueue: boolean;
  readonly warns: boolean;
}

const ANY: KindInPage = {
  words: ["resource", "resources"],
  place: 0,
  isWorker: false,
  isGroup: false,
  lane: null,
  hasBeads: false,
  figures: { title: "What it sees", polecats: null },
  progress: "Progress",
  hasTerminal: false,
  hasQueue: false,
  warns: false,
};

const POLECAT: KindInPage = {
  ...ANY,
  words: ["polecat", "polecats"],
  place: 6,
  isWorker: true,
  lane: "row",
  figures: null,
};

const KINDS: Readonly<Record<string, KindInPage>> = {
  rig: {
    ...ANY,
    words: ["rig", "rigs"],
    place: 1,
    isGroup: true,
    lane: "head",
    figures: { title: "The rig", polecats: { title: "Its Polecats", are: "all" } },
    progress: "Capacity",
  },
  polecat: { ...POLECAT, hasTerminal: true },
  // Its output is its pod's log.
  "polecat-in-pods": { ...POLECAT, resource: "polecat" },
  convoy: { ...ANY, words: ["convoy", "convoys"], place: 4, lane: "row", hasBeads: true, figures: null },
  witness: {
    ...ANY,
    words: ["witness", "witnesses"],
    place: 5,
    figures: { title: "What it sees", polecats: { title: "Stuck", are: "stuck" } },
    progress: "Polecats",
    warns: true,
  },
  refinery: { ...ANY, words: ["refinery", "refineries"], place: 2, progress: "Merge queue", hasQueue: true },
  beadstore: { ...ANY, words: ["bead store", "bead stores"], place: 3, progress: "Counted" },
};

type Of = Pick<Cell, "ref">;

export function kindInPage({ ref }: Of): KindInPage {
  return entryOf(ref.kind);
}

/** What kubectl calls the kind of an actor. */
export function resourceOf(kind: string): string {
  return entryOf(kind).resource ?? kind;
}

/** `polecat/team-a/nux`, as kubectl's plugin takes it, and people write it. */
export function resourceName(ref: Pick<Cell["ref"], "kind" | "namespace" | "name">): string {
  return actorName({ ...ref, kind: resourceOf(ref.kind) });
}

/** `1 rig`, `2 refineries`. @param kind the singular, as it stands in the names of actors. */
export function counted(count: number, kind: string): string {
  const [singular, plural] = entryOf(kind).words;
  return count === 1 ? `1 ${singular}` : `${count} ${plural}`;
}

function entryOf(kind: string): KindInPage {
  return KINDS[kind] ?? { ...ANY, words: [kind, `${kind}s`] };
}

export const isWorker = (cell: Of): boolean => kindInPage(cell).isWorker;
export const isGroup = (cell: Of): boolean => kindInPage(cell).isGroup;
export const hasBeads = (cell: Of): boolean => kindInPage(cell).hasBeads;
