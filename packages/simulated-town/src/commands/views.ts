/** Beads, merge requests and convoys as `show` prints them: to the database all of them are issues. */
import { wholeSeconds } from "@gastown/system";
import { polecatAddress } from "../lookup.ts";
import type { SimBead, SimConvoy, SimMergeRequest } from "../state.ts";

type View = Readonly<Record<string, unknown>>;

function description(bead: SimBead): string {
  if (bead.molecule === null) return bead.description;
  const attached = [
    `attached_molecule: ${bead.molecule.id}`,
    "attached_formula: mol-polecat-work",
    `attached_at: ${wholeSeconds(bead.molecule.attachedAt)}`,
    'attached_vars: ["base_branch=main"]',
    "dispatched_by: unknown",
    "formula_vars: base_branch=main",
  ];
  return [...attached, ...(bead.description === "" ? [] : ["", bead.description])].join("\n");
}

function blockers({ molecule, status }: SimBead): View {
  if (molecule === null || status === "closed") return {};
  const wisp = {
    id: molecule.id,
    title: "mol-polecat-work",
    description: "Full polecat work lifecycle …",
    status: "open",
    priority: 2,
    issue_type: "epic",
    created_at: wholeSeconds(molecule.attachedAt),
    updated_at: wholeSeconds(molecule.attachedAt),
    ephemeral: true,
    dependency_type: "blocks",
  };
  return { dependencies: [wisp] };
}

/** @param isShort as `bd close` and its like answer: without what is around the bead. */
export function beadView(bead: SimBead, isShort = false): View {
  const text = description(bead);
  const comments = bead.comments.map(({ id, author, text: said, createdAt }) => ({
    id,
    issue_id: bead.id,
    author,
    text: said,
    created_at: wholeSeconds(createdAt),
  }));
  return {
    id: bead.id,
    title: bead.title,
    ...(text !== "" && { description: text }),
    status: bead.status,
    priority: bead.priority,
    issue_type: "task",
    ...(bead.assignee !== null && { assignee: bead.assignee }),
    owner: "town@example.com",
    created_at: wholeSeconds(bead.createdAt),
    created_by: "Gas Town",
    updated_at: wholeSeconds(bead.updatedAt),
    ...(bead.closedAt !== null && { closed_at: wholeSeconds(bead.closedAt) }),
    ...(bead.closeReason !== null && { close_reason: bead.closeReason }),
    ...(!isShort && blockers(bead)),
    ...(!isShort && comments.length > 0 && { comments }),
  };
}

/** In `mq list` a request has no owner; in `show` it has. */
export function requestView(request: SimMergeRequest): View {
  const { id, bead, branch, rig, commit, worker, filedBy, status, createdAt, closedAt, closeReason } =
    request;
  const prefix = id.split("-")[0] ?? "";
  const whose = worker === null ? "" : `worker: ${worker}\nagent_bead: ${prefix}-${rig}-polecat-${worker}\n`;
  return {
    id,
    title: `Merge: ${bead}`,
    description: `branch: ${branch}\ntarget: main\nsource_issue: ${bead}\nrig: ${rig}\ncommit_sha: ${commit}\n${whose}retry_count: 0\nlast_conflict_sha: null\nconflict_task_id: null`,
    status,
    priority: 2,
    issue_type: "task",
    created_at: wholeSeconds(createdAt),
    created_by: worker === null ? (filedBy ?? "") : polecatAddress(rig, worker),
    updated_at: wholeSeconds(closedAt ?? createdAt),
    ...(closedAt !== null && { closed_at: wholeSeconds(closedAt) }),
    ...(closeReason !== null && { close_reason: closeReason }),
    labels: ["gt:merge-request"],
    ephemeral: true,
  };
}

export function convoyIssueView({ id, title, status, tracked, createdAt, updatedAt }: SimConvoy): View {
  return {
    id,
    title,
    description: `Convoy tracking ${tracked.length} issues\nOwner: overseer`,
    status,
    priority: 2,
    issue_type: "convoy",
    owner: "town@example.com",
    created_at: wholeSeconds(createdAt),
    created_by: "Gas Town",
    updated_at: wholeSeconds(updatedAt),
  };
}

export const MAYOR_BEAD = "hq-mayor";

/** The bead of the town's mayor, which `gt install` makes. */
export function mayorIssueView(): View {
  const title = "Mayor - global coordinator, handles cross-rig communication and escalations.";
  return {
    id: MAYOR_BEAD,
    title,
    description: `${title}\n\nrole_type: mayor\nrig: null\nagent_state: idle\nhook_bead: null\ncleanup_status: null\nactive_mr: null\nnotification_level: null`,
    status: "open",
    priority: 2,
    issue_type: "task",
    owner: "town@example.com",
    created_at: wholeSeconds(0),
    created_by: "Gas Town",
    updated_at: wholeSeconds(0),
    labels: ["gt:agent"],
  };
}
