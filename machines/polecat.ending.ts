/**
 * A polecat's end: prove that nothing can be lost, record the proof, stop the session, nuke, and wait for the evidence.
 * Whatever is not clean or not known leads to `blocked`, from which all of it begins anew.
 */
import { answer, answerTime, fault, faultTime, time, wish } from "./payloads.ts";
import * as request from "./polecat.requests.ts";
import { polecatSetup } from "./polecat.setup.ts";

export const terminating = polecatSetup.createStateConfig({
  tags: "ending",
  initial: "waiting",
  /** A sign of life counts here, too: an end that is taken back finds the lapse as it is then. */
  always: { guard: "isLapseOver", actions: "endLapse" },
  states: {
    waiting: {
      tags: ["waiting", "quiet"],
      always: [
        { guard: "hasLeftTerminating", target: "#polecat.settling" },
        { guard: "canWrite", target: "proving" },
      ],
    },
    proving: {
      tags: "trying",
      always: { guard: "hasLeftTerminating", target: "#polecat.settling" },
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
    /** The proof reaches status before anything is destroyed. */
    recording: {
      always: { guard: "hasLeftTerminating", target: "#polecat.settling" },
      invoke: {
        id: "recordProof",
        src: "recordProof",
        input: ({ context }) => request.proofRecord(context),
        // The town or the wish may have changed since the proof began: nothing is touched then.
        onDone: [{ guard: "canWrite", target: "stopping" }, { target: "waiting" }],
        onError: { target: "blocked", actions: { type: "recordUnknown", params: fault } },
      },
      on: { "host.restored": { target: "waiting", actions: { type: "resume", params: time } } },
    },
    stopping: {
      invoke: {
        id: "stopSession",
        src: "stopSession",
        input: ({ context }) => request.stopRequest(context),
        onDone: { target: "nuking", actions: { type: "noteStop", params: answerTime } },
        // gt may have stopped it all the same.
        onError: {
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
    /**
     * gt said that it went through. It is gone like everything else once two lists of a healthy town lack it, whatever is
     * asked for meanwhile.
     */
    nuked: {
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
        unread: { always: { guard: "isMissedOnce", target: "missed", actions: "requestObservation" } },
        missed: {},
      },
    },
    blocked: {
      tags: ["blocked", "backingOff"],
      always: { guard: "hasLeftTerminating", target: "#polecat.settling" },
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
