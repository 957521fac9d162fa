/**
 * A Polecat, from its first observation to its end.
 *
 * The decision where to go is `standing()`: each state leaves for `settling` when its standing is another, and
 * `settling` sends it there. What this file adds is the work on the way; the way out is in polecat.ending.ts.
 */
import { initialPolecatContext } from "./polecat.context.ts";
import * as request from "./polecat.requests.ts";
import { terminating } from "./polecat.ending.ts";
import { polecatSetup } from "./polecat.setup.ts";
import { stuck } from "./polecat.stuck.ts";
import { answer, facts, fault, message, time, wish } from "./payloads.ts";

/** Raise it with every change that makes an old snapshot mean something else: old ones are then dropped. */
export const POLECAT_VERSION = 9;

export const polecatMachine = polecatSetup.createMachine({
  id: "polecat",
  context: ({ input }) => initialPolecatContext(input),
  initial: "unobserved",
  on: {
    "spec.observed": { actions: { type: "acceptWish", params: wish } },
    "town.observed": {
      guard: { type: "isFresh", params: facts },
      actions: { type: "acceptFacts", params: facts },
    },
    "finalizer.refused": { actions: { type: "noteFinalizerProblem", params: message } },
    "host.restored": { actions: { type: "resume", params: time } },
  },
  states: {
    unobserved: {
      tags: ["Pending", "undecided", "quiet"],
      always: { guard: "isDecided", target: "settling" },
    },

    /** Passed through, never rested in: it reads the standing. */
    settling: {
      tags: ["Pending", "quiet"],
      always: [
        { guard: "hasLostPolecat", actions: "releasePolecat" },
        // Its work ended while an end was asked for, or while the operator was down.
        { guard: "hasWorkEnded", actions: "noteEndOfWork" },
        { guard: "standsTerminating", target: "terminating", actions: "followHolder" },
        { guard: "standsTerminated", target: "terminated" },
        { guard: "standsFailed", target: "failed", actions: ["recordUnfitBead", "endLapse"] },
        { guard: "standsWorking", target: "working", actions: "followHolder" },
        { guard: "standsIdle", target: "idle" },
        { target: "pending", actions: "endLapse" },
      ],
    },

    pending: {
      tags: "Pending",
      initial: "waiting",
      states: {
        waiting: {
          tags: "waiting",
          always: [
            { guard: "hasWorkEnded", actions: "noteEndOfWork" },
            { guard: "hasLeftPending", target: "#polecat.settling" },
            { guard: "canSling", target: "slinging" },
          ],
        },
        slinging: {
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
              // The bead turned out closed or missing: the next observation decides, not this answer.
              {
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
          tags: "backingOff",
          always: [
            { guard: "hasWorkEnded", actions: "noteEndOfWork" },
            { guard: "hasLeftPending", target: "#polecat.settling" },
            { guard: "hasTownReturned", target: "waiting", actions: "clearObstacle" },
          ],
          on: {
            "spec.observed": {
              guard: { type: "isNewWish", params: wish },
              target: "waiting",
              actions: [{ type: "acceptWish", params: wish }, "clearObstacle"],
            },
          },
          after: { slingBackoff: "waiting" },
        },
      },
    },

    working: {
      tags: "Working",
      initial: "healthy",
      entry: "beginWork",
      always: [
        { guard: "hasLeftWorking", target: "settling", actions: "noteEndOfWork" },
        // gt gave the bead to another polecat, as it does when the session is dead: the work is there now.
        { guard: "isHeldByAnother", target: "settling" },
      ],
      states: {
        /** Passed through where an end that was taken back left a lapse behind: it goes on. */
        healthy: {
          always: [
            { guard: "isLapseOver", actions: "endLapse" },
            { guard: "isLifeless", target: "suspect", actions: "beginLapse" },
          ],
        },
        suspect: {
          tags: "suspect",
          entry: "noteThreshold",
          always: [
            { guard: "isRevived", target: "healthy" },
            { guard: "isThresholdMoved", target: "unconfirmed" },
          ],
          after: { stuckThreshold: [{ guard: "isLifeless", target: "stuck" }, { target: "unconfirmed" }] },
        },
        /** The time is up, but the newest read does not say that it is lifeless still; or the time is another one now. */
        unconfirmed: {
          tags: "suspect",
          always: [
            { guard: "isRevived", target: "healthy" },
            { guard: "isThresholdMovedAhead", target: "suspect" },
            { guard: "isLifeless", target: "stuck" },
          ],
        },
        stuck,
      },
    },

    idle: {
      tags: "Idle",
      initial: "resting",
      entry: "beginRest",
      always: [
        // Somebody gave it work, and took that away again before it was seen at work.
        { guard: "hasWorkEnded", actions: "noteEndOfWork" },
        { guard: "hasLostPolecat", actions: "releasePolecat" },
        { guard: "hasLeftIdle", target: "settling" },
      ],
      states: {
        resting: {
          always: [
            { guard: "isRestUndated", actions: "dateRest" },
            { guard: "hasIdleLimit", target: "limited" },
          ],
        },
        limited: {
          entry: "noteRestEnd",
          always: { guard: "isLimitMoved", target: "resting" },
          after: { idleLimit: { target: "expired", actions: "noteIdleLimit" } },
        },
        /** Left for good with the next trusted read; a reopened bead or other limits lift the limit before. */
        expired: { always: { guard: "isLimitLifted", target: "resting" } },
      },
    },

    terminating,

    terminated: {
      tags: "Terminated",
      entry: "endLife",
      always: [
        { guard: "beginsAnew", target: "unobserved", actions: "beginIncarnation" },
        { guard: "isSeenAgain", target: "unobserved", actions: "beginIncarnation" },
        {
          guard: "isListedStill",
          target: "#polecat.terminating.blocked",
          actions: ["recallPolecat", "requestObservation"],
        },
      ],
    },

    failed: {
      tags: "Failed",
      entry: "recordFailure",
      always: [
        { guard: "beginsAnew", target: "settling", actions: "beginAgain" },
        { guard: "isFailureOver", target: "settling", actions: "clearObstacle" },
      ],
    },
  },
});
