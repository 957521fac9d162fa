/** What the benchmarks run: a life of a polecat, as the events that its actor takes, again and again. */
import { polecatKind } from "../src/kinds/index.ts";
import type { ActorRef, HostEvent } from "../src/host/index.ts";
import { polecatFacts, desiredPolecat, present } from "../test/machines/given.ts";

export const KINDS = new Map([[polecatKind.kind, polecatKind]]);

export function input(name: string): object {
  return {
    uid: `uid-${name}`,
    desired: desiredPolecat(),
    polecatName: null,
    assignedBead: null,
    stuckThresholdMs: 900_000,
  };
}

export function ref(name: string): ActorRef {
  return { kind: "polecat", namespace: "default", name, uid: `uid-${name}` };
}

function facts(at: number, status: string, sessionRunning: boolean): object {
  return polecatFacts(at, {
    polecat: present("nux", "al-1", sessionRunning),
    bead: { reading: "known", id: "al-1", status, assignee: "alpha/polecats/nux" },
    holder: "nux",
  });
}

const event = (type: string, at: number, payload: object): HostEvent => ({ type, at, ...payload });

/**
 * Eight events of a life that comes round: mostly observations that change little, as in a real town; a session that
 * dies and comes back (a timer), a spec that changes, a bead that closes and is opened again.
 */
export function lifeEvents(from: number): readonly HostEvent[] {
  return [
    event("town.observed", from, { facts: facts(from, "hooked", true) }),
    event("town.observed", from + 1, { facts: facts(from + 1, "in_progress", true) }),
    event("town.observed", from + 2, { facts: facts(from + 2, "in_progress", false) }),
    event("town.observed", from + 3, { facts: facts(from + 3, "in_progress", true) }),
    event("spec.observed", from + 4, { desired: desiredPolecat({ state: "Idle", generation: from + 4 }) }),
    event("town.observed", from + 5, { facts: facts(from + 5, "closed", true) }),
    event("spec.observed", from + 6, { desired: desiredPolecat({ generation: from + 6 }) }),
    event("town.observed", from + 7, { facts: facts(from + 7, "hooked", true) }),
  ];
}

/** Events as they come: `count` of them, each with objects of its own. */
export function eventStream(count: number): readonly HostEvent[] {
  return Array.from({ length: Math.ceil(count / 8) }, (_, index) => lifeEvents(1_000 + index * 8)).flat();
}
