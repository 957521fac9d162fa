/** The merge queue, request by request, as a Refinery has read it. Pure. */
import { z } from "zod";
import type { Detail } from "../../../src/inspector/detail.ts";
import { kindInPage } from "../kinds/kind-in-page.ts";

const contextSchema = z.looseObject({
  facts: z.looseObject({
    queue: z.array(
      z.looseObject({
        id: z.string(),
        branch: z.string().nullable(),
        claimed: z.boolean(),
        conflict: z.string().nullable(),
      }),
    ),
  }),
});

export interface QueueRow {
  readonly id: string;
  readonly branch: string | null;
  readonly progress: string;
  readonly isInConflict: boolean;
}

export function queueOf({ cell, context }: Pick<Detail, "cell" | "context">): readonly QueueRow[] {
  if (!kindInPage(cell).hasQueue) return [];
  const queue = contextSchema.safeParse(context).data?.facts.queue ?? [];
  return queue.map(({ id, branch, claimed, conflict }) => ({
    ...{ id, branch },
    progress:
      conflict === null
        ? claimed
          ? "is being merged"
          : "waits"
        : `its last try was in conflict with ${conflict}`,
    isInConflict: conflict !== null,
  }));
}
