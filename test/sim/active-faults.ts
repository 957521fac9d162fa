/** The faults that are in force: armed by actions, used up by calls, all gone when the calm begins. */
import type { ApiFault, Fault, GtFault, WatchFault } from "./actions.ts";

export interface ActiveFaults {
  readonly arm: (fault: Fault) => void;
  readonly endAll: () => void;
  readonly isDoltDown: () => boolean;
  /** True where calls of gt may have taken very long lately. */
  readonly wasSlow: () => boolean;
  /** True where the API answered from the past lately: what a life remembers by statuses may be older than what it did. */
  readonly wasStale: () => boolean;
  /** True where a clock was set lately: a read during which it is set forward looks long, and the town rests for it. */
  readonly wasClockSet: () => boolean;
  readonly isFeedGone: () => boolean;
  /** The fault that strikes this call of gt, if any; it counts as one of its times. */
  readonly takeGt: (line: string) => GtFault | null;
  readonly takeApi: (method: string) => ApiFault | null;
  readonly watch: (plural: string) => WatchFault | null;
  /** The kill that waits for such a moment of such a call; it strikes once. */
  readonly takeKill: (line: string, moment: Kill["moment"]) => Kill | null;
}

export type Kill = Extract<Fault, { kind: "killAt" }>;

/** How long a slow call may go on once slowness has ended, and an old memory be acted upon, ms. */
const AFTERMATH_MS = 120_000;
/** The longest rest of a town, and the read after it, ms. */
const REST_AFTER_CLOCK_MS = 360_000;

interface Armed {
  readonly fault: Fault;
  readonly endsAt: number;
  left: number;
}

export function createActiveFaults(now: () => number): ActiveFaults {
  let armed: Armed[] = [];
  let slowUntil = 0;
  let staleUntil = 0;
  let clockSetUntil = 0;
  const inForce = (): readonly Armed[] => {
    armed = armed.filter(({ endsAt, left }) => endsAt > now() && left > 0);
    return armed;
  };
  const find = <Kind extends Fault["kind"]>(
    kind: Kind,
    fits: (fault: Extract<Fault, { kind: Kind }>) => boolean,
  ): Extract<Fault, { kind: Kind }> | null => {
    for (const entry of inForce()) {
      const { fault } = entry;
      if (!isKind(fault, kind) || !fits(fault)) continue;
      entry.left -= 1;
      return fault;
    }
    return null;
  };
  const isIn = (kind: "dolt" | "feed"): boolean => inForce().some(({ fault }) => fault.kind === kind);
  return {
    arm(fault) {
      const endsAt = "forMs" in fault ? now() + fault.forMs : Infinity;
      const left = "times" in fault ? fault.times : fault.kind === "killAt" ? 1 : Infinity;
      if (fault.kind === "gt") slowUntil = Math.max(slowUntil, endsAt + AFTERMATH_MS);
      if (fault.kind === "api" && fault.how === "stale")
        staleUntil = Math.max(staleUntil, endsAt + AFTERMATH_MS);
      if (fault.kind === "clock") clockSetUntil = now() + REST_AFTER_CLOCK_MS;
      armed.push({ fault, endsAt, left });
    },
    wasSlow: () => slowUntil > now(),
    wasStale: () => staleUntil > now(),
    wasClockSet: () => clockSetUntil > now(),
    endAll() {
      armed = [];
    },
    isDoltDown: () => isIn("dolt"),
    isFeedGone: () => isIn("feed"),
    takeGt: (line) => find("gt", ({ words }) => line.startsWith(words))?.how ?? null,
    takeApi: (method) => find("api", (fault) => fault.method === "" || fault.method === method)?.how ?? null,
    watch: (plural) => find("watch", (fault) => fault.plural === "" || fault.plural === plural)?.how ?? null,
    takeKill: (line, moment) =>
      find("killAt", (fault) => fault.moment === moment && line.startsWith(fault.words)),
  };
}

function isKind<Kind extends Fault["kind"]>(
  fault: Fault,
  kind: Kind,
): fault is Extract<Fault, { kind: Kind }> {
  return fault.kind === kind;
}
