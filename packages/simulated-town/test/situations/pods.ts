/** Beads of polecats in pods, and their merge requests: the same situations in both versions. */
import { bead, NOW, state, type Given } from "../given.ts";
import type { SimBead } from "../../src/state.ts";
import { transcript } from "../../src/transcripts.ts";

/** Whom the transcripts name. */
export interface Told {
  /** Empty for 1.0.1. */
  readonly folder: string;
  readonly bead: string;
  readonly request: string;
  readonly commit: string;
}

const POD = "alpha/pods/team.nux";

export function podSituations({
  bead: id,
  request,
  commit,
}: Told): Readonly<Record<string, readonly Given[]>> {
  const of = (more: Partial<SimBead> = {}): Given => bead(id, { description: "What is to be done", ...more });
  const held = of({ status: "in_progress", assignee: POD });
  const closed = (closeReason: string): Given =>
    of({ status: "closed", assignee: POD, closedAt: NOW, closeReason });
  const filed = (closeReason: string | null = null): Given =>
    state((town) => {
      town.mergeRequests.push({
        id: request,
        rig: "alpha",
        worker: null,
        filedBy: POD,
        branch: `feature/${id}`,
        bead: id,
        commit,
        createdAt: NOW,
        status: closeReason === null ? "open" : "closed",
        closeReason,
        closedAt: closeReason === null ? null : NOW,
        mergesAt: null,
      });
    });
  return {
    "bd-update-claim": [of()],
    "bd-update-claim-held-by-another": [held],
    "bd-update-release": [held],
    "show-claimed-by-pod": [held],
    "sling-refused-claimed-by-pod": [held],
    "show-bead-without-request": [held],
    "bd-create-merge-request": [held],
    "show-bead-with-request": [held, filed()],
    "mq-list-from-pod": [held, filed()],
    "bd-close-by-pod": [held, filed()],
    "bd-close-again": [closed("before"), filed()],
    "bd-close-merge-request": [closed("x"), filed()],
    "show-superseded-request": [closed("x"), filed("superseded by al-wisp-pod0")],
  };
}

/** Words with spaces in them. */
export function podWords({ folder, bead: id, request }: Told): Readonly<Record<string, readonly string[]>> {
  const draft = ["branch: ", "\nretry_count: 0\nlast_conflict_sha: null\nconflict_task_id: null"] as const;
  const { argv } = transcript(`${folder}bd-create-merge-request`);
  const description = argv.slice(argv.indexOf(draft[0]), argv.indexOf(draft[1]) + draft[1].length);
  const by = [`--actor=${POD}`, "--json"];
  return {
    [`${folder}bd-create-merge-request`]: [
      ...[
        "bd",
        "create",
        `--id=${request}`,
        `--title=Merge: ${id}`,
        "--labels=gt:merge-request",
        "--priority=2",
      ],
      ...[`--description=${description}`, "--ephemeral", ...by],
    ],
    [`${folder}bd-close-by-pod`]: [
      ...["bd", "close", id, `--reason=Handed over to the merge queue as ${request}`, ...by],
    ],
    [`${folder}bd-close-merge-request`]: [
      ...["bd", "close", request, "--reason=superseded by al-wisp-pod0", "--json"],
    ],
  };
}

/** Of the patrols and of what is no way to a request: no simulated gt looks after a town. */
export const OF_PATROLS: Readonly<Record<string, string>> = {
  "convoy-stranded-claimed-by-pod": "it lists the convoys of that town",
  "deacon-stale-hooks": "nobody patrols the simulated town",
  "mq-submit-of-another-branch": "it is what the operator does not call, and why",
  "refinery-ready-from-pod": "the simulated refinery asks nobody",
  "rig-reset-stale-dry-run": "nobody patrols the simulated town",
  "up-beside-pod": "nobody starts or patrols the simulated town",
};

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const IN_1_0_1: Told = {
  folder: "",
  bead: "al-wm0",
  request: "al-wisp-podb559b8db1b5f",
  commit: COMMIT,
};
export const LATER: Told = {
  folder: "1.2.1/",
  bead: "al-03w",
  request: "al-wisp-pod58d4b01eb913",
  commit: COMMIT,
};
