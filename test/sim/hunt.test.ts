import { describe, expect, it } from "vitest";
import { hunt, type Heard, type HuntOptions } from "./hunt.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const OPTIONS: HuntOptions = {
  seeds: [1, 2, 3, 4, 5, 6, 7],
  entry: new URL("planted-thread.ts", import.meta.url),
  actors: undefined,
  faults: [],
  gt: "1.0.1",
  rivals: false,
  workers: 2,
  limits: { stepMs: 2_000, scheduleMs: 5_000 },
};

async function heard(changes: Partial<HuntOptions> = {}): Promise<ReadonlyMap<number, Heard>> {
  const all = new Map<number, Heard>();
  await hunt({ ...OPTIONS, ...changes }, (one) => all.set(one.seed, one));
  return all;
}

function failureOf(all: ReadonlyMap<number, Heard>, seed: number): string {
  const one = all.get(seed);
  return one !== undefined && "failure" in one ? one.failure : "it has not failed";
}

describe("A hunt", () => {
  it(
    "tells a schedule that hangs with its seed, its last steps and its stack, and plays the others",
    async () => {
      const all = await heard();
      expect([...all.keys()].sort()).toEqual(OPTIONS.seeds);
      expect([1, 3, 7].map((seed) => "hash" in (all.get(seed) ?? {}))).toEqual([true, true, true]);
      for (const [seed, looping] of [
        [2, "loseItselfInMicrotasks|takeItsPlace"],
        [4, "countWithoutEnd"],
      ] as const) {
        const failure = failureOf(all, seed);
        expect(failure).toMatch(new RegExp(`^SEED ${seed} BREAKS INVARIANT 8 .*no step has ended`));
        expect(failure).toContain(`npm run sim -- --seed ${seed} --faults none`);
        expect(failure).toContain(`step 41 of seed ${seed}\n`);
        expect(failure).toContain(`step 100 of seed ${seed}\n`);
        expect(failure).toMatch(new RegExp(`at (${looping}) \\(file://.*planted-thread\\.ts:\\d+:\\d+\\)`));
      }
      expect(failureOf(all, 6)).toMatch(/^SEED 6 BREAKS INVARIANT 8 .*it has not ended after 5000 ms/);
      expect(failureOf(all, 5)).toMatch(/^SEED 5 BREAKS INVARIANT 1 .*\n\s+a nuke/);
    },
    WAIT_DEADLINE_MS,
  );

  it(
    "ends with the first failure where it is asked to",
    async () => {
      const all = await heard({ seeds: [1, 5, 3, 7], workers: 1, stopsAtFirst: true });
      expect([...all.keys()]).toEqual([1, 5]);
    },
    WAIT_DEADLINE_MS,
  );
});
