/** A standpoint: how all actors stood at one moment, kept to be compared with another one. */
import type { Cell } from "../../../src/inspector/cell.ts";
import { detailOf, type Detail } from "../../../src/inspector/detail.ts";
import type { ActorView } from "../../../src/host/actor-view.ts";
import { viewOf, type History } from "../history/moments.ts";

export interface Standpoint {
  /** Epoch ms. */
  readonly at: number;
  /** Of a file, where it is one's. */
  readonly name: string | null;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly detail: (id: string) => Detail | null;
}

/** Without the history itself: of that another part may be looked at by then. */
export function standpointIn(history: History, index: number, at: number, name: string | null): Standpoint {
  const cells = history.cellsAt(index);
  const views = new Map<string, ActorView>();
  for (const id of cells.keys()) {
    const moment = history.at(id, index);
    const view = moment === null ? null : viewOf(moment);
    if (view !== null) views.set(id, view);
  }
  return {
    ...{ at, name, cells },
    detail(id) {
      const view = views.get(id);
      return view === undefined ? null : detailOf(view);
    },
  };
}
