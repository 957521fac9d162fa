/**
 * A polecat in pods, from its first observation to its end: a bead is taken for it, one pod after the other works on it,
 * and what the last one has pushed is handed over. pod.decision.ts says where to be, and what follows from a pod's end.
 */
import { answer, facts, fault, time, desired } from "./payloads.ts";
import { attempt } from "./pod.attempt.ts";
import { initialPodContext } from "./pod.context.ts";
import { podTerminating } from "./pod.ending.ts";
import { podSetup, refusal } from "./pod.setup.ts";
import { target } from "./pod.updates.ts";

const LOST = { target: "waiting", actions: { type: "distrust", params: time } } as const;

/** Raised when old decisions change, or the context's form. */
export const POD_VERSION = 1;

export const podMachine = podSetup.createMachine({
  id: "pod",
  description:
    "A polecat in pods. Each state leaves where another one is asked for, and settling sends it there.",
  context: ({ input }) => initialPodContext(input),
  initial: "unobserved",
  on: {
    "spec.observed": { actions: { type: "acceptDesired", params: desired } },
    "pods.observed": { actions: { type: "acceptPods", params: facts } },
    "town.observed": { actions: { type: "acceptTown", params: facts } },
    "host.restored": { actions: { type: "distrust", params: time } },
  },
  states: {
    unobserved: {
      description: "Pods and town were not both read yet.",
      tags: "Pending",
      always: { guard: "isDecided", target: "settling" },
    },
    settling: {
      description: "It reads where it should be, and goes there. Nothing rests here.",
      tags: "Pending",
      always: [
        { guard: "endRequested", target: "terminating" },
        { guard: "nothingToEnd", target: "terminated" },
        { guard: "isIdle", target: "idle" },
        { guard: "hasPod", target: "attempt" },
        { guard: "hasFailed", target: "failed" },
        { target: "pending" },
      ],
    },
    pending: {
      description: "A bead is to be worked on, and no pod of it is there.",
      tags: "Pending",
      initial: "entered",
      always: { guard: { type: "isElsewhere", params: "pending" }, target: "settling" },
      states: {
        entered: {
          description: "Behind an attempt that has ended a wait comes first.",
          always: [{ guard: "hasTries", target: "backingOff" }, { target: "waiting" }],
        },
        waiting: {
          description: "Something has to be so before a pod is made: a blocker says what.",
          always: { guard: "nothingForbids", target: "claiming" },
        },
        claiming: {
          description: "The bead is taken under a name that no patrol of gt's looks after.",
          invoke: {
            id: "claimBead",
            src: "claimBead",
            input: ({ context }) => target(context),
            onDone: [
              {
                guard: { type: "isWell", params: answer },
                target: "making",
                actions: ["holdBead", "beginAttempt"],
              },
              { target: "backingOff", actions: { type: "recordRefusal", params: refusal } },
            ],
            onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
          },
          on: { "host.restored": LOST },
        },
        making: {
          description: "The pod of this attempt is made, or found.",
          invoke: {
            id: "ensurePod",
            src: "ensurePod",
            input: ({ context }) => target(context),
            onDone: [
              { guard: { type: "isWell", params: answer }, target: "made", actions: "requestObservation" },
              { target: "backingOff", actions: { type: "recordRefusal", params: refusal } },
            ],
            onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
          },
          on: { "host.restored": LOST },
        },
        made: {
          description: "It is there, and was not seen yet.",
          after: { attemptBackoff: "waiting" },
          on: { "host.restored": LOST },
        },
        backingOff: {
          description: "An attempt has ended, or could not begin: the next one comes after a wait.",
          tags: "backingOff",
          on: {
            "spec.observed": {
              guard: { type: "isNewDesired", params: desired },
              target: "waiting",
              actions: { type: "acceptDesired", params: desired },
            },
          },
          after: { attemptBackoff: "waiting" },
        },
      },
    },
    starting: {
      description: "A pod of it is there, and its agent does not run yet: the pod's own status says why.",
      tags: "Pending",
      always: [
        { guard: { type: "isElsewhere", params: "attempt" }, target: "settling" },
        { guard: { type: "isOtherStage", params: "starting" }, target: "attempt" },
      ],
    },
    attempt,
    idle: {
      description: "It has no work, and none is asked for.",
      tags: "Idle",
      entry: "rest",
      always: { guard: { type: "isElsewhere", params: "idle" }, target: "settling" },
    },
    failed: {
      description:
        "As many attempts at the bead have failed as there may be: only a changed spec begins anew.",
      tags: "Failed",
      always: { guard: { type: "isElsewhere", params: "failed" }, target: "settling" },
    },
    terminating: podTerminating,
    terminated: {
      description: "No pod of it is there, and its bead is done or given back.",
      tags: "Terminated",
      entry: "endLife",
      always: { guard: "isRenewed", target: "settling" },
    },
  },
});
