/**
 * A Polecat, from its first observation to its end.
 * The decision where to be is polecat.decision.ts: each state leaves for `settling` when another one is asked for, and
 * `settling` sends it there. What this file adds is the work on the way; the way out is in polecat.ending.ts.
 */
import type { PolecatFacts } from "./facts.ts";
import { initialPolecatContext, type PolecatContext } from "./polecat.context.ts";
import { isHolderNew, OWNERSHIP, type OwnershipChange } from "./polecat.ownership.ts";
import * as request from "./polecat.requests.ts";
import { terminating } from "./polecat.ending.ts";
import { polecatSetup } from "./polecat.setup.ts";
import { stuck } from "./polecat.stuck.ts";
import { answer, facts, fault, message, time, desired } from "./payloads.ts";

/** Raised with every change that makes an old snapshot mean something else. */
export const POLECAT_VERSION = 11;

/** What becomes of a polecat or its bead stands in the journal by name. */
const named = (change: string) => ({ type: "nameTransition", params: change }) as const;
const namedIfHolderNew = {
  type: "nameTransition",
  params: ({ context }: { context: PolecatContext }) => (isHolderNew(context) ? "holderFollowed" : null),
} as const;

/** By the facts that are accepted with it. */
function ownershipChanges<Change extends OwnershipChange>(change: Change) {
  return {
    description: OWNERSHIP[change],
    guard: { type: change, params: facts<PolecatFacts> },
    actions: [
      { type: "acceptFacts", params: facts<PolecatFacts> },
      {
        type: "changeOwnership",
        params: ({ event }: { event: { facts: PolecatFacts } }) => ({ change, facts: event.facts }),
      },
      named(change),
    ],
  } as const;
}

export const polecatMachine = polecatSetup.createMachine({
  id: "polecat",
  description:
    "A polecat, from its first observation to its end. Each state leaves where another one is asked for, and settling sends it there.",
  context: ({ input }) => initialPolecatContext(input),
  initial: "unobserved",
  on: {
    "spec.observed": { actions: { type: "acceptDesired", params: desired } },
    "town.observed": [
      {
        description: "A read from before the newest gt write knows nothing of it.",
        guard: { type: "isOld", params: facts },
      },
      ownershipChanges("workFinishedUnseen"),
      ownershipChanges("nothingToTakeOver"),
      ownershipChanges("workTakenOver"),
      ownershipChanges("restTakenOver"),
      ownershipChanges("takenByAnother"),
      ownershipChanges("goneBeforeTakeover"),
      ownershipChanges("workOfAnother"),
      ownershipChanges("workSeen"),
      ownershipChanges("workGiven"),
      ownershipChanges("polecatLost"),
      { actions: { type: "acceptFacts", params: facts } },
    ],
    "finalizer.refused": { actions: { type: "noteFinalizerProblem", params: message } },
    "host.restored": { actions: { type: "resume", params: time } },
  },
  states: {
    unobserved: {
      description: "No trusted read of the town has allowed a decision yet.",
      tags: ["Pending", "undecided", "quiet"],
      always: { guard: "isDecided", target: "settling" },
    },

    settling: {
      description: "It reads the target state and goes there. Nothing rests here.",
      tags: ["Pending", "quiet"],
      always: [
        { guard: "hasLostPolecat", actions: ["releasePolecat", named("polecatLost")] },
        {
          description:
            "Its work ended while an end was asked for, or while the operator was down. A bead that is gone or withdrawn is in work no more, and the decision is made anew.",
          guard: "hasWorkEnded",
          actions: "noteEndOfWork",
        },
        { guard: "endRequested", target: "terminating", actions: [namedIfHolderNew, "followHolder"] },
        { guard: "polecatGone", target: "terminated" },
        { guard: "nothingToEnd", target: "terminated" },
        { guard: "beadUnfit", target: "failed", actions: ["recordUnfitBead", "endUnresponsive"] },
        { guard: "beadHooked", target: "working", actions: [namedIfHolderNew, "followHolder"] },
        { guard: "beadClosed", target: "idle" },
        { guard: "workNotRequested", target: "idle" },
        { guard: "nothingHooked", target: "idle" },
        {
          description: "The bead is to be slung, or something has to be known or mended before.",
          target: "pending",
          actions: "endUnresponsive",
        },
      ],
    },

    pending: {
      description: "A bead is to be worked on, and no polecat has it yet.",
      tags: "Pending",
      initial: "waiting",
      states: {
        waiting: {
          description: "Something has to be so before gt is asked: a blocker says what.",
          tags: "waiting",
          always: [
            { guard: "hasWorkEnded", actions: "noteEndOfWork" },
            { guard: { type: "isTargetElsewhere", params: "pending" }, target: "#polecat.settling" },
            { guard: "nothingBlocksSling", target: "slinging" },
          ],
        },
        slinging: {
          description: "gt is asked to put the bead on the hook of a polecat.",
          tags: ["slinging", "trying"],
          invoke: {
            id: "sling",
            src: "sling",
            input: ({ context }) => request.slingRequest(context),
            onDone: [
              {
                guard: { type: "isSlung", params: answer },
                target: "#polecat.working",
                actions: [{ type: "recordSling", params: answer }, "requestObservation"],
              },
              {
                guard: { type: "isPostponed", params: answer },
                target: "backingOff",
                actions: { type: "recordPostponement", params: answer },
              },
              {
                guard: { type: "isRefusedForGood", params: answer },
                target: "#polecat.failed",
                actions: { type: "recordRefusal", params: answer },
              },
              {
                guard: { type: "isRefused", params: answer },
                target: "backingOff",
                actions: { type: "recordRefusal", params: answer },
              },
              {
                description:
                  "The bead turned out closed or missing: the next observation decides, not this answer.",
                target: "waiting",
                actions: [{ type: "recordClosedBead", params: answer }, "requestObservation"],
              },
            ],
            onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
          },
          on: {
            "host.restored": {
              target: "waiting",
              actions: [
                { type: "resume", params: time },
                { type: "recordLostSling", params: time },
              ],
            },
          },
        },
        backingOff: {
          description: "gt could not do it, or did not answer: the next try comes after a wait.",
          tags: "backingOff",
          always: [
            { guard: "hasWorkEnded", actions: "noteEndOfWork" },
            { guard: { type: "isTargetElsewhere", params: "pending" }, target: "#polecat.settling" },
            { guard: "hasTownReturned", target: "waiting", actions: "clearBlocker" },
          ],
          on: {
            "spec.observed": {
              guard: { type: "isDesiredNew", params: desired },
              target: "waiting",
              actions: [{ type: "acceptDesired", params: desired }, "clearBlocker"],
            },
          },
          after: { slingBackoff: "waiting" },
        },
      },
    },

    working: {
      description: "The bead is on the hook of its polecat.",
      tags: "Working",
      initial: "healthy",
      entry: "beginWork",
      always: [
        {
          guard: { type: "isTargetElsewhere", params: "working" },
          target: "settling",
          actions: "noteEndOfWork",
        },
        {
          description:
            "gt gave the bead to another polecat, as it does when the session is dead: the work is there now.",
          guard: "isHeldByAnother",
          target: "settling",
        },
      ],
      states: {
        healthy: {
          description:
            "It gives signs of life. Passed through where an end of an unresponsive one was taken back.",
          always: [
            { guard: "isUnresponsiveOver", actions: "endUnresponsive" },
            { guard: "isUnresponsive", target: "suspect", actions: "beginUnresponsive" },
          ],
        },
        suspect: {
          description: "Two sources agree that it gives no sign of life, and its witness waits.",
          tags: "suspect",
          entry: "noteThreshold",
          always: [
            { guard: "hasRecovered", target: "healthy" },
            { guard: "isThresholdMoved", target: "unconfirmed" },
          ],
          after: {
            stuckThreshold: [{ guard: "isUnresponsive", target: "stuck" }, { target: "unconfirmed" }],
          },
        },
        unconfirmed: {
          description:
            "The wait is over, but the newest read does not say that it is unresponsive still; or the wait is another one now.",
          tags: "suspect",
          always: [
            { guard: "hasRecovered", target: "healthy" },
            { guard: "isThresholdMovedAhead", target: "suspect" },
            { guard: "isUnresponsive", target: "stuck" },
          ],
        },
        stuck,
      },
    },

    idle: {
      description: "It has no work, and none is asked for.",
      tags: "Idle",
      initial: "resting",
      entry: "beginRest",
      always: [
        {
          description: "Somebody gave it work, and took that away again before it was seen at work.",
          guard: "hasWorkEnded",
          actions: "noteEndOfWork",
        },
        { guard: "hasLostPolecat", actions: ["releasePolecat", named("polecatLost")] },
        { guard: { type: "isTargetElsewhere", params: "idle" }, target: "settling" },
      ],
      states: {
        resting: {
          description: "It may rest for as long as nobody wants anything else of it.",
          always: [
            { guard: "isRestUndated", actions: "dateRest" },
            { guard: "hasIdleLimit", target: "limited" },
          ],
        },
        limited: {
          description: "It rests until the first of its limits is reached.",
          entry: "noteRestEnd",
          always: { guard: "isLimitMoved", target: "resting" },
          after: { idleLimit: { target: "expired", actions: "noteIdleLimit" } },
        },
        expired: {
          description:
            "A limit asks for its end: left with the next trusted read. A reopened bead or other limits lift the limit before.",
          always: { guard: "isLimitLifted", target: "resting" },
        },
      },
    },

    terminating,

    terminated: {
      description: "Its polecat is gone. A changed spec begins the next incarnation.",
      tags: "Terminated",
      entry: "endLife",
      always: [
        { guard: "isSpecRenewed", target: "unobserved", actions: "beginIncarnation" },
        { guard: "isSeenAgain", target: "unobserved", actions: "beginIncarnation" },
        {
          guard: "isListedStill",
          target: "#polecat.terminating.revocable.blocked",
          actions: ["recallPolecat", named("polecatRecalled"), "requestObservation"],
        },
      ],
    },

    failed: {
      description: "No work comes of the bead until the bead, the spec or the town is another one.",
      tags: "Failed",
      entry: "recordFailure",
      always: [
        { guard: "isSpecRenewed", target: "settling", actions: "beginAgain" },
        { guard: "isFailureOver", target: "settling", actions: "clearBlocker" },
      ],
    },
  },
});
