/**
 * A polecat's end: prove that nothing can be lost, record the proof, stop the session, nuke, and wait for the evidence.
 * Up to the stop of the session the end may be taken back (`revocable`); from then on it is carried out whatever is asked
 * for (`committed`). Whatever is not clean or not known leads to `blocked`, from which all of it begins anew.
 */
import { answer, answerTime, fault, faultTime, time, desired } from "./payloads.ts";
import * as request from "./polecat.requests.ts";
import { polecatSetup } from "./polecat.setup.ts";

const BLOCKED = "#polecat.terminating.revocable.blocked";
const WAITING = "#polecat.terminating.revocable.waiting";

const revocable = polecatSetup.createStateConfig({
  description: "Nothing was done to the polecat yet: whoever takes the end back has it as it was.",
  initial: "waiting",
  always: {
    description: "Nobody asks for the end any more.",
    guard: { type: "isTargetElsewhere", params: "terminating" },
    target: "#polecat.settling",
  },
  on: {
    "host.restored": {
      description: "What was found out so far is old.",
      target: ".waiting",
      actions: { type: "resume", params: time },
    },
  },
  states: {
    waiting: {
      description: "Something has to be so before anything is asked: a blocker says what.",
      tags: ["waiting", "quiet"],
      always: { guard: "nothingBlocksEnd", target: "proving" },
    },
    proving: {
      description: "Each check is read that says whether the end could lose something.",
      tags: "trying",
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
    },
    recording: {
      description: "The proof reaches the status before anything is destroyed.",
      invoke: {
        id: "recordProof",
        src: "recordProof",
        input: ({ context }) => request.proofRecord(context),
        onDone: [
          { guard: "nothingBlocksEnd", target: "#polecat.terminating.committed" },
          {
            description:
              "The town or the spec may have changed since the proof began: nothing is touched then.",
            target: "waiting",
          },
        ],
        onError: { target: "blocked", actions: { type: "recordUnknown", params: fault } },
      },
    },
    blocked: {
      description: "Something is not clean or not known: after a wait all of it begins anew.",
      tags: ["blocked", "backingOff"],
      on: {
        "spec.observed": {
          guard: { type: "isDesiredNew", params: desired },
          target: "waiting",
          actions: [{ type: "acceptDesired", params: desired }, "clearBlocker"],
        },
        "host.restored": {
          description: "The wait goes on.",
          actions: { type: "resume", params: time },
        },
      },
      after: { proofBackoff: "waiting" },
    },
  },
});

const committed = polecatSetup.createStateConfig({
  description:
    "The end is carried out, whatever is asked for meanwhile: half of it would leave a polecat that nobody can use.",
  initial: "stopping",
  on: {
    "host.restored": {
      description: "Nobody knows how far it came: all of it is proven anew.",
      target: WAITING,
      actions: { type: "resume", params: time },
    },
  },
  states: {
    stopping: {
      description: "gt stops the session, so that nobody writes any more.",
      invoke: {
        id: "stopSession",
        src: "stopSession",
        input: ({ context }) => request.stopRequest(context),
        onDone: { target: "nuking", actions: { type: "noteStop", params: answerTime } },
        onError: {
          description: "gt may have stopped it all the same.",
          target: BLOCKED,
          actions: [
            { type: "recordUnknown", params: fault },
            { type: "noteLostStop", params: faultTime },
            "requestObservation",
          ],
        },
      },
      on: {
        "host.restored": {
          description: "gt may have stopped it all the same.",
          target: WAITING,
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
          { target: BLOCKED, actions: [{ type: "recordBlocker", params: answer }, "forgetNuke"] },
        ],
        onError: { target: BLOCKED, actions: { type: "recordUnknown", params: fault } },
      },
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
        { guard: "isStillThere", target: BLOCKED, actions: "recordVainNuke" },
      ],
      on: {
        "host.restored": {
          description: "gt has answered: what is waited for are lists.",
          actions: { type: "resume", params: time },
        },
      },
      states: {
        unread: {
          description: "No list since then lacks it.",
          always: { guard: "isMissedOnce", target: "missed", actions: "requestObservation" },
        },
        missed: { description: "One list lacks it, which is not enough." },
      },
    },
  },
});

export const terminating = polecatSetup.createStateConfig({
  description: "An end is asked for: it is proven safe, recorded, and only then carried out.",
  tags: "ending",
  initial: "revocable",
  always: {
    description: "A sign of life counts here, too: an end that is taken back finds it responsive again.",
    guard: "isUnresponsiveOver",
    actions: "endUnresponsive",
  },
  states: { revocable, committed },
});
