/** Who holds each bead, and since when, and who ever rested: the town itself keeps no such history. */
import { hookOf } from "simulated-town/testing";
import type { TownState } from "simulated-town";

export interface Holding {
  readonly holder: string | null;
  readonly status: string;
  readonly since: number;
}

export interface Holdings {
  readonly look: (now: number) => void;
  readonly of: (bead: string) => Holding | undefined;
  /** True when the polecat was once seen without a bead on its hook. */
  readonly wasIdle: (polecat: TownState["polecats"][number]) => boolean;
}

export function createHoldings(town: TownState): Holdings {
  const idle = new WeakSet<object>();
  const holdings = new Map<string, Holding>();
  return {
    look(now) {
      for (const { id, assignee, status } of town.beads) {
        const known = holdings.get(id);
        if (known?.holder === assignee && known.status === status) continue;
        holdings.set(id, { holder: assignee, status, since: now });
      }
      for (const polecat of town.polecats) if (hookOf(town, polecat) === undefined) idle.add(polecat);
    },
    wasIdle: (polecat) => idle.has(polecat),
    of: (bead) => holdings.get(bead),
  };
}
