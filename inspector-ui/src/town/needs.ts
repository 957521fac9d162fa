/** Needs: who needs a person, why in words, and the command to begin with. Pure. */
import { MOODS, type Cell } from "../../../src/inspector/cell.ts";
import { adviceFor } from "../../../src/explain/why/advice.ts";
import { remedyFor } from "../why/remedy.ts";
import { wordOf } from "./category.ts";
import { counted } from "../kinds/kind-in-page.ts";

export interface Need {
  readonly key: string;
  /** All of one kind that one and the same cause keeps; mostly one. */
  readonly cells: readonly [Cell, ...Cell[]];
  readonly title: string;
  /** `Stuck`, `Blocked`, … */
  readonly word: string;
  readonly message: string;
  /** What ends it by itself, where something does. */
  readonly waitsFor: string | null;
  readonly command: string;
}

/** So many with one cause are reported in one line: a town that cannot be read is one trouble, not thousands. */
const MANY = 4;

export function needsOf(cells: Iterable<Cell>): readonly Need[] {
  const needy = [...cells].filter(({ mood }) => mood !== "well").sort(byMood);
  return [...Map.groupBy(needy, causeOf)].flatMap(([cause, members]) =>
    members.length < MANY ? members.map((cell) => needOf(cell.id, [cell])) : [sharedNeed(cause, members)],
  );
}

/** For so long a need stays in its place when it is gone: while it is looked at again, or to be read to its end. */
const HELD_MS = 5_000;

export interface HeldNeed extends Need {
  /** It was so a moment ago. */
  readonly isHeld: boolean;
}

/** Needs that were there a moment ago stay, so that nothing jumps under a hand or an eye. */
export class HeldNeeds {
  readonly #seen = new Map<string, { readonly need: Need; readonly at: number }>();

  /** @returns those of now and those held, the worst first and each in its place. */
  take(needs: readonly Need[], now: number): readonly HeldNeed[] {
    const current = new Set(needs.map(({ key }) => key));
    for (const need of needs) this.#seen.set(need.key, { need, at: now });
    for (const [key, { at }] of this.#seen) {
      if (!current.has(key) && (now - at > HELD_MS || now < at)) this.#seen.delete(key);
    }
    return [...this.#seen.values()]
      .map(({ need }) => ({ ...need, isHeld: !current.has(need.key) }))
      .sort((a, b) => MOODS.indexOf(a.cells[0].mood) - MOODS.indexOf(b.cells[0].mood));
  }
}

function byMood(a: Cell, b: Cell): number {
  return (
    MOODS.indexOf(a.mood) - MOODS.indexOf(b.mood) ||
    a.ref.kind.localeCompare(b.ref.kind) ||
    a.id.localeCompare(b.id, "en", { numeric: true })
  );
}

function causeOf({ mood, ref, trouble }: Cell): string {
  return `${mood} ${ref.kind} ${trouble?.reason ?? ""}`;
}

function sharedNeed(cause: string, members: readonly Cell[]): Need {
  const [first, ...others] = members;
  if (first === undefined) throw new RangeError("a cause has somebody whom it keeps");
  return needOf(cause, [first, ...others]);
}

function needOf(key: string, cells: readonly [Cell, ...Cell[]]): Need {
  const [cell] = cells;
  const { ref, trouble } = cell;
  const told = trouble ?? { reason: cell.reason, message: "", worktree: null };
  return {
    key,
    cells,
    title: cells.length === 1 ? ref.name : counted(cells.length, ref.kind),
    word: wordOf(cell),
    message: told.message === "" ? words(told.reason) : told.message,
    waitsFor: adviceFor(told.reason)?.waitsFor ?? null,
    command: remedyFor(cell, told),
  };
}

/** `UncommittedWork` as people say it: `Uncommitted work`. */
export function words(reason: string): string {
  const spaced = reason.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
