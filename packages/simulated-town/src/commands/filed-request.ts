/** A merge request that `gt done` did not file: `bd create --labels=gt:merge-request`, as the operator does for a pod's work. */
import { fail, json, type Answer } from "../answer.ts";
import { randomWord } from "../chance.ts";
import { prefixOf } from "../lookup.ts";
import type { SimMergeRequest, Surroundings, TownState } from "../state.ts";
import { requestView } from "./views.ts";

export interface FiledFields {
  readonly id: string | undefined;
  /** The lines that gt keeps in a request's description. */
  readonly text: string;
  readonly by: string | undefined;
}

/** One of the same id is written over, and is open then, closed or not: so does bd. */
export function fileRequest(state: TownState, fields: FiledFields, around: Surroundings): Answer {
  const lines = new Map(
    fields.text.split("\n").map((line) => {
      const [name = "", ...value] = line.split(": ");
      return [name, value.join(": ")] as const;
    }),
  );
  const [rig, bead, branch] = [lines.get("rig"), lines.get("source_issue"), lines.get("branch")];
  if (rig === undefined || bead === undefined || branch === undefined)
    return fail("a merge request names its rig, its source_issue and its branch");
  const id = fields.id ?? `${prefixOf(bead)}-wisp-${randomWord(state, 3)}`;
  const before = state.mergeRequests.find((one) => one.id === id);
  const { mergeAfterMs } = state.plans[bead] ?? state.defaultPlan;
  const request: SimMergeRequest = {
    id,
    rig,
    worker: lines.get("worker") ?? null,
    ...(fields.by !== undefined && { filedBy: fields.by }),
    branch,
    bead,
    commit: lines.get("commit_sha") ?? "",
    createdAt: before?.createdAt ?? around.now,
    status: "open",
    closeReason: null,
    closedAt: null,
    mergesAt: mergeAfterMs === undefined ? null : around.now + mergeAfterMs,
  };
  state.mergeRequests = [...state.mergeRequests.filter((one) => one.id !== id), request];
  const { labels: _labels, ...shown } = requestView(request);
  return json({ ...shown, owner: "town@example.com" });
}
