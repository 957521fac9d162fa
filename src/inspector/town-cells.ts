/** The cells of all actors with the version at which each changed last, so that any page can be brought up to date. */
import { actorName, redactLine, type ActorRef, type ActorView } from "../host/index.ts";
import { cellOf, type Cell } from "./cell.ts";
import type { Edit } from "./edit.ts";

/** How many departures are remembered; a page that missed more of them is sent everything. */
const MOST_GONE = 2_000;

interface Entry {
  readonly json: string;
  readonly version: number;
}

export class TownCells {
  readonly #onProblem: (error: unknown) => void;
  readonly #cells = new Map<string, Entry>();
  readonly #gone = new Map<string, number>();
  #changed = new Map<string, ActorView>();
  /** The newest one of each actor. */
  readonly #edits = new Map<string, Edit>();
  readonly #left = new Set<string>();
  #version = 0;
  /** Pages at an earlier version than this one cannot be told what went. */
  #oldest = 0;
  /** What one tick changed, written once for all pages that are up to date. */
  #step: { readonly from: number; readonly text: string } = { from: -1, text: "" };

  /** @param onProblem is told of an actor that cannot be shown; the others are shown all the same. */
  constructor(onProblem: (error: unknown) => void) {
    this.#onProblem = onProblem;
  }

  get version(): number {
    return this.#version;
  }

  get isChanged(): boolean {
    return this.#changed.size > 0 || this.#left.size > 0;
  }

  change(view: ActorView, edit: Edit | null = null): void {
    const id = actorName(view.ref);
    if (edit !== null) this.#edits.set(id, edit);
    this.#changed.set(id, view);
    this.#left.delete(id);
  }

  remove(ref: ActorRef): void {
    const id = actorName(ref);
    this.#changed.delete(id);
    this.#edits.delete(id);
    this.#left.add(id);
  }

  /** Takes what has changed into a new version. */
  advance(): void {
    if (!this.isChanged) return;
    const from = this.#version;
    this.#version += 1;
    const cells = [...this.#changed].flatMap(([id, view]) => {
      const json = this.#cellText(id, view);
      if (json === null) return [];
      this.#cells.set(id, { json, version: this.#version });
      this.#gone.delete(id);
      return [json];
    });
    for (const id of this.#left) {
      this.#cells.delete(id);
      this.#gone.set(id, this.#version);
    }
    this.#step = { from, text: listed(cells, [...this.#left]) };
    this.#changed = new Map();
    this.#left.clear();
    this.#forgetOldest();
  }

  /** The rest of a frame from `since` to now, as JSON members; null where only everything will do. */
  since(version: number): string | null {
    if (version === this.#step.from) return this.#step.text;
    if (version < this.#oldest || version > this.#version) return null;
    const cells = [...this.#cells.values()].filter((entry) => entry.version > version);
    const gone = [...this.#gone].filter(([, at]) => at > version);
    return listed(
      cells.map(({ json }) => json),
      gone.map(([id]) => id),
    );
  }

  whole(): string {
    return listed(
      [...this.#cells.values()].map(({ json }) => json),
      [],
    );
  }

  #cellText(id: string, view: ActorView): string | null {
    try {
      const cell: Cell = { ...cellOf(view), edit: this.#edits.get(id) ?? null };
      return redactLine(JSON.stringify(cell));
    } catch (error) {
      this.#onProblem(error);
      return null;
    }
  }

  #forgetOldest(): void {
    for (const [id, version] of this.#gone) {
      if (this.#gone.size <= MOST_GONE) return;
      this.#gone.delete(id);
      this.#oldest = version;
    }
  }
}

function listed(cells: readonly string[], gone: readonly string[]): string {
  return `"cells":[${cells.join(",")}],"gone":${JSON.stringify(gone)}`;
}
