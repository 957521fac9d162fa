/** Whether a bead may be taken for a polecat in a pod. */
import { isDone } from "../../machines/index.ts";
import type { SeenBead } from "./work.ts";
import type { Refusal } from "./refusal.ts";

export type ClaimStep =
  | { readonly is: "claim" }
  /** It is held under this very name: the agent may begin, or go on. */
  | { readonly is: "held" }
  /** There is nothing to do any more. */
  | { readonly is: "closed" }
  | { readonly is: "refused"; readonly refusal: Refusal };

/** Only a bead that waits for nobody in particular is taken: a person's is left to that person. */
export function nextClaimStep(id: string, assignee: string, bead: SeenBead | null): ClaimStep {
  if (bead === null)
    return refused("BeadMissing", `the town has no bead ${id}: correct beadID, or make the bead`);
  if (isDone(bead.status)) return { is: "closed" };
  if (bead.status === "in_progress" && bead.assignee === assignee) return { is: "held" };
  // Nobody can tell whether the one who holds it works on it: only its own name may take it up again.
  if (bead.assignee !== null && bead.assignee !== assignee)
    return refused(
      "BeadHeldElsewhere",
      `bead ${id} is ${bead.status} by ${bead.assignee}: it is taken once it is open and free`,
    );
  if (bead.status === "open") return { is: "claim" };
  return refused(
    "BeadNotOpen",
    `bead ${id} is ${bead.status}: it is taken once it is open (\`bd update ${id} --status open\`)`,
  );
}

function refused(reason: Refusal["reason"], message: string): ClaimStep {
  return { is: "refused", refusal: { reason, message } };
}
