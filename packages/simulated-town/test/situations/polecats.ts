/** `polecat …`, `session stop` and `done`. */
import { DEAD, ROOT, SILENT, bead, closed, inFolder, polecat, request, type Given } from "../given.ts";

/** What a repository leaves that does not ignore gt's own files. */
const ITS_OWN = [".beads/", ".claude/", "CLAUDE.md"] as const;
const rust = (hook: string, more: Parameters<typeof polecat>[1] = {}): Given =>
  polecat("beta/rust", { branch: `polecat/rust/${hook}@mwtwsbwn`, ...more });
const furiosa = (more: Parameters<typeof polecat>[1] = {}): Given => polecat("alpha/furiosa", more);
const nux = (more: Parameters<typeof polecat>[1] = {}): Given =>
  polecat("alpha/nux", { hook: "al-1r3", ...more });
/** Idle, after work on this bead. */
const after = (hook: string): { branch: string } => ({ branch: `polecat/furiosa/${hook}@mwtwpg47` });
const idleNux = (more: Parameters<typeof polecat>[1] = {}): Given =>
  polecat("alpha/nux", { branch: "polecat/nux/al-1r3@mwtuf2kb", ...more });

const DUMMIES = Array.from({ length: 30 }, (_, index) => polecat(`alpha/dummy${index + 1}`, DEAD));

export const POLECATS: Readonly<Record<string, readonly Given[]>> = {
  "polecat-list-empty": [],
  "polecat-list-empty-after-nuke": [],
  "polecat-list-one": [furiosa({ hook: "al-0uj" })],
  "polecat-list-all": [furiosa({ hook: "al-gfb", ...DEAD }), nux()],
  "polecat-list-bead-closed-externally": [
    furiosa({ hook: "al-gfb", ...DEAD }),
    nux(),
    polecat("alpha/slit"),
    closed("al-bbk", { assignee: "alpha/polecats/slit" }),
  ],
  "polecat-list-after-done": [furiosa({ hook: "al-gfb", ...DEAD }), idleNux(), polecat("alpha/slit")],
  "polecat-list-session-killed": [
    furiosa({ hook: "al-gfb", ...DEAD }),
    idleNux(),
    polecat("alpha/slit", { hook: "al-0al", ...DEAD }),
  ],
  "polecat-list-after-session-stop": [polecat("beta/rust", { hook: "be-nmj", ...DEAD })],
  "polecat-list-idle-session-dead": [furiosa(DEAD)],
  "polecat-list-idle-session-silent": [
    furiosa({ hook: "al-fr5" }),
    idleNux(SILENT),
    polecat("alpha/slit", { hook: "al-6jw" }),
  ],
  "polecat-list-stalled-but-running": [
    furiosa({ hook: "al-1om", ...SILENT }),
    polecat("alpha/nux", { hook: "al-om6", ...SILENT }),
  ],
  "polecat-list-thirty-four": [
    ...DUMMIES,
    furiosa({ hook: "al-35p" }),
    polecat("alpha/nux", { hook: "al-8zc" }),
    polecat("alpha/rictus", { hook: "al-3io" }),
    polecat("alpha/slit", { hook: "al-ctm", ...DEAD }),
  ],
  "polecat-status-working": [nux()],
  "polecat-status-after-done": [idleNux()],
  "polecat-status-idle-session-silent": [
    polecat("alpha/nux", { branch: "polecat/nux/al-68r@mwugvius", ...SILENT }),
  ],
  "polecat-status-session-killed": [
    polecat("alpha/slit", { hook: "al-0al", branch: "polecat/slit/al-bbk@mwtugvfq", ...DEAD }),
  ],
  "polecat-status-missing": [],
  "polecat-stale": ["furiosa", "nux", "slit"].map((name) => polecat(`alpha/${name}`, { files: ITS_OWN })),
  "git-state-clean": [furiosa({ hook: "al-0uj" })],
  "git-state-bead-closed": [furiosa()],
  "git-state-after-merge": [rust("be-nmj")],
  "git-state-after-done-mr-open": [
    rust("be-nmj", { unpushed: 1 }),
    request("be-wisp-8l1", "beta/rust", "be-nmj"),
  ],
  "git-state-uncommitted": [nux({ files: ITS_OWN })],
  "git-state-uncommitted-and-unpushed": [nux({ files: ITS_OWN, unpushed: 1 })],
  "git-state-unpushed": [nux({ unpushed: 2 })],
  "git-state-missing-polecat": [],
  "check-recovery-gone": [],
  "check-recovery-missing-polecat": [],
  "check-recovery-after-done": [idleNux({ unpushed: 1 }), request("al-wisp-iuy", "alpha/nux", "al-1r3")],
  "check-recovery-after-done-mr-open": [
    rust("be-nmj", { unpushed: 1 }),
    request("be-wisp-8l1", "beta/rust", "be-nmj"),
  ],
  "check-recovery-after-merge": [rust("be-nmj"), request("be-wisp-8l1", "beta/rust", "be-nmj", "merged")],
  "check-recovery-merged": [
    furiosa(after("al-cqw")),
    request("al-wisp-qp3", "alpha/furiosa", "al-cqw", "merged"),
  ],
  "check-recovery-bead-closed-no-commits": [
    furiosa(after("al-lpr")),
    closed("al-lpr", { assignee: "alpha/polecats/furiosa" }),
  ],
  "check-recovery-clean-but-hooked": [furiosa({ hook: "al-0uj" })],
  "check-recovery-needs-mq-submit-no-commits": [polecat("beta/rust", { hook: "be-nmj" })],
  "check-recovery-uncommitted": [nux({ files: ITS_OWN })],
  "check-recovery-unpushed": [nux({ unpushed: 2 })],
  "nuke-ok": [furiosa(after("al-lpr"))],
  "nuke-ok-after-merge": [rust("be-nmj", DEAD), request("be-wisp-8l1", "beta/rust", "be-nmj", "merged")],
  "nuke-gone": [],
  "nuke-dead-session": [furiosa({ hook: "al-q4j", ...DEAD })],
  "nuke-succeeds-although-bead-is-hooked": [furiosa({ hook: "al-0uj" })],
  "nuke-refused-uncommitted": [nux({ files: ITS_OWN })],
  "nuke-refused-unpushed-and-open-mr": [nux({ unpushed: 2 }), request("al-wisp-iuy", "alpha/nux", "al-1r3")],
  "nuke-refused-after-done-mr-open": [
    furiosa({ ...after("al-cqw"), unpushed: 1 }),
    request("al-wisp-qp3", "alpha/furiosa", "al-cqw"),
  ],
  "nuke-dry-run-dirty": [nux({ files: ITS_OWN })],
  "nuke-dry-run-open-mr": [nux({ unpushed: 1 }), request("al-wisp-iuy", "alpha/nux", "al-1r3")],
  "nuke-dry-run-unknown-polecat": [],
  "session-stop": [polecat("beta/rust", { hook: "be-nmj" })],
  "session-stop-dead": [furiosa({ hook: "al-gfb", ...DEAD })],
  done: [nux(), inFolder(`${ROOT}/alpha/polecats/nux/alpha`)],
  nudge: [furiosa({ hook: "al-gfb" })],
  escalate: [furiosa({ hook: "al-gfb", ...DEAD })],
  "mail-send-polecat": [nux()],
  "mail-send-unknown-polecat": [nux(), bead("al-zzz")],
};
