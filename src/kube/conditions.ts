import { z } from "zod";
import { wholeSeconds } from "@gastown/system";

const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.string(),
  lastTransitionTime: z.string().optional(),
});

const withConditions = z.looseObject({ conditions: z.array(conditionSchema) });

/**
 * Gives each condition the time at which its `status` last changed: that of the earlier condition of the same type
 * when the status is the same, otherwise its own, otherwise `now`. Without it each write would move the time, and
 * `kubectl wait` and kstatus would see a transition where there is none. (meta.SetStatusCondition of apimachinery.)
 *
 * @param now milliseconds since the epoch
 * @returns the status, or the very same value when it has no conditions.
 */
export function carryTransitionTimes(status: unknown, earlier: unknown, now: number): unknown {
  const next = withConditions.safeParse(status);
  if (!next.success) return status;
  const previous = withConditions.safeParse(earlier);
  const known = new Map(previous.success ? previous.data.conditions.map((one) => [one.type, one]) : []);
  const conditions = next.data.conditions.map((condition) => {
    const before = known.get(condition.type);
    const unchanged = before?.status === condition.status ? before.lastTransitionTime : undefined;
    return {
      ...condition,
      lastTransitionTime: unchanged ?? condition.lastTransitionTime ?? wholeSeconds(now),
    };
  });
  return { ...next.data, conditions };
}
