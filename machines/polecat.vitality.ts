/**
 * Vitality: whether a polecat with work on its hook lives. Two sources that know nothing of each other have to agree
 * before it is called unresponsive; gt's own `stalled` is one of them and never enough.
 *
 *   session dead   the list finds no session (tmux), and the bead's read has it on this polecat's hook (Dolt)
 *   restarting     its pod restarts again and again (Kubernetes), and the bead's read has it on this hook (Dolt)
 *   silent         the list says `stalled` of a running session (the agent's heartbeat), and its terminal stays as it is
 */
import { timeOf } from "./payloads.ts";
import type { PolecatContext } from "./polecat.context.ts";
import { isHooked } from "./polecat.hook.ts";

export type Vitality = "alive" | "sessionDead" | "silent" | "restarting" | "unknown";

/** One restart may be an update of its node. */
const RESTARTS_UNTIL_UNRESPONSIVE = 2;

export function vitality(context: PolecatContext): Vitality {
  const { facts, polecatName, pane, unresponsive } = context;
  const polecat = facts?.polecat;
  if (facts?.town.trusted !== true || polecat?.seen !== "present" || polecat.name !== polecatName) {
    return "unknown";
  }
  if ((facts.podRestarts ?? 0) >= RESTARTS_UNTIL_UNRESPONSIVE && isHooked(context, polecat.name))
    return "restarting";
  if (!polecat.sessionRunning) return isHooked(context, polecat.name) ? "sessionDead" : "unknown";
  if (polecat.state !== "stalled") return "alive";
  return pane === null && unresponsive === null ? "unknown" : "silent";
}

export function isUnresponsive(context: PolecatContext): boolean {
  return ["sessionDead", "silent", "restarting"].includes(vitality(context));
}

/** It has recovered, by progress since it became unresponsive: a heartbeat, a new session, or a terminal that moved by itself. */
export function hasRecovered(context: PolecatContext): boolean {
  const { unresponsive, pane } = context;
  const now = vitality(context);
  if (now !== "silent" || unresponsive === null) return now === "alive";
  return unresponsive.reason !== "Silent" || (pane !== null && pane.since > unresponsive.since);
}

/** It is remembered as unresponsive, and has recovered. */
export function isUnresponsiveOver(context: PolecatContext): boolean {
  return context.unresponsive !== null && hasRecovered(context);
}

/** How long a polecat has to be unresponsive until it counts as stuck, ms: by its witness, or by the setting without one. */
export function stuckThreshold({ facts, stuckThresholdMs }: PolecatContext): number {
  return facts?.witness?.stuckThresholdMs ?? stuckThresholdMs;
}

/** The witness says another threshold than the one that is waited for. Without facts nobody says anything. */
export function isThresholdMoved(context: PolecatContext): boolean {
  return context.facts !== null && stuckThreshold(context) !== context.awaitedThresholdMs;
}

/**
 * How long it still has to be unresponsive for that, ms, from an event on. What an observation tells was so when its reads began, not
 * when it arrived: counted from its arrival, the wait would be too short by the time that the reads took. Other events
 * find facts that may be old, for they did not change since.
 */
export function untilStuck(context: PolecatContext, event: { readonly type: string }): number {
  const { facts, unresponsive } = context;
  const readAt = facts?.startedAt ?? 0;
  const now = event.type === "town.observed" ? readAt : Math.max(timeOf(event), readAt);
  const lasted = unresponsive === null ? 0 : now - unresponsive.since;
  return Math.max(0, stuckThreshold(context) - lasted);
}
