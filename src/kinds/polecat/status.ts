/** The status of a Polecat. */
import { trackedBead, type PolecatContext } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import type { PolecatActor, Placed } from "../live-actor.ts";
import {
  actorStatus,
  conditions,
  no,
  timestamp,
  yes,
  type ActorStatus,
  type Verdict,
} from "../status/conditions.ts";
import { modeOf } from "./mode.ts";
import { shownProof } from "./shown-proof.ts";
import { polecatPhase } from "./phase.ts";
import { storyVerdicts, type Story } from "./story.ts";
import { degradedVerdict, isClaimed, polecatStory, stuckVerdict } from "./verdicts.ts";

/** What a worktree was found to hold, by the reason that blocks a termination. */
const CLEANUP: Readonly<Record<string, string>> = {
  UncommittedWork: "has_uncommitted",
  UnpushedCommits: "has_unpushed",
  StateUnknown: "unknown",
};

export function polecatStatus(actor: Placed<PolecatActor>, snapshot: PersistedSnapshot): ActorStatus {
  const { state, context } = actor;
  const { facts, desired, proof } = context;
  const story = polecatStory(actor);
  const always = {
    phase: polecatPhase(actor),
    conditions: conditions(desired.generation, verdicts(actor, story)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: desired.generation,
    state,
    mode: modeOf(context.desired, context.facts?.rig),
    bead: trackedBead(context) ?? context.assignedBead,
    assignedBead: context.assignedBead,
    polecatName: context.polecatName,
    branch: context.branch,
    worktreePath: context.worktree,
    tmuxSession: context.session,
    sessionActive: facts?.polecat?.seen === "present" ? facts.polecat.sessionRunning : undefined,
    slungAt: timestamp(context.slungAt),
    idleSince: timestamp(context.idleSince),
    cleanupStatus: cleanupStatus(actor),
    unchangedSince: timestamp(context.lastGoodAt),
    terminationProof: proof === null ? undefined : shownProof(proof),
  });
}

function verdicts(actor: Placed<PolecatActor>, story: Story): Record<string, Verdict> {
  const { hasTag, context } = actor;
  const { reason, message } = story;
  return {
    ...storyVerdicts(story),
    Working: hasTag("Working") ? yes(reason, message) : no("NotWorking"),
    Available: availableVerdict(hasTag("Idle"), context, message),
    Stuck: stuckVerdict(actor, message),
    Terminating: hasTag("ending") ? yes(reason, message) : no("NotTerminating"),
    Degraded: degradedVerdict(context, hasTag("Terminated")),
  };
}

function availableVerdict(isIdle: boolean, context: PolecatContext, message: string): Verdict {
  if (!isIdle || context.polecatName === null) return no("NotIdle");
  if (isClaimed(context)) return no("PolecatClaimed", message);
  const unread = context.facts?.unreadPart;
  // Idle was said by an empty hook alone, and gt may mean something else by its word.
  return unread?.reason === "StateUnknown" ? no(unread.reason, unread.message) : yes("Idle", message);
}

function cleanupStatus({ hasTag, context }: Placed<PolecatActor>): string | undefined {
  const { blocker, proof } = context;
  if (!hasTag("ending")) return undefined;
  if (hasTag("blocked")) return CLEANUP[blocker?.reason ?? ""];
  return proof !== null && proof.checks.every(({ clean }) => clean) ? "clean" : undefined;
}
