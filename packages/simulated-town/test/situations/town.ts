/** Rigs, merge queues, mail and the town as a whole. */
import { bead, polecat, request, running, type Given } from "../given.ts";

const ALPHA_RUNS = running("alpha/witness", "alpha/refinery");
const alpha = (...names: readonly string[]): readonly Given[] =>
  names.map((name) => polecat(`alpha/${name}`));
const beta = (...names: readonly string[]): readonly Given[] => names.map((name) => polecat(`beta/${name}`));
const mrOfNux = request("al-wisp-iuy", "alpha/nux", "al-1r3");
const mrOfRust = (reason: string | null): Given => request("be-wisp-8l1", "beta/rust", "be-nmj", reason);

export const TOWN: Readonly<Record<string, readonly Given[]>> = {
  health: [bead("hq-1")],
  vitals: [bead("al-1"), bead("be-1"), bead("hq-1")],
  "status-fast": [polecat("alpha/furiosa", { session: false }), running("alpha/crew")],
  "rig-list-running": [...alpha("furiosa"), ALPHA_RUNS],
  "rig-list-from-other-cwd-with-GT_TOWN_ROOT": [
    ...alpha("furiosa", "nux", "slit"),
    ...beta("rust", "chrome", "nitro", "guzzle", "shiny", "fury"),
    ALPHA_RUNS,
  ],
  "rig-status": [
    polecat("alpha/furiosa", { hook: "al-gfb", session: false }),
    polecat("alpha/nux", { hook: "al-1r3" }),
    polecat("alpha/slit", { hook: "al-bbk" }),
  ],
  "rig-status-missing": [],
  "witness-status": alpha("furiosa", "nux", "slit"),
  "scheduler-status": alpha("furiosa", "nux", "slit"),
  "refinery-status": [],
  "refinery-queue-one": [mrOfNux],
  "mq-list-empty": [],
  "mq-list-after-merge": [mrOfRust("merged")],
  "mq-list-one": [mrOfNux],
  "mq-list-after-done": [request("al-wisp-qp3", "alpha/furiosa", "al-cqw")],
  "mq-list-unknown-rig": [],
  "mq-status-open": [mrOfRust(null)],
  "mq-status-merged": [mrOfRust("merged")],
  "mq-status-after-merge": [request("be-wisp-ocr", "beta/rust", "be-3qg", "merged")],
  "mq-status-after-reject": [request("be-wisp-d27", "beta/chrome", "be-8a0", "rejected: tests fail")],
  "mq-post-merge": [mrOfRust(null)],
  "mq-reject": [request("be-wisp-d27", "beta/chrome", "be-8a0")],
  "mail-send": [],
  "mail-send-overseer": [],
  "mail-send-bad": [],
  "mail-send-unknown-town-role": [],
};
