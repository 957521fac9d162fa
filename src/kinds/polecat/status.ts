/** The status of a Polecat. */
import { trackedBead, type PolecatContext } from "../../../machines/index.ts";
import type { PersistedSnapshot } from "../../host/index.ts";
import {
  actorStatus,
  conditions,
  no,
  timestamp,
  yes,
  type ActorStatus,
  type Verdict,
} from "../status/conditions.ts";
import {
  degradedVerdict,
  isClaimed,
  polecatStory,
  readyVerdict,
  stuckVerdict,
  reconcilingVerdict,
  stalledVerdict,
  type Story,
} from "./verdicts.ts";

export type PolecatPhase = "Pending" | "Working" | "Idle" | "Terminated" | "Failed";

/** What a worktree was found to hold, by the reason that blocks a termination. */
const CLEANUP: Readonly<Record<string, string>> = {
  UncommittedWork: "has_uncommitted",
  UnpushedCommits: "has_unpushed",
  StateUnknown: "unknown",
};

/** On its way out a polecat keeps its phase: nothing has happened yet. */
export function polecatPhase(state: string, context: PolecatContext): PolecatPhase {
  switch (state.split(".")[0]) {
    case "working":
      return "Working";
    case "idle":
      return "Idle";
    case "terminating":
      return context.heldPhase;
    case "terminated":
      return "Terminated";
    case "failed":
      return "Failed";
    default:
      return "Pending";
  }
}

export function polecatStatus(
  state: string,
  context: PolecatContext,
  snapshot: PersistedSnapshot,
): ActorStatus {
  const { facts, wish, proof } = context;
  const story = polecatStory(state, context);
  const always = {
    phase: polecatPhase(state, context),
    conditions: conditions(wish.generation, verdicts(state, context, story)),
    snapshot,
  };
  return actorStatus(always, {
    observedGeneration: wish.generation,
    state,
    mode: polecatMode(context),
    bead: trackedBead(context) ?? context.assignedBead,
    assignedBead: context.assignedBead,
    polecatName: context.polecatName,
    branch: context.branch,
    worktreePath: context.worktree,
    tmuxSession: context.session,
    sessionActive: facts?.polecat?.seen === "present" ? facts.polecat.sessionRunning : undefined,
    slungAt: timestamp(context.slungAt),
    idleSince: timestamp(context.idleSince),
    cleanupStatus: cleanupStatus(state, context),
    unchangedSince: timestamp(context.lastGoodAt),
    terminationProof:
      proof === null
        ? undefined
        : {
            incarnation: proof.incarnation,
            decidedAt: timestamp(proof.decidedAt),
            checks: proof.checks.map(({ name, at, clean, detail }) => ({
              name,
              at: timestamp(at),
              outcome: clean ? "Clean" : proof.forced ? "Forced" : "Blocking",
              detail,
            })),
            ...(proof.consent !== null && { consent: proof.consent }),
          },
  });
}

/** Why nothing is asked of gt for it, where that is by a person's word; Manage otherwise. */
export function polecatMode({ wish, facts }: PolecatContext): "Manage" | "Observe" | "Paused" {
  if (!wish.managed) return "Observe";
  const held = facts?.rig.usable === false ? facts.rig.reason : null;
  if (held === "RigObserved") return "Observe";
  return wish.paused || held === "RigPaused" ? "Paused" : "Manage";
}

function verdicts(state: string, context: PolecatContext, story: Story): Record<string, Verdict> {
  const { reason, message } = story;
  const isIn = (top: string): boolean => state.split(".")[0] === top;
  return {
    Ready: readyVerdict(story),
    Reconciling: reconcilingVerdict(story),
    Stalled: stalledVerdict(story),
    Working: isIn("working") ? yes(reason, message) : no("NotWorking"),
    Available: availableVerdict(isIn("idle"), context, message),
    Stuck: stuckVerdict(state, context, message),
    Terminating: isIn("terminating") ? yes(reason, message) : no("NotTerminating"),
    Degraded: degradedVerdict(context, isIn("terminated")),
  };
}

function availableVerdict(isIdle: boolean, context: PolecatContext, message: string): Verdict {
  if (!isIdle || context.polecatName === null) return no("NotIdle");
  if (isClaimed(context)) return no("PolecatClaimed", message);
  const unread = context.facts?.unreadPart;
  // Idle was said by an empty hook alone, and gt may mean something else by its word.
  return unread?.reason === "StateUnknown" ? no(unread.reason, unread.message) : yes("Idle", message);
}

function cleanupStatus(state: string, { obstacle, proof }: PolecatContext): string | undefined {
  if (!state.startsWith("terminating.")) return undefined;
  if (state === "terminating.blocked") return CLEANUP[obstacle?.reason ?? ""];
  return proof !== null && proof.checks.every(({ clean }) => clean) ? "clean" : undefined;
}
