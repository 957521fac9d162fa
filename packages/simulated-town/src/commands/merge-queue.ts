/** `gt mq list`, `status`, `reject`, `post-merge` and `gt refinery queue`. */
import { wholeSeconds } from "@gastown/system";
import { doltDown, fail, json, parseArguments, say, type Answer } from "../answer.ts";
import { merge, reject as rejectRequest } from "../merging.ts";
import type { SimMergeRequest, Surroundings, TownState } from "../state.ts";
import { withRig } from "./rigs.ts";
import { requestView } from "./views.ts";

const QUERY = "querying merge queue: bd list --json --status=open --label=gt:merge-request --limit=0 --flat";

/** `null`, not `[]`, when nothing is there. */
function openOf(
  state: TownState,
  argv: readonly string[],
  around: Surroundings,
  view: (request: SimMergeRequest, index: number) => unknown,
): Answer {
  return withRig(state, argv, ({ name }) => {
    if (around.doltDown) return doltDown(QUERY);
    const open = state.mergeRequests.filter(({ rig, status }) => rig === name && status === "open");
    return json(open.length === 0 ? null : open.map(view));
  });
}

export function list(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return openOf(state, argv, around, requestView);
}

export function queue(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  return openOf(state, argv, around, (request, index) => ({
    position: index + 1,
    mr: {
      id: request.id,
      branch: request.branch,
      worker: request.worker ?? "",
      issue_id: request.bead,
      target_branch: "main",
      created_at: wholeSeconds(request.createdAt),
      status: "open",
    },
    age: `${Math.floor((around.now - request.createdAt) / 1000)}s ago`,
  }));
}

function withRequest(
  state: TownState,
  id: string,
  around: Surroundings,
  tell: (request: SimMergeRequest) => Answer,
): Answer {
  if (around.doltDown) return doltDown("fetching merge request: bd show");
  const request = state.mergeRequests.find((candidate) => candidate.id === id);
  return request === undefined ? fail(`merge request '${id}' not found`) : tell(request);
}

export function status(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const [id = ""] = parseArguments(argv, ["--json"]).positional;
  return withRequest(state, id, around, (request) =>
    json({
      id: request.id,
      title: `Merge: ${request.bead}`,
      status: request.status,
      priority: 2,
      type: "task",
      created_at: wholeSeconds(request.createdAt),
      updated_at: wholeSeconds(request.closedAt ?? request.createdAt),
      ...(request.closedAt !== null && { closed_at: wholeSeconds(request.closedAt) }),
      branch: request.branch,
      target: "main",
      source_issue: request.bead,
      ...(request.worker !== null && { worker: request.worker }),
      rig: request.rig,
    }),
  );
}

export function reject(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional, value } = parseArguments(argv, ["--notify"], ["-r", "--reason"]);
  return withRequest(state, positional[1] ?? "", around, (request) => {
    const reason = value("--reason") ?? value("-r") ?? "";
    if (reason === "") return fail('required flag(s) "reason" not set');
    rejectRequest(request, reason, around.now);
    return say(
      `✗ Rejected: ${request.branch}\n  Worker: ${request.worker ?? ""}\n  Reason: ${reason}\n  Issue:  ${request.bead} (not closed - work not done)\n`,
    );
  });
}

export function postMerge(state: TownState, argv: readonly string[], around: Surroundings): Answer {
  const { positional } = parseArguments(argv, []);
  return withRequest(state, positional[1] ?? "", around, (request) => {
    merge(state, request, around.now);
    const { id, branch, worker, bead } = request;
    return say(
      `✓ Post-merge: ${id}\n  Branch: ${branch}\n  Worker: ${worker ?? ""}\n  ✓ MR closed (merged)\n  ✓ Source issue closed: ${bead}\n  ✓ Deleted remote branch: ${branch}\n`,
    );
  });
}
