/** Faults by chance, by family, so that a hunt can be narrowed. */
import type { Chance } from "@gastown/testing";
import { UNKIND_FAMILIES, type UnkindFamily } from "./unkind-plan.ts";
import type { ApiFault, Fault, GtFault, WatchFault } from "./actions.ts";

const STRIKES = ["dolt", "gt", "api", "watch", "feed", "clock", "kill"] as const;
type Strike = (typeof STRIKES)[number];
export const FAULT_FAMILIES = [...STRIKES, ...UNKIND_FAMILIES, "consent"] as const;
export type FaultFamily = (typeof FAULT_FAMILIES)[number];

export const strikesOf = (families: readonly FaultFamily[]): readonly Strike[] =>
  STRIKES.filter((family) => families.includes(family));
export const unkindOf = (families: readonly FaultFamily[]): readonly UnkindFamily[] =>
  UNKIND_FAMILIES.filter((family) => families.includes(family));

const GT_FAULTS: readonly GtFault[] = [
  "missing",
  "slow",
  "hangs",
  "killedBefore",
  "killedAfter",
  "garbage",
  "truncated",
  "fails",
];
const API_FAULTS: readonly ApiFault[] = [
  "409",
  "410",
  "429",
  "500",
  "down",
  "halfOpen",
  "lostAnswer",
  "slow",
  "stale",
];
const WATCH_FAULTS: readonly WatchFault[] = [
  "late",
  "lost",
  "repeated",
  "reordered",
  "cut",
  "halfOpen",
  "gone",
];

/** Calls whose loss hurts; an empty one strikes every call. */
const WORDS = [
  "",
  "",
  "sling",
  "polecat nuke",
  "session stop",
  "convoy create",
  "convoy add",
  "convoy list",
  "mail send",
  "mail inbox",
  "nudge",
  "escalate",
  "peek",
  "show",
  "polecat list",
  "polecat status",
  "polecat git-state",
  "polecat check-recovery",
  "mq list",
  "health",
  "rig list",
];
const WRITES = [
  "sling",
  "polecat nuke",
  "session stop",
  "convoy create",
  "convoy add",
  "mail send",
  "nudge",
  "escalate",
];

/** Many short ones, some long ones, ms. */
function duration(chance: Chance): number {
  return chance.happens(0.3) ? 60_000 + chance.below(180_000) : 200 + chance.below(20_000);
}

/** What a schedule comes back to again and again: faults that are spread over all calls hardly ever meet. */
export interface Focus {
  readonly families: readonly Strike[];
  /** Calls of gt that most of its faults strike; null for any. */
  readonly words: string | null;
}

export function randomFocus(chance: Chance, families: readonly Strike[]): Focus {
  const isNarrow = chance.happens(0.5);
  const words = chance.happens(0.5) ? chance.pick(WORDS.filter((each) => each !== "")) : null;
  return { families: isNarrow ? [chance.pick(families), chance.pick(families)] : families, words };
}

export function randomFault(chance: Chance, focus: Focus): Fault {
  const family = chance.pick(focus.families);
  switch (family) {
    case "dolt":
      return { kind: "dolt", forMs: duration(chance) };
    case "gt": {
      const times = chance.happens(0.3) ? 1_000 : 1 + chance.below(3);
      const words = focus.words !== null && chance.happens(0.7) ? focus.words : chance.pick(WORDS);
      return { kind: "gt", how: chance.pick(GT_FAULTS), words, forMs: duration(chance), times };
    }
    case "api": {
      const times = chance.happens(0.3) ? 1_000 : 1 + chance.below(3);
      const method = chance.pick(["", "GET", "PATCH", "POST", "DELETE"] as const);
      return { kind: "api", how: chance.pick(API_FAULTS), method, forMs: duration(chance), times };
    }
    case "watch": {
      const plural = chance.pick(["", "rigs", "polecats", "polecats", "convoys", "witnesses"]);
      return { kind: "watch", how: chance.pick(WATCH_FAULTS), plural, forMs: duration(chance) };
    }
    case "feed":
      return { kind: "feed", how: chance.pick(["gone", "pruned"]), forMs: duration(chance) };
    case "clock":
      return { kind: "clock", byMs: (chance.below(2) * 2 - 1) * chance.below(3_600_000) };
    case "kill": {
      const keepsJournal = chance.happens(0.5);
      const downMs = chance.happens(0.5) ? chance.below(3_000) : chance.below(90_000);
      if (chance.happens(0.4)) return { kind: "kill", keepsJournal, downMs };
      const moment = chance.pick(["begun", "effect", "answered"] as const);
      return { kind: "killAt", words: chance.pick(WRITES), moment, keepsJournal, downMs };
    }
    default:
      return family satisfies never;
  }
}
