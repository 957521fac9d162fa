/** Beads as they are named on the command line. */
import { ConfigError } from "../../settings/index.ts";
import { BEAD_ID } from "../../grammar/index.ts";

/** @throws ConfigError before any cluster is looked for. */
export function checkBead(bead: string | undefined): void {
  if (bead === undefined || (BEAD_ID.pattern.test(bead) && bead.length <= BEAD_ID.most)) return;
  throw new ConfigError(`${JSON.stringify(bead)} is no bead's id: it takes ${BEAD_ID.what}`);
}
