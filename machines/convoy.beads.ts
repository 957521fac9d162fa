/** A convoy's beads by what their statuses say, and in words. */
import type { ConvoyFacts } from "./facts.ts";

export type BeadCount = Pick<ConvoyFacts, "closed" | "pending" | "missing" | "unread" | "ended" | "statuses">;

/** A convoy may have hundreds. */
const MOST_NAMED = 10;

/** Of a bead that could not be read, what was found before stays shown. */
export function countBeads(before: BeadCount | null, facts: ConvoyFacts): BeadCount {
  const { closed, pending, missing, unread, ended = [] } = facts;
  const isTold = facts.statuses !== undefined || before?.statuses !== undefined;
  const kept = (part: "closed" | "pending" | "missing" | "ended"): readonly string[] =>
    unread.filter((id) => before?.[part]?.includes(id) === true);
  const parts = {
    closed: [...closed, ...kept("closed")],
    pending: [...pending, ...kept("pending")],
    missing: [...missing, ...kept("missing")],
  };
  const over = [...ended, ...kept("ended")];
  const known = new Set([...Object.values(parts).flat(), ...over]);
  const statuses = { ...before?.statuses, ...facts.statuses };
  const named = [...parts.pending, ...over].flatMap((id) => {
    const status = statuses[id];
    return status === undefined ? [] : [[id, status] as const];
  });
  return {
    ...parts,
    unread: unread.filter((id) => !known.has(id)),
    ...(isTold && { ended: over, statuses: Object.fromEntries(named) }),
  };
}

/** A bead that was seen closed was done, whatever became of it since: towns delete closed beads after a while. */
export function rememberDone(before: BeadCount | null, facts: ConvoyFacts): ConvoyFacts {
  const { ended = [], closed } = facts;
  const isDone = (id: string): boolean => before?.closed.includes(id) === true;
  if (!ended.some(isDone)) return facts;
  return {
    ...facts,
    closed: [...closed, ...ended.filter(isDone)],
    ended: ended.filter((id) => !isDone(id)),
  };
}

/** Each with its status, as far as it is known: `al-1 is blocked, al-2 is hooked and 3 more`. */
export function statusWords(ids: readonly string[], statuses: BeadCount["statuses"] = {}): string {
  const words = ids.flatMap((id) => {
    const status = statuses[id];
    return status === undefined ? [] : [`${id} is ${status}`];
  });
  const more = words.length > MOST_NAMED ? ` and ${words.length - MOST_NAMED} more` : "";
  return `${words.slice(0, MOST_NAMED).join(", ")}${more}`;
}
