/** Answers of `gt sling`, which prints sentences only. */
import type { SlingAnswer } from "../answers.ts";

/** Without `no-op`, gt goes on to take the bead away from who has it. */
const HOOKED = /already hooked to \S+\/polecats\/([^\s,]+), no-op/;
const SLUNG = /Slinging \S+ to \S+\/polecats\/([^\s.]+)\.\.\./;
/** With `scheduler.max_polecats` set, sling only queues: `✓ Scheduled al-127 → alpha`. */
const QUEUED = /scheduled/i;

export function parseSling(stdout: string): SlingAnswer {
  const hooked = HOOKED.exec(stdout)?.[1];
  if (hooked !== undefined) return { outcome: "alreadyHooked", polecat: hooked };
  const slung = SLUNG.exec(stdout)?.[1];
  if (slung !== undefined) return { outcome: "slung", polecat: slung };
  if (QUEUED.test(stdout)) return { outcome: "queued" };
  throw new SyntaxError("no polecat's name in the answer");
}
