/** How soon a change in the town shows that nobody has told of: a bead is closed, and no event is written. */
import { setTimeout as delay } from "node:timers/promises";
import { giveUpAfterMs } from "./converging.ts";
import type { OperatorUnderTest } from "./operator-under-test.ts";
import type { Scene } from "./scene.ts";
import { quantile } from "./stub/calls.ts";
import { reached } from "./window.ts";

export interface Reactions {
  /** Seconds until the Polecat reads Idle, each; one that never did is left out. */
  readonly seconds: readonly number[];
  readonly medianSeconds: number | null;
  readonly missed: number;
}

/**
 * The changes fall at different moments of an operator's own rhythm, or one that looks at fixed times would be measured
 * right after it has looked, each time anew.
 */
const SPREAD_OVER_MS = 30_000;
const LONGEST_MS = 120_000;

export async function react(scene: Scene, operator: OperatorUnderTest): Promise<Reactions> {
  const { options, cluster, town, beads } = scene;
  const seconds: number[] = [];
  const count = Math.min(options.reactions, beads.length);
  for (const [index, bead] of beads.slice(0, count).entries()) {
    await delay(((index + 0.5) / count) * SPREAD_OVER_MS);
    const closedAt = Date.now();
    town.run("bd", ["close", bead]);
    const isIdle = (): boolean => cluster.get("Polecat", bead)?.status.phase === "Idle";
    if (await reached(operator, isIdle, Math.min(LONGEST_MS, giveUpAfterMs(options))))
      seconds.push((Date.now() - closedAt) / 1000);
  }
  return { seconds, medianSeconds: quantile(seconds, 0.5), missed: count - seconds.length };
}
