/**
 * Health signals that the operator was honestly told: of each polecat what lists said, when a bead's own read had it on
 * the hook, and when its terminal was seen. Earlier lives count, for what they knew may have been persisted. That a session
 * is dead is tmux's word: a list tells it also while Dolt is down.
 */
import { isTaken } from "../../machines/index.ts";
import { hookOf, isSilent } from "simulated-town/testing";
import type { TownState } from "simulated-town";
import type { Ground } from "./ground.ts";
import type { Call, Effect } from "./sim-gt.ts";
import { find } from "./witnessed.ts";

type SimPolecat = TownState["polecats"][number];

export interface HealthSignal {
  /** Virtual ms at which gt looked. */
  readonly at: number;
  /** By the clock that the operator waits by, see `mostPassed`. */
  readonly passed: number;
  readonly says: "alive" | "dead" | "silent";
}

export interface HealthSignals {
  readonly looked: (effect: Effect) => void;
  readonly answered: (call: Call, isHonest: boolean) => void;
  /** Oldest first. */
  readonly listed: (polecat: SimPolecat) => readonly HealthSignal[];
  /** When the bead's own read first had something on its hook. */
  readonly hookedAt: (polecat: SimPolecat) => number | undefined;
  readonly peeks: (polecat: SimPolecat) => number;
}

/** @param mostPassed ms that may have passed by the operator's clock, with every step forward of it. */
export function createHealthSignals(ground: Ground, mostPassed: () => number): HealthSignals {
  const notes = new Map<number, () => void>();
  const healthSignals = new Map<SimPolecat, HealthSignal[]>();
  const hooked = new Map<SimPolecat, number>();
  const peeks = new Map<SimPolecat, number>();
  const noteOf = ({ call: { argv, line }, wasDoltDown }: Effect): (() => void) | null => {
    const { town, time, wallClock } = ground;
    const at = time.now();
    const passed = mostPassed();
    if (line.startsWith("polecat list")) {
      const found = town.polecats
        .filter(({ rig }) => argv.includes("--all") || rig === argv[2])
        .map((polecat) => [polecat, healthSignalOf(town, polecat, wallClock())] as const)
        .filter(([, says]) => !wasDoltDown || says === "dead");
      return () => {
        for (const [polecat, says] of found) {
          healthSignals.set(polecat, [...(healthSignals.get(polecat) ?? []), { at, passed, says }]);
        }
      };
    }
    if (wasDoltDown) return null;
    if (argv[0] === "show") {
      const holders = town.polecats.filter((polecat) => isShownOnHook(town, polecat, argv));
      return () => {
        for (const polecat of holders) if (!hooked.has(polecat)) hooked.set(polecat, at);
      };
    }
    const polecat = argv[0] === "peek" ? find(town, argv[1] ?? "") : undefined;
    if (polecat === undefined) return null;
    return () => void peeks.set(polecat, (peeks.get(polecat) ?? 0) + 1);
  };
  return {
    looked(effect) {
      const note = effect.exitCode === 0 ? noteOf(effect) : null;
      if (note !== null) notes.set(effect.call.number, note);
    },
    answered({ number }, isHonest) {
      if (isHonest) notes.get(number)?.();
      notes.delete(number);
    },
    listed: (polecat) => healthSignals.get(polecat) ?? [],
    hookedAt: (polecat) => hooked.get(polecat),
    peeks: (polecat) => peeks.get(polecat) ?? 0,
  };
}

/**
 * By the bead's own read it is on the hook of its assignee, also where an earlier polecat of that name left it there and
 * the one that has the name now works on another bead.
 */
function isShownOnHook(town: TownState, polecat: SimPolecat, argv: readonly string[]): boolean {
  const address = `${polecat.rig}/polecats/${polecat.name}`;
  const left = town.beads.filter(({ status, assignee }) => isTaken(status) && assignee === address);
  return [...left, hookOf(town, polecat)].some((bead) => bead !== undefined && argv.includes(bead.id));
}

function healthSignalOf(town: TownState, polecat: SimPolecat, now: number): HealthSignal["says"] {
  if (!polecat.session) return "dead";
  return isSilent(polecat, now) && hookOf(town, polecat) !== undefined ? "silent" : "alive";
}
