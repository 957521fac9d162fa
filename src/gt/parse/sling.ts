/** Answers of `gt sling`, which prints sentences only. Only those about the very bead and rig count. */
import type { SlingAnswer } from "../answers.ts";
import { POLECAT_NAME } from "../../grammar/index.ts";
import { plainText } from "./plain-text.ts";

/** Without `no-op`, gt goes on to take the bead away from who has it. */
const HOOKED = /\bBead (\S+) is already hooked to (\S+)\/polecats\/([^\s,]+), no-op/g;
const SLUNG = /\bSlinging (\S+) to (\S+)\/polecats\/([^\s.]+)\.\.\./g;
/** Said before, of a sling to a rig. */
const CHOSEN = /^(?:Created|Reusing idle) polecat: (.+)$/gm;
/** With `scheduler.max_polecats` set, sling only queues. */
const QUEUED = /✓ Scheduled (\S+) → \S+|\bBead (\S+) is already scheduled\b/g;

/** @throws SyntaxError where no polecat is named, or more than one. */
export function parseSling(
  stdout: string,
  asked: { readonly bead: string; readonly rig: string },
): SlingAnswer {
  const text = plainText(stdout);
  const named = (pattern: RegExp): readonly string[] => {
    const matches = [...text.matchAll(pattern)].filter(
      ([, bead, rig]) => bead === asked.bead && rig === asked.rig,
    );
    return [...new Set(matches.map(([, , , polecat = ""]) => polecat))];
  };
  const [hooked, slung] = [named(HOOKED), named(SLUNG)];
  const chosen = slung.length === 0 ? [] : [...text.matchAll(CHOSEN)].map(([, name = ""]) => name.trim());
  const [polecat, ...others] = new Set([...hooked, ...slung, ...chosen]);
  if (others.length > 0) throw new SyntaxError("it names more than one polecat");
  if (polecat !== undefined && !POLECAT_NAME.pattern.test(polecat)) {
    throw new SyntaxError("the name of the polecat in it is damaged");
  }
  if (polecat !== undefined) {
    return { outcome: hooked.length > 0 ? "alreadyHooked" : "slung", polecat };
  }
  const isQueued = [...text.matchAll(QUEUED)].some(
    ([, scheduled, again]) => (scheduled ?? again) === asked.bead,
  );
  if (isQueued) return { outcome: "queued" };
  throw new SyntaxError("no polecat's name in the answer");
}
