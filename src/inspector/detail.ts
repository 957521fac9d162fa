/** Detail: one actor as the Actor view shows it, the whole of it. */
import { liveActor } from "../kinds/live-actor.ts";
import type { KindLookup } from "../kinds/lookup.ts";
import { kindOf } from "../kinds/registry.ts";
import type { ActorView } from "../host/actor-view.ts";
import type { Operation, Timer } from "../host/effects.ts";
import type { StatusCondition } from "../kinds/status/conditions.ts";
import { cellOf, type Cell } from "./cell.ts";
import { shownStatus } from "../kinds/status/status-of.ts";

export interface Detail {
  readonly cell: Cell;
  readonly version: number;
  readonly context: unknown;
  readonly conditions: readonly StatusCondition[];
  /** The rest of the status by its fields: branch, worktreePath, tmuxSession, … */
  readonly status: Readonly<Record<string, unknown>>;
  /** Start of the newest trusted read of the town, epoch ms. */
  readonly observedAt: number | null;
  readonly timers: readonly Timer[];
  readonly running: readonly Operation[];
}

/** @param kinds where others than those of the registry are served, too. */
export function detailOf(view: ActorView, kinds: KindLookup = kindOf): Detail {
  const actor = liveActor(view);
  const { conditions, phase: _phase, snapshot: _snapshot, ...rest } = shownStatus(kinds(actor.kind), actor);
  return {
    cell: cellOf(view, kinds),
    version: view.kind.version,
    context: actor.context,
    conditions,
    status: rest,
    observedAt: actor.context.lastGoodAt,
    timers: [...view.state.timers.values()],
    running: [...view.state.running.values()],
  };
}
