/** What the stub's log says: calls by command, and how long a rig waited for its next sling. */

/** One call, as the town saw it. Epoch ms. */
export interface StubCall {
  readonly program: "gt" | "bd";
  /** Such as `polecat list`. */
  readonly command: string;
  /** The rig that is named, or null. */
  readonly rig: string | null;
  readonly argv: readonly string[];
  readonly beginMs: number;
  readonly endMs: number;
  readonly exitCode: number;
}

/** Counts, the largest first. */
export type Counts = Readonly<Record<string, number>>;

export function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Counts {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, left], [, right]) => right - left));
}

/** A call that failed is told by itself: it may be one that the stub does not know. */
export function callsByCommand(calls: readonly StubCall[]): Counts {
  return countBy(calls, ({ program, command, exitCode }) => {
    const name = program === "gt" ? command : `${program} ${command}`;
    return exitCode === 0 ? name : `${name} (exit ${exitCode})`;
  });
}

/** From the end of each sling to the begin of the rig's next one, ms: none where that waited for the lock already. */
export function slingGaps(calls: readonly StubCall[]): readonly number[] {
  const byRig = new Map<string, StubCall[]>();
  for (const call of calls) {
    if (call.program !== "gt" || call.command !== "sling" || call.rig === null) continue;
    byRig.set(call.rig, [...(byRig.get(call.rig) ?? []), call]);
  }
  return [...byRig.values()].flatMap((slings) => {
    const inOrder = slings.sort((left, right) => left.endMs - right.endMs);
    return inOrder.slice(1).map(({ beginMs }, index) => Math.max(0, beginMs - (inOrder[index]?.endMs ?? 0)));
  });
}

/** @param share such as 0.5 for the median. @returns null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
