/** For every transcript in test/transcripts/1.2.1/ the situation in which it was taken. */
import type { SimAgentBead } from "../../../../src/embedded/town/state.ts";
import { bead, closed, doltDown, polecat, request, type Given } from "../given.ts";

const agentBead = (noted: Partial<SimAgentBead>): { agentBead: SimAgentBead } => ({
  agentBead: { hookBead: null, lastSourceIssue: null, cleanupStatus: "", activeMr: null, ...noted },
});

const VOI = { branch: "polecat/furiosa/al-voi@mx0e81zk", ...agentBead({ hookBead: "al-voi" }) };
const JOY = "polecat/nux/al-7jz@mx0e98wu";
const FRESH_NUX = { branch: "polecat/nux/al-t61@mx0ecb3d", ...agentBead({ hookBead: "al-t61" }) };
const SUBMITTED = { lastSourceIssue: "al-7jz", cleanupStatus: "clean", activeMr: "al-wisp-hij" };
const STILL = { session: false } as const;

const furiosa = (more: object = {}): Given => polecat("alpha/furiosa", { ...VOI, ...more });
const working = (more: object = {}): Given => furiosa({ hook: "al-voi", ...more });
/** A person closed its bead; it never ran `gt done`. */
const closedOutside: readonly Given[] = [furiosa(), closed("al-voi")];
const waitsForMerge: readonly Given[] = [
  polecat("alpha/nux", { branch: JOY, unpushed: 1, pushed: 1, ...agentBead(SUBMITTED) }),
  closed("al-7jz"),
  request("al-wisp-hij", "alpha/nux", "al-7jz"),
];
const merged: readonly Given[] = [
  polecat("alpha/nux", { branch: JOY, ...agentBead(SUBMITTED) }),
  closed("al-7jz"),
  request("al-wisp-hij", "alpha/nux", "al-7jz", "merged"),
];
const stillNux: readonly Given[] = [polecat("alpha/nux", { ...FRESH_NUX, ...STILL }), closed("al-t61")];
const downNux = polecat("alpha/nux", { branch: "polecat/nux/al-1rf@mx0ea3uy" });

export const IN_1_2_1: Readonly<Record<string, readonly Given[]>> = {
  version: [],
  health: [bead("hq-1")],
  "rig-list": [working()],
  "polecat-list-working": [working()],
  "polecat-list-bead-closed": closedOutside,
  "polecat-list-after-done": [...closedOutside, ...waitsForMerge],
  "polecat-status-working": [working()],
  "git-state-working": [working()],
  "git-state-uncommitted": [working({ files: ["notes.txt"] })],
  "git-state-unpushed": [working({ unpushed: 1 })],
  "git-state-pushed-no-mr": [working({ unpushed: 1, pushed: 1 })],
  "git-state-after-done-mr-open": waitsForMerge,
  "git-state-after-merge": merged,
  "check-recovery-working": [working()],
  "check-recovery-uncommitted": [working({ files: ["notes.txt"] })],
  "check-recovery-unpushed": [working({ unpushed: 1 })],
  "check-recovery-pushed-no-mr": [working({ unpushed: 1, pushed: 1 })],
  "check-recovery-bead-closed-pushed": [furiosa({ unpushed: 1, pushed: 1 }), closed("al-voi")],
  "check-recovery-after-done-mr-open": waitsForMerge,
  "check-recovery-after-merge": merged,
  "check-recovery-after-reconcile": stillNux,
  "reconcile-cleanup-bead-closed-clean": stillNux,
  "nuke-dry-run-working": [working()],
  "nuke-hooked-refused": [working()],
  "nuke-refused-uncommitted": [working({ files: ["notes.txt"] })],
  "nuke-bead-closed-pushed": [furiosa({ unpushed: 1, pushed: 1 }), closed("al-voi")],
  "nuke-after-reconcile": stillNux,
  "nuke-mr-open": waitsForMerge,
  "nuke-ok-after-merge": merged,
  "mq-list-one": waitsForMerge,
  "mq-post-merge": waitsForMerge,
  "sling-rig": [working(), bead("al-7jz")],
  "sling-again-noop": [polecat("alpha/nux", { hook: "al-7jz" })],
  "sling-unknown-bead": [],
  "dolt-down-health": [doltDown],
  "dolt-down-polecat-list": [furiosa(), downNux, doltDown],
  "dolt-down-check-recovery": [downNux, doltDown],
  "dolt-down-git-state": [downNux, doltDown],
  "dolt-down-mq-list": [doltDown],
  "dolt-down-nuke": [downNux, doltDown],
  "dolt-down-show": [bead("al-1rf"), doltDown],
  "dolt-down-sling": [bead("al-1rf"), doltDown],
};
