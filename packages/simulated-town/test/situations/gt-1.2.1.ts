/** For every transcript in transcripts/1.2.1/ the situation in which it was taken. */
import type { SimAgentBead } from "../../src/state.ts";
import { NOW, bead, closed, convoy, DEAD, doltDown, polecat, request, state, type Given } from "../given.ts";
import { BOTH, DATA2, DOCKED, letter, PARKED, WEB_APP } from "./both.ts";
import { LATER, podSituations } from "./pods.ts";

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
/** `gt done`, a merge request, and whatever came of it. */
const submitted = (
  address: string,
  id: string,
  mr: string,
  { end = null, ...more }: Parameters<typeof polecat>[1] & { readonly end?: string | null },
): readonly Given[] => [
  polecat(address, {
    branch: `polecat/${address.split("/")[1] ?? ""}/${id}@mx0i8ier`,
    ...agentBead({ lastSourceIssue: id, cleanupStatus: "clean", activeMr: mr }),
    ...more,
  }),
  closed(id),
  request(mr, address, id, end),
];
const ON_REMOTE = { unpushed: 1, pushed: 1 } as const;
const dementus = (more: object = {}): Given =>
  polecat("alpha/dementus", {
    branch: "polecat/dementus/al-cbl@mx0iargf",
    ...agentBead({ hookBead: "al-cbl" }),
    ...more,
  });
const rictus = (more: object = {}): Given =>
  polecat("alpha/rictus", { branch: "polecat/rictus/al-cbl@mx0ia6su", ...DEAD, ...more });
const nitro = polecat("beta/nitro", {
  branch: "polecat/nitro/be-4ea@mx0il5np",
  ...agentBead({ lastSourceIssue: "be-4ea", cleanupStatus: "clean" }),
});
const dirtyNux = (more: object): readonly Given[] =>
  submitted("alpha/nux", "al-po7", "al-wisp-5gf", { files: ["later.txt"], ...more });
const busyAlpha = ["furiosa", "nux", "slit", "rictus", "dementus"].map((name) =>
  polecat(`alpha/${name}`, { hook: `al-of-${name}` }),
);

const downNux = polecat("alpha/nux", { branch: "polecat/nux/al-1rf@mx0ea3uy" });

export const IN_1_2_1: Readonly<Record<string, readonly Given[]>> = {
  ...podSituations(LATER),
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
  ...BOTH,
  "rig-status-docked": [DOCKED],
  "sling-parked-rig": [PARKED, bead("be-q9j")],
  "sling-parked-rig-polecat": [PARKED, bead("be-q9j")],
  "sling-docked-rig": [DOCKED, bead("be-q9j")],
  "sling-status-blocked": [...busyAlpha, bead("al-1un", { status: "blocked" })],
  "sling-status-deferred": [bead("al-ebq", { status: "deferred", title: "status deferred" })],
  "sling-status-in_progress": [bead("al-rni", { status: "in_progress" })],
  "sling-status-pinned": [bead("al-sd0", { status: "pinned" })],
  "sling-refused-town-bead": [bead("hq-sj2")],
  "sling-refused-cross-rig": [bead("be-q9j")],
  "sling-unknown-rig": [bead("be-q9j")],
  "sling-prefix-with-hyphen": [WEB_APP, bead("web-app-0m9")],
  "show-town-bead-behind-rigs": [],
  "show-town-bead-behind-rigs-misled": [state((of) => void (of.isTownDatabaseAlone = true))],
  "show-prefix-with-hyphen": [WEB_APP, bead("web-app-0m9")],
  "sling-rig-with-capital": [DATA2, bead("Dt-46w")],
  "sling-hooked-dead-makes-second-polecat": [
    ...["furiosa", "nux", "slit"].map((name) => polecat(`alpha/${name}`, { hook: `al-of-${name}` })),
    rictus({ hook: "al-cbl" }),
  ],
  "session-stop": [polecat("alpha/rictus")],
  "mail-inbox-pending": [letter("hq-wisp-d18")],
  "mail-inbox-still-pending": [letter("hq-wisp-d18")],
  "convoy-status": [convoy("hq-cv-x17g5", "Wave", ["al-46s", "be-5f9"])],
  "convoy-check-closes": [
    convoy("hq-cv-whpdn", "Wave", ["hq-1"]),
    bead("hq-1", { status: "closed", closedAt: NOW }),
  ],
  "convoy-check-closed": [convoy("hq-cv-whpdn", "Wave", ["hq-1"], "closed")],
  "convoy-check-rigs-bead": [convoy("hq-cv-wvf9q", "Wave", ["al-fk0"]), bead("al-fk0", { status: "closed" })],
  "convoy-add": [convoy("hq-cv-x17g5", "Wave", ["al-46s"])],
  "mq-reject": submitted("alpha/slit", "al-bjt", "al-wisp-w8d", ON_REMOTE),
  "check-recovery-after-reject": submitted("alpha/slit", "al-bjt", "al-wisp-w8d", {
    ...ON_REMOTE,
    end: "rejected: tests fail",
  }),
  "check-recovery-after-merge-in-refinery": submitted("beta/nitro", "be-8dv", "be-wisp-w4e", {
    end: "merged",
  }),
  "check-recovery-dirty-after-done": dirtyNux(ON_REMOTE),
  "nuke-refused-dirty-after-merge": dirtyNux({ unpushed: 1, end: "merged" }),
  "check-recovery-done-no-commits": [nitro, closed("be-4ea")],
  "check-recovery-dead-session": [rictus({ hook: "al-cbl", ...agentBead({ hookBead: "al-cbl" }) })],
  "check-recovery-closed-outside-dead": [dementus(DEAD), closed("al-cbl")],
  "nuke-closed-outside-dead": [dementus(DEAD), closed("al-cbl")],
  "nuke-forced": [
    dementus(DEAD),
    closed("al-cbl"),
    polecat("alpha/slit"),
    request("al-wisp-1", "alpha/slit", "al-1", "merged"),
    request("al-wisp-2", "alpha/slit", "al-2", "merged"),
  ],
  "nuke-unknown-polecat": [polecat("alpha/slit"), request("al-wisp-1", "alpha/slit", "al-1", "merged")],
  "polecat-list-done-no-commits": [
    polecat("beta/chrome", { hook: "be-wv9", branch: "polecat/chrome/be-wv9@mx0ikvw8" }),
    nitro,
    closed("be-4ea"),
    ...submitted("beta/rust", "be-4zd", "be-wisp-mxk", { end: "merged" }),
  ],
  "polecat-list-after-sling-of-dead": [
    dementus({ hook: "al-cbl" }),
    polecat("alpha/furiosa", {
      hook: "al-x8p",
      branch: "polecat/furiosa/al-x8p@mx0i4lkb",
      ...DEAD,
    }),
    ...dirtyNux({ unpushed: 1, end: "merged", ...DEAD }),
    rictus(agentBead({ hookBead: "al-cbl" })),
    ...submitted("alpha/slit", "al-bjt", "al-wisp-w8d", { ...ON_REMOTE, end: "rejected: tests fail" }),
  ],
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
