/**
 * A polecat's end: prove that nothing can be lost, record the proof, stop the session, nuke, and wait for the evidence.
 * Whatever is not clean or not known leads to `blocked`, from which all of it begins anew.
 */
import { answer, answerTime, fault, faultTime, time, wish } from "./payloads.ts";
import * as request from "./polecat.requests.ts";
import { polecatSetup } from "./polecat.setup.ts";

export const terminating = polecatSetup.createStateConfig({
  description: "An end is asked for: it is proven safe, recorded, and only then carried out.",
  tags: "ending",
  initial: "waiting",
  always: {
    description: "A sign of life counts here, too: an end that is taken back finds the lapse as it is then.",
    guard: "isLapseOver",
    actions: "endLapse",
  },
  states: {
    waiting: {
      description: "Something has to be so before anything is asked: a blocker says what.",
      tags: ["waiting", "quiet"],
      always: [
        { guard: { type: "isTargetElsewhere", params: "terminating" }, target: "#polecat.settling" },
        { guard: "nothingBlocksEnd", target: "proving" },
      ],
    },
    proving: {
      description: "Each check is read that says whether the end could lose something.",
      tags: "trying",
      always: { guard: { type: "isTargetElsewhere", params: "terminating" }, target: "#polecat.settling" },
      invoke: {
        id: "proveTermination",
        src: "proveTermination",
        input: ({ context }) => request.terminationRequest(context),
        onDone: [
          {
            guard: { type: "isProven", params: answer },
            target: "recording",
            actions: { type: "rememberProof", params: answer },
          },
          {
            guard: { type: "isReplaced", params: answer },
            target: "#polecat.terminated",
            actions: [{ type: "distrustFacts", params: answerTime }, "requestObservation"],
          },
          {
            guard: { type: "isGone", params: answer },
            target: "waiting",
            actions: [{ type: "distrustFacts", params: answerTime }, "requestObservation"],
          },
          { target: "blocked", actions: { type: "recordBlocker", params: answer } },
        ],
        onError: { target: "blocked", actions: { type: "recordUnknown", params: fault } },
      },
      on: { "host.restored": { target: "waiting", actions: { type: "resume", params: time } } },
    },
    recording: {
      description: "The proof reaches the status before anything is destroyed.",
      always: { guard: { type: "isTargetElsewhere", params: "terminating" }, target: "#polecat.settling" },
      invoke: {
        id: "recordProof",
        src: "recordProof",
        input: ({ context }) => request.proofRecord(context),
        onDone: [
          { guard: "nothingBlocksEnd", target: "stopping" },
          {
            description:
              "The town or the wish may have changed since the proof began: nothing is touched then.",
            target: "waiting",
          },
        ],
        onError: { target: "blocked", actions: { type: "recordUnknown", params: fault } },
      },
      on: { "host.restored": { target: "waiting", actions: { type: "resume", params: time } } },
    },
    stopping: {
      description: "gt stops the session, so that nobody writes any more.",
      invoke: {
        id: "stopSession",
        src: "stopSession",
        input: ({ context }) => request.stopRequest(context),
        onDone: { target: "nuking", actions: { type: "noteStop", params: answerTime } },
        onError: {
          description: "gt may have stopped it all the same.",
          target: "blocked",
          actions: [
            { type: "recordUnknown", params: fault },
            { type: "noteLostStop", params: faultTime },
            "requestObservation",
          ],
        },
      },
      on: {
        "host.restored": {
          target: "waiting",
          actions: [
            { type: "resume", params: time },
            { type: "noteLostStop", params: time },
          ],
        },
      },
    },
    nuking: {
      description: "All is looked at once more, and gt destroys worktree, branch and session.",
      entry: "noteNuke",
      invoke: {
        id: "nuke",
        src: "nuke",
        input: ({ context }) => request.nukeRequest(context),
        onDone: [
          {
            guard: { type: "isNuked", params: answer },
            target: "nuked",
            actions: [{ type: "distrustFacts", params: answerTime }, "requestObservation"],
          },
          { target: "blocked", actions: [{ type: "recordBlocker", params: answer }, "forgetNuke"] },
        ],
        onError: { target: "blocked", actions: { type: "recordUnknown", params: fault } },
      },
      on: { "host.restored": { target: "waiting", actions: { type: "resume", params: time } } },
    },
    nuked: {
      description:
        "gt says that it went through: it counts as gone once two lists of a healthy town lack it, whatever is asked for meanwhile.",
      tags: "nuked",
      initial: "unread",
      always: [
        {
          guard: "isGoneIndeed",
          target: "#polecat.terminated",
          actions: ["forgetFacts", "requestObservation"],
        },
        { guard: "isStillThere", target: "blocked", actions: "recordVainNuke" },
      ],
      states: {
        unread: {
          description: "No list since then lacks it.",
          always: { guard: "isMissedOnce", target: "missed", actions: "requestObservation" },
        },
        missed: { description: "One list lacks it, which is not enough." },
      },
    },
    blocked: {
      description: "Something is not clean or not known: after a wait all of it begins anew.",
      tags: ["blocked", "backingOff"],
      always: { guard: { type: "isTargetElsewhere", params: "terminating" }, target: "#polecat.settling" },
      on: {
        "spec.observed": {
          guard: { type: "isNewWish", params: wish },
          target: "waiting",
          actions: [{ type: "acceptWish", params: wish }, "clearObstacle"],
        },
      },
      after: { proofBackoff: "waiting" },
    },
  },
});
