/** The remote is asked by a pod of its own: the git key is in a Secret, which is named in pods and never read here. */
import { ApiError, createObject, endObject, readObject, type KubeApi } from "../kube/index.ts";
import { reportIn } from "../pod-reports/index.ts";
import { CLONE } from "./containers.ts";
import { endOf } from "./end.ts";
import type { AskOutcome } from "./engine.ts";
import { questionName } from "./names.ts";
import type { PodPlan } from "./plan.ts";
import { containerOf, isTerminal, pods, type Pod } from "./pod-status.ts";
import { refusalOf } from "./refusal.ts";
import { questionOf } from "./template.ts";
import { waitingFor } from "./waiting.ts";

export async function askRemote(api: KubeApi, plan: PodPlan): Promise<AskOutcome> {
  const { namespace } = plan.polecat;
  const name = questionName(plan);
  try {
    const made = await createObject(api, pods, questionOf(plan));
    if (made.outcome === "created") return asking("the remote is being asked");
    const pod = await readObject(api, pods, { namespace, name });
    if (pod === undefined) return asking("the pod that asks the remote was there a moment ago");
    if (!isTerminal(pod)) return { outcome: "asking", finding: waitingFor(pod) };
    const answer = answerOf(pod);
    // Behind the answer nobody needs it; where it was none, another one asks.
    await endObject(api, { resource: pods, namespace, name, uid: pod.metadata.uid });
    return answer;
  } catch (error) {
    const finding = error instanceof ApiError ? refusalOf(error) : null;
    if (finding === null) throw error;
    return { outcome: "refused", finding };
  }
}

function asking(said: string): AskOutcome {
  return { outcome: "asking", finding: { cause: "PodStarting", said } };
}

function answerOf(pod: Pod): AskOutcome {
  const report = reportIn(containerOf(pod, CLONE)?.state.terminated?.message ?? "");
  if (report?.kind === "clone" && report.outcome !== "failed") return { outcome: "answered", report };
  return { outcome: "refused", finding: endOf(pod) };
}
