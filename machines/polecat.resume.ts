/** Resuming: what a Polecat's machine goes on to believe after a restart of the operator. Pure. */
import type { PolecatContext } from "./polecat.context.ts";
import { distrustFacts } from "./polecat.updates.ts";

type Update = Partial<PolecatContext>;

export function resume(context: PolecatContext, at: number): Update {
  return { ...notAhead(context, at), ...distrustFacts(context, at) };
}

/**
 * What is remembered may be of a clock that was ahead, and was set right while the operator was down. A wait that counts
 * from such a moment would last until the clock is there once more: it counts from now.
 */
function notAhead(context: PolecatContext, now: number): Update {
  const { slungAt, finishedAt, idleSince, pane, unresponsive, warnings } = context;
  const upToNow = (moment: number | null): number | null => (moment === null ? null : Math.min(moment, now));
  return {
    slungAt: upToNow(slungAt),
    finishedAt: upToNow(finishedAt),
    idleSince: upToNow(idleSince),
    pane: pane === null ? null : { ...pane, since: Math.min(pane.since, now) },
    unresponsive:
      unresponsive === null ? null : { ...unresponsive, since: Math.min(unresponsive.since, now) },
    warnings: { ...warnings, lastAt: upToNow(warnings.lastAt) },
  };
}
