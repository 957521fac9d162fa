/** Claims: which resource drives which polecat and which bead, so that two never drive one. Rigs are named as gt does. */
export interface Claims {
  /** The uid of the managed resource that drives the polecat, or null. */
  driverOfPolecat(rig: string, name: string): string | null;
  /** The uid of the managed resource that works on the bead or is being slung with it, or null. */
  driverOfBead(bead: string): string | null;
  /** The bead that this managed resource works on or is being slung with, or null. */
  beadOf(uid: string): string | null;
}
