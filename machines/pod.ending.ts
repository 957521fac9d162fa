/**
 * The end of a polecat in a pod: prove that nothing can be lost, record the proof, end the pod with its grace, read its last
 * word, and give the bead back. Up to the pod's end it may be taken back (`revocable`), from then on it is carried out
 * (`committed`), as with one of the town.
 */
import { answer, answerTime, fault, time } from "./payloads.ts";
import { podSetup, refusal } from "./pod.setup.ts";
import { recordOf, target } from "./pod.updates.ts";

const revocable = podSetup.createStateConfig({
  description: "Nothing was done to the pod yet: whoever takes the end back has it as it was.",
  initial: "waiting",
  always: {
    description: "Nobody asks for the end any more.",
    guard: { type: "isElsewhere", params: "terminating" },
    target: "#pod.settling",
  },
  on: {
    "host.restored": {
      description: "What was found out so far is old.",
      target: ".waiting",
      actions: { type: "distrust", params: time },
    },
  },
  states: {
    waiting: {
      description: "A person has paused it: nothing is asked for then.",
      always: { guard: "isUnpaused", target: "proving" },
    },
    proving: {
      description: "Report, remote, merge queue and bead are read: whether the end could lose something.",
      invoke: {
        id: "proveEnd",
        src: "proveEnd",
        input: ({ context }) => target(context),
        onDone: [
          {
            guard: { type: "isWell", params: answer },
            target: "recording",
            actions: { type: "rememberProof", params: answer },
          },
          { target: "blocked", actions: { type: "recordRefusal", params: refusal } },
        ],
        onError: { target: "blocked", actions: { type: "recordFault", params: fault } },
      },
    },
    recording: {
      description: "The proof reaches the status before anything is ended.",
      invoke: {
        id: "recordProof",
        src: "recordProof",
        input: ({ context }) => recordOf(context),
        onDone: "#pod.terminating.committed",
        onError: { target: "blocked", actions: { type: "recordFault", params: fault } },
      },
    },
    blocked: {
      description: "Something is not saved or not known: after a wait all of it begins anew.",
      tags: ["blocked", "backingOff"],
      after: { proofBackoff: "waiting" },
    },
  },
});

const committed = podSetup.createStateConfig({
  description: "The end is carried out, whatever is asked for meanwhile.",
  initial: "stopping",
  on: {
    "host.restored": {
      description: "Nobody knows how far it came: the pod is asked to end once more.",
      target: ".stopping",
      actions: { type: "distrust", params: time },
    },
  },
  states: {
    stopping: {
      description: "The pod is deleted, with its grace: its warden saves what there is.",
      invoke: {
        id: "endPod",
        src: "endPod",
        input: ({ context }) => target(context),
        onDone: {
          target: "waiting",
          actions: [{ type: "distrust", params: answerTime }, "requestObservation"],
        },
        onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
      },
    },
    waiting: {
      description: "It has its grace: nothing follows before no pod of it runs any more.",
      always: [{ guard: "areAllOver", target: "reading" }],
    },
    reading: {
      description: "Its last word is read; where there is none, the remote is asked.",
      always: [{ guard: "isWordMissing", target: "askingRemote" }, { target: "releasing" }],
    },
    askingRemote: {
      description: "It has left no word: what of its work is on the remote is asked there.",
      invoke: {
        id: "askRemoteAtEnd",
        src: "askRemote",
        input: ({ context }) => target(context),
        onDone: [
          { guard: { type: "isWell", params: answer }, target: "reading", actions: "noteProven" },
          { target: "backingOff", actions: { type: "recordRefusal", params: refusal } },
        ],
        onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
      },
    },
    releasing: {
      description: "A bead that is not done is given back.",
      invoke: {
        id: "releaseBead",
        src: "releaseBead",
        input: ({ context }) => target(context),
        onDone: { target: "#pod.terminated", actions: "requestObservation" },
        onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
      },
    },
    backingOff: {
      description: "It could not be done: after a wait it is tried once more.",
      tags: ["blocked", "backingOff"],
      after: { proofBackoff: "stopping" },
    },
  },
});

export const podTerminating = podSetup.createStateConfig({
  description: "An end is asked for: it is proven safe, recorded, and only then carried out.",
  tags: "ending",
  initial: "revocable",
  states: { revocable, committed },
});
