/** Attempts of polecats in pods, counted once, when their machine has judged how they ended. */
import { newestPod, type PodContext } from "../../../machines/index.ts";
import type { Transition } from "../../host/index.ts";
import { liveActor, podPolecatKind } from "../../kinds/index.ts";

/** What ended the attempt that this transition has judged; null for any other transition. */
export function endedAttempt({ ref, kind, before, after }: Transition): string | null {
  const earlier = before === null ? null : contextOf({ ref, kind, state: before });
  const context = contextOf({ ref, kind, state: after });
  if (earlier === null || context === null || context.judgedAttempt <= earlier.judgedAttempt) return null;
  // An attempt whose pod is not there any more has left nothing that names its end.
  return newestPod({ ...context, attempt: context.judgedAttempt })?.cause ?? "PodGone";
}

function contextOf(view: Parameters<typeof liveActor>[0]): PodContext | null {
  const actor = liveActor(view);
  return podPolecatKind.owns(actor) ? actor.context : null;
}
