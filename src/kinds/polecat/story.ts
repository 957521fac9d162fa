/** The one explanation of where a polecat is, from which its conditions Ready, Reconciling and Stalled are said. */
import { no, yes, type Verdict } from "../status/conditions.ts";

export interface Story {
  /** Why the resource is where it is, in a reason and a sentence. */
  readonly reason: string;
  readonly message: string;
  readonly isReady: boolean;
  readonly isStalled: boolean;
}

/** It is on its way, and nobody has to act. */
export function moving({ reason, message }: Pick<Story, "reason" | "message">): Story {
  return { reason, message, isReady: false, isStalled: false };
}

export function storyVerdicts({
  isReady,
  isStalled,
  reason,
  message,
}: Story): Readonly<Record<"Ready" | "Reconciling" | "Stalled", Verdict>> {
  const isMoving = !isReady && !isStalled;
  return {
    Ready: { is: isReady, reason, message },
    Reconciling: isMoving ? yes(reason, message) : no(isStalled ? "Stalled" : reason),
    Stalled: isStalled ? yes(reason, message) : no("Progressing"),
  };
}
