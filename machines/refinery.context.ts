/** What a Refinery's machine remembers, and what keeps it from seeing its queue. */
import { followMerges, type MergeMemory } from "./merges.ts";
import type { RefineryFacts } from "./facts.ts";
import { viewTrouble } from "./views.ts";
import type { DesiredView } from "./desired.ts";

/** Counted since the resource is there. A conflict is a try that failed; the request stays in the queue. */
export interface MergeCounts {
  readonly succeeded: number;
  readonly failed: number;
}

export interface RefineryContext {
  readonly uid: string;
  readonly desired: DesiredView;
  readonly facts: RefineryFacts | null;
  /** Start of the newest trusted read, epoch ms; null before the first. */
  readonly lastGoodAt: number | null;
  /** Persisted, so that a merge during a restart is counted, and counted once. */
  readonly memory: MergeMemory | null;
  readonly merges: MergeCounts;
  readonly lastMergeAt: number | null;
  /** As last read. Shown while the queue cannot be read; nothing is decided from it. */
  readonly queueLength: number | null;
  readonly currentMerge: string | null;
}

export interface RefineryInput {
  readonly uid: string;
  readonly desired: DesiredView;
}

const NOTHING_SEEN = {
  facts: null,
  memory: null,
  merges: { succeeded: 0, failed: 0 },
  lastMergeAt: null,
  queueLength: null,
  currentMerge: null,
};

export function initialRefineryContext(input: RefineryInput): RefineryContext {
  return { ...input, ...NOTHING_SEEN, lastGoodAt: null };
}

/** Everything counted speaks of the rig that the spec named then. */
export function acceptDesiredRefinery(
  context: RefineryContext,
  desired: DesiredView,
): Partial<RefineryContext> {
  return { desired, ...(desired.rig !== context.desired.rig && NOTHING_SEEN) };
}

export function acceptRefineryFacts(
  context: RefineryContext,
  facts: RefineryFacts,
): Partial<RefineryContext> {
  const seen = { facts, lastGoodAt: facts.lastGoodAt ?? context.lastGoodAt };
  if (facts.queue === null || !facts.town.trusted) return seen;
  const { memory, ended, conflicts } = followMerges(context.memory, facts.queue, facts.ended);
  const count = (result: "success" | "failure"): number =>
    ended.filter((end) => end.result === result).length;
  const merged = ended.filter(({ result }) => result === "success").map(({ endedAt }) => endedAt ?? 0);
  const { succeeded, failed } = context.merges;
  return {
    ...seen,
    memory,
    merges: {
      succeeded: succeeded + count("success"),
      failed: failed + count("failure") + conflicts,
    },
    lastMergeAt: Math.max(context.lastMergeAt ?? 0, ...merged) || null,
    queueLength: facts.queue.length,
    currentMerge: facts.queue.find(({ claimed }) => claimed)?.branch ?? null,
  };
}

/** What makes a Refinery's view wrong or old, or null. */
export function refineryTrouble(
  facts: RefineryFacts,
): { readonly reason: string; readonly message: string } | null {
  const trouble = viewTrouble(facts);
  if (trouble !== null || facts.queue !== null) return trouble;
  return { reason: "GtUnavailable", message: "the merge queue of the rig could not be read" };
}
