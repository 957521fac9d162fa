/** The same calls while the town's database is down. */
import { DEAD, SILENT, bead, doltDown, polecat, running, type Given } from "../given.ts";

const ALPHA_RUNS = running("alpha/witness", "alpha/refinery");
const BUSY_BETA = ["rust", "chrome", "nitro", "guzzle", "shiny", "fury"].map((name, index) =>
  polecat(`beta/${name}`, { hook: `be-${index}` }),
);

export const DOLT_DOWN: Readonly<Record<string, readonly Given[]>> = {
  "dolt-down-health": [doltDown],
  "dolt-down-vitals": [doltDown],
  "dolt-down-riglist": [
    ...["furiosa", "nux", "slit"].map((name) => polecat(`alpha/${name}`)),
    ...BUSY_BETA,
    ALPHA_RUNS,
    doltDown,
  ],
  "dolt-down-list": [
    polecat("alpha/furiosa", DEAD),
    polecat("alpha/nux", SILENT),
    polecat("alpha/slit", SILENT),
    ...BUSY_BETA,
    doltDown,
  ],
  "dolt-down-status": [polecat("alpha/slit", { hook: "al-bbk", ...SILENT }), doltDown],
  "dolt-down-check-recovery-says-safe": [polecat("alpha/furiosa", { hook: "al-lpr" }), doltDown],
  "dolt-down-git-state": [polecat("alpha/furiosa", { hook: "al-lpr" }), doltDown],
  "dolt-down-nuke-dry-run": [polecat("alpha/furiosa", { hook: "al-lpr" }), doltDown],
  "dolt-down-mq-list": [doltDown],
  "dolt-down-show": [bead("al-qbw"), doltDown],
  "dolt-down-sling": [bead("al-qbw"), doltDown],
  "dolt-down-convoy": [doltDown],
  "dolt-down-convoy-create": [bead("al-7k8"), doltDown],
  "dolt-down-status-fast": [polecat("alpha/furiosa", { hook: "al-lpr" }), ALPHA_RUNS, doltDown],
};
