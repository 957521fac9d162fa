import { describe, expect, it } from "vitest";
import { hunt } from "../hunt.ts";
import { INVARIANTS } from "../scene.ts";
import { BUGS, type Bug } from "./bugs.ts";

/** Each is found well before that. */
const SEEDS = 300;

/** The first failure of the hunt, in one line. */
async function found({ what, faults }: Bug): Promise<string> {
  const failures: string[] = [];
  const options = {
    seeds: Array.from({ length: SEEDS }, (_, index) => index + 1),
    entry: new URL("planted-bug-thread.ts", import.meta.url),
    actors: undefined,
    faults,
    gt: "1.0.1" as const,
    rivals: false,
    workers: 1,
    stopsAtFirst: true,
    shrinking: 0,
    bug: what,
  };
  await hunt(options, (heard) => {
    if ("failure" in heard) failures.push(heard.failure);
  });
  return failures[0] ?? `it was not found in ${SEEDS} schedules`;
}

describe("A planted bug", () => {
  it.each(BUGS)(
    "breaks invariant $breaks: $what",
    async (bug) => {
      expect(await found(bug)).toMatch(new RegExp(`^SEED \\d+ BREAKS INVARIANT ${bug.breaks}: `));
    },
    600_000,
  );

  it("is there for each invariant but the hang, which threads that loop are there for", () => {
    const broken = new Set(BUGS.map(({ breaks }) => String(breaks)));
    expect(Object.keys(INVARIANTS).filter((invariant) => !broken.has(invariant))).toEqual(["8"]);
  });
});
