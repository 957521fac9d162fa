/** Addresses: how gt names a polecat. */

/**
 * `RIG/polecats/NAME`: what a bead's assignee says, and the only address that never means a crew member of the same name.
 * Commands about polecats alone take `RIG/NAME` and misread this one.
 */
export function wholeAddress(rig: string, name: string): string {
  return `${rig}/polecats/${name}`;
}

/**
 * `RIG/NAME`: what commands about polecats take, and people. Where a crew member may have that name, too, it means the
 * crew member.
 */
export function shortAddress(rig: string, name: string): string {
  return `${rig}/${name}`;
}

/** Whether an assignee is some polecat, of whatever rig. */
export function isPolecatAddress(assignee: string): boolean {
  return assignee.includes("/polecats/");
}
