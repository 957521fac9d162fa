/** Shrinking: a failing schedule with as few actions as still break the same invariant. */
import type { PlannedAction, Schedule } from "./actions.ts";
import type { Verdict } from "./scene.ts";

/** Plays a schedule to its end. */
export type Play = (schedule: Schedule, isTraceKept?: boolean) => Promise<Verdict>;

export interface Shrunk {
  readonly schedule: Schedule;
  readonly outcome: Verdict;
  readonly tries: number;
}

/** Drops halves, then quarters, then single actions, as delta debugging does; gives up after `most` tries. */
export async function shrink(play: Play, schedule: Schedule, outcome: Verdict, most = 400): Promise<Shrunk> {
  const invariant = outcome.broken?.invariant;
  let best = { schedule, outcome };
  let tries = 0;
  const attempt = async (actions: readonly PlannedAction[]): Promise<boolean> => {
    tries += 1;
    const shorter = { ...best.schedule, actions };
    const result = await play(shorter);
    if (result.broken?.invariant !== invariant) return false;
    best = { schedule: shorter, outcome: result };
    return true;
  };
  for (let size = Math.ceil(schedule.actions.length / 2); size >= 1 && tries < most;) {
    let isShorter = false;
    for (let at = 0; at < best.schedule.actions.length && tries < most;) {
      const { actions } = best.schedule;
      if (await attempt([...actions.slice(0, at), ...actions.slice(at + size)])) isShorter = true;
      else at += size;
    }
    if (!isShorter || size > 1) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  // Once more with the trace kept, for people.
  return { schedule: best.schedule, outcome: await play(best.schedule, true), tries };
}
