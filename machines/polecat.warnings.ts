/** Warnings: what a Polecat's machine remembers of an unresponsive polecat and of whom it told. They inform; nothing is ended. */
import { backoff } from "./backoff.ts";
import type { PolecatFacts } from "./facts.ts";
import { gtRigOf, NO_WARNINGS, trackedBead, type Pane, type PolecatContext } from "./polecat.context.ts";
import { writeBlocker } from "./polecat.blocker.ts";
import { isUnresponsive, hasRecovered, vitality } from "./polecat.vitality.ts";
import type { ServiceFault, WarningInput, WarningOutput } from "./services.ts";

type Update = Partial<PolecatContext>;

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Waits end up to this part earlier, so that polecats that died together are not told of together. */
const JITTER = 0.2;

/** ms until the next warning; the first one comes at once. */
export function untilWarning({ warnings: { tries, jitter } }: PolecatContext): number {
  if (tries === 0) return 0;
  return Math.round(backoff(tries, FIRST_WAIT_MS, LONGEST_WAIT_MS) * (1 - JITTER * jitter));
}

export function mayWarn(context: PolecatContext): boolean {
  const { facts } = context;
  if (!isUnresponsive(context) || hasRecovered(context)) return false;
  return facts !== null && facts.witness !== null && writeBlocker(context) === null;
}

export function warningRequest(context: PolecatContext): WarningInput {
  const { uid, desired, polecatName, unresponsive, facts, warnings } = context;
  return {
    uid,
    rig: gtRigOf(desired),
    polecat: polecatName ?? "",
    bead: trackedBead(context) ?? "",
    reason: unresponsive?.reason ?? "SessionDead",
    since: unresponsive?.since ?? 0,
    to: facts?.witness?.escalateTo ?? "",
    earlier: warnings.told,
  };
}

/**
 * What the terminal shows first after a nudge is taken for the nudge itself: it is no news since it became unresponsive. Looks
 * from before the nudge say nothing at all.
 */
export function nextPane({ pane, unresponsive, warnings }: PolecatContext, facts: PolecatFacts): Pane | null {
  if (facts.pane === null || facts.startedAt < (warnings.lastAt ?? 0)) return pane;
  if (pane === null) return { digest: facts.pane, since: beganSilent(unresponsive) ?? facts.startedAt };
  return facts.pane === pane.digest ? pane : { digest: facts.pane, since: facts.startedAt };
}

/** The terminal of a new session, after a dead one, is as old as the first look at it. */
function beganSilent(unresponsive: PolecatContext["unresponsive"]): number | null {
  return unresponsive?.reason === "Silent" ? unresponsive.since : null;
}

/** One from before an end that was taken back goes on, whatever its sign is now. */
export function beginUnresponsive(context: PolecatContext): Update {
  const { facts, pane, unresponsive } = context;
  const since = unresponsive?.since ?? facts?.startedAt ?? 0;
  switch (vitality(context)) {
    case "silent":
      return { unresponsive: { reason: "Silent", since: unresponsive?.since ?? pane?.since ?? since } };
    case "restarting":
      return { unresponsive: { reason: "PodRestarts", since } };
    default:
      return { unresponsive: { reason: "SessionDead", since } };
  }
}

export function endUnresponsive(): Update {
  return { unresponsive: null, warnings: NO_WARNINGS };
}

/** However it ends, and also where nobody waits for its answer any more. */
export function countTry({ warnings }: PolecatContext): Update {
  return { warnings: { ...warnings, tries: warnings.tries + 1 } };
}

export function recordWarning({ warnings }: PolecatContext, output: WarningOutput): Update {
  return {
    warnings: {
      ...warnings,
      told: warnings.told + (output.outcome === "unreached" ? 0 : 1),
      lastAt: output.at,
      jitter: output.jitter,
      problem: output.outcome === "told" ? null : output.message,
    },
  };
}

export function recordWarningFault({ warnings }: PolecatContext, fault: ServiceFault): Update {
  return {
    warnings: {
      ...warnings,
      problem: `${fault.reason}: ${fault.message}`,
    },
  };
}

/** The operator ended while it was reported: once more could be once too often, and the next warning comes anyway. */
export function recordLostWarning({ warnings }: PolecatContext, at: number): Update {
  const problem = "the operator ended before gt answered";
  return {
    warnings: {
      ...warnings,
      told: warnings.told + 1,
      lastAt: at,
      problem,
    },
  };
}
