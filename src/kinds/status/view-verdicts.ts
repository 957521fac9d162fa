/** What holds for a kind that only shows a part of a rig. */
import { no, yes, type Verdict } from "./conditions.ts";

/** Trouble that ends only when a person acts. */
const NEEDS_A_PERSON = new Set(["RigNotFound", "RigWatched", "PrefixMismatch"]);

interface Said {
  readonly reason: string;
  readonly message: string;
}

const UNSEEN: Said = { reason: "AwaitingObservation", message: "waiting for the next read of the town" };

/**
 * @param trouble null where there is none.
 * @param seen what a sound view shows; null before the town was read.
 */
export function viewVerdicts(
  { isFailing, isSound }: { readonly isFailing: boolean; readonly isSound: boolean },
  trouble: Said | null,
  seen: Said | null,
): Record<string, Verdict> {
  const { reason, message } = trouble ?? seen ?? UNSEEN;
  const isReady = isSound && seen !== null;
  const isStalled = NEEDS_A_PERSON.has(reason);
  return {
    Ready: { is: isReady, reason, message },
    Degraded: isFailing ? yes(reason, message) : no("AsObserved"),
    Reconciling: !isReady && !isStalled ? yes(reason, message) : no("Observed"),
    Stalled: isStalled ? yes(reason, message) : no("Progressing"),
  };
}
