/**
 * Vitality: whether a polecat with work on its hook lives. Two sources that know nothing of each other have to agree
 * before it is called lifeless; gt's own `stalled` is one of them and never enough.
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
const RESTARTS_UNTIL_LIFELESS = 2;

export function vitality(context: PolecatContext): Vitality {
  const { facts, polecatName, pane, lapse } = context;
  const polecat = facts?.polecat;
  if (facts?.town.trusted !== true || polecat?.seen !== "present" || polecat.name !== polecatName) {
    return "unknown";
  }
  if ((facts.podRestarts ?? 0) >= RESTARTS_UNTIL_LIFELESS && isHooked(context, polecat.name))
    return "restarting";
  if (!polecat.sessionRunning) return isHooked(context, polecat.name) ? "sessionDead" : "unknown";
  if (polecat.state !== "stalled") return "alive";
  return pane === null && lapse === null ? "unknown" : "silent";
}

export function isLifeless(context: PolecatContext): boolean {
  return ["sessionDead", "silent", "restarting"].includes(vitality(context));
}

/** Progress since the lapse began: a heartbeat, a new session, or a terminal that moved by itself. */
export function isRevived(context: PolecatContext): boolean {
  const { lapse, pane } = context;
  const now = vitality(context);
  if (now !== "silent" || lapse === null) return now === "alive";
  return lapse.reason !== "Silent" || (pane !== null && pane.since > lapse.since);
}

/** The lapse that is remembered is over. */
export function isLapseOver(context: PolecatContext): boolean {
  return context.lapse !== null && isRevived(context);
}

/** How long a lapse has to last until its polecat counts as stuck, ms: by its witness, or by the setting without one. */
export function stuckThreshold({ facts, stuckThresholdMs }: PolecatContext): number {
  return facts?.witness?.stuckThresholdMs ?? stuckThresholdMs;
}

/** The witness says another threshold than the one that is waited for. Without facts nobody says anything. */
export function isThresholdMoved(context: PolecatContext): boolean {
  return context.facts !== null && stuckThreshold(context) !== context.awaitedThresholdMs;
}

/**
 * How long the lapse still has to last, ms, from an event on. What an observation tells was so when its reads began, not
 * when it arrived: counted from its arrival, the wait would be too short by the time that the reads took. Other events
 * find facts that may be old, for they did not change since.
 */
export function untilStuck(context: PolecatContext, event: { readonly type: string }): number {
  const { facts, lapse } = context;
  const readAt = facts?.startedAt ?? 0;
  const now = event.type === "town.observed" ? readAt : Math.max(timeOf(event), readAt);
  const lasted = lapse === null ? 0 : now - lapse.since;
  return Math.max(0, stuckThreshold(context) - lasted);
}
