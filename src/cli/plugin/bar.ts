/** How far a convoy is: `######---- 3/5`. */
const CELLS = 10;

/** Full only when all are closed, empty only when none is. */
export function bar(closed: number, beads: number): string {
  const share = beads === 0 ? 0 : (closed / beads) * CELLS;
  const full = closed === beads ? CELLS : Math.min(CELLS - 1, Math.ceil(share));
  const filled = beads === 0 ? 0 : full;
  return `${"#".repeat(filled)}${"-".repeat(CELLS - filled)} ${closed}/${beads}`;
}
