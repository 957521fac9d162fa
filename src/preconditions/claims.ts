/** Claims: which resource drives which polecat and which bead, so that two never drive one. Rigs are named as gt does. */
export interface Claims {
  /** The uid of the managed resource that drives the polecat, or null. */
  driverOfPolecat(rig: string, name: string): string | null;
  /** The uid of the managed resource that works on the bead or is being slung with it, or null. */
  driverOfBead(bead: string): string | null;
  /** The bead that this managed resource works on or is being slung with, or null. */
  beadOf(uid: string): string | null;
}

/** A name is free for a resource where no other one drives the polecat of that name. */
export function isPolecatOfAnother(
  claims: Pick<Claims, "driverOfPolecat">,
  { uid, rig, polecat }: { readonly uid: string; readonly rig: string; readonly polecat: string },
): boolean {
  const driver = claims.driverOfPolecat(rig, polecat);
  return driver !== null && driver !== uid;
}

/** Whoever is being slung with it does not know its polecat's name before gt has answered: the bead is its own all the same. */
export function isBeadOfAnother(claims: Pick<Claims, "driverOfBead">, uid: string, bead: string): boolean {
  const driver = claims.driverOfBead(bead);
  return driver !== null && driver !== uid;
}
