/** In which rig of gt a Polecat has its polecat, or would get one. */
import { liveActor, type Polecat, type PolecatActor } from "../kinds/index.ts";
import type { ActorView } from "../host/index.ts";

/**
 * Its Rig says it. A polecat that it has already stays in the rig that it is in: a Rig that was deleted and made anew for
 * another rig of gt would otherwise put a stranger of the same name in its place. A view follows its Rig, for it only
 * shows; made before its Rig, it was made for a rig of the same name.
 * @param told gt's name of the rig by the Rig of `spec.rig`; undefined where there is none.
 */
export function gtRigFor(
  { metadata, spec }: Pick<Polecat, "metadata" | "spec">,
  told: string | undefined,
  view: ActorView | undefined,
): string | null {
  const actor = view?.ref.uid === metadata.uid ? liveActor(view) : undefined;
  const known = actor?.kind === "polecat" ? actor : undefined;
  const before = known?.context.wish.gtRig ?? null;
  if (known !== undefined && before !== null && hasPolecat(known)) return before;
  return told ?? before ?? (spec.management === "Observe" ? spec.rig : null);
}

function hasPolecat({ state, context }: PolecatActor): boolean {
  const { wish, polecatName, lostSling } = context;
  return wish.managed && (polecatName !== null || lostSling !== null || state === "pending.slinging");
}
