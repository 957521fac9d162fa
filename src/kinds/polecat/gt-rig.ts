/** In which rig of gt a Polecat has its polecat, or would get one. */
import type { PolecatActor } from "../live-actor.ts";
import type { Polecat } from "./schema.ts";

/**
 * Its Rig says it. A polecat that it has already stays in the rig that it is in: a Rig that was deleted and made anew for
 * another rig of gt would otherwise put a stranger of the same name in its place. A view follows its Rig, for it only
 * shows; made before its Rig, it was made for a rig of the same name.
 * @param told gt's name of the rig by the Rig of `spec.rig`; undefined where there is none.
 * @param actor of the resource or of an earlier one of its name; undefined where there is none.
 */
export function gtRigFor(
  { metadata, spec }: Pick<Polecat, "metadata" | "spec">,
  told: string | undefined,
  actor: PolecatActor | undefined,
): string | null {
  const known = actor?.ref.uid === metadata.uid ? actor : undefined;
  const before = known?.context.desired.gtRig ?? null;
  if (known !== undefined && before !== null && hasPolecat(known)) return before;
  return told ?? before ?? (spec.management === "Observe" ? spec.rig : null);
}

function hasPolecat({ hasTag, context }: PolecatActor): boolean {
  const { desired, polecatName, lostSling } = context;
  return desired.managed && (polecatName !== null || lostSling !== null || hasTag("slinging"));
}
