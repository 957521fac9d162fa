/** One pod of a polecat, from when it was asked for to what follows from its end. `routing` reads what it is, and goes there. */
import { answer, answerTime, fault, time } from "./payloads.ts";
import { podSetup, refusal } from "./pod.setup.ts";
import { target } from "./pod.updates.ts";

const ROUTING = "#pod.attempt.routing";

/** The answer is lost; each of these services may be asked again. */
const ASKED_AGAIN = { target: ROUTING, actions: { type: "distrust", params: time } } as const;

export const attempt = podSetup.createStateConfig({
  description: "The agent of its pod runs, or has run, and nothing was decided of its end yet.",
  tags: "Working",
  initial: "routing",
  always: {
    description: "Its bead is closed, or an end is asked for.",
    guard: { type: "isElsewhere", params: "attempt" },
    target: "#pod.settling",
  },
  states: {
    routing: {
      description: "It reads what is known of the pod, and goes there.",
      always: [
        { guard: { type: "isVerdict", params: "askRemote" }, target: "askingRemote" },
        { guard: { type: "isVerdict", params: "handOver" }, target: "handingOver" },
        {
          description: "It has failed by itself: that counts.",
          guard: { type: "isVerdict", params: "count" },
          target: "#pod.settling",
          actions: { type: "judge", params: { counts: true } },
        },
        {
          description: "It was taken away, and counts for nothing: the next one begins from the checkpoint.",
          guard: { type: "isVerdict", params: "retry" },
          target: "#pod.settling",
          actions: { type: "judge", params: { counts: false } },
        },
        { guard: { type: "isStage", params: "starting" }, target: "#pod.starting" },
        { guard: { type: "isStage", params: "running" }, target: "working" },
        { guard: { type: "isStage", params: "silent" }, target: "working.suspect" },
        { guard: { type: "isStage", params: "ending" }, target: "ending" },
        { guard: { type: "isStage", params: "lost" }, target: "lost" },
      ],
    },
    working: {
      description: "Its agent runs.",
      initial: "healthy",
      states: {
        healthy: {
          description: "It gives signs of life.",
          always: { guard: { type: "isOtherStage", params: "running" }, target: ROUTING },
        },
        suspect: {
          description: "Its warden has seen no sign of life for as long as it waits.",
          always: { guard: { type: "isOtherStage", params: "silent" }, target: ROUTING },
          after: { silence: "stuck" },
        },
        stuck: {
          description: "It gives no sign of life. Nothing is ended for that.",
          tags: "stuck",
          always: { guard: { type: "isOtherStage", params: "silent" }, target: ROUTING },
        },
      },
    },
    ending: {
      description: "Somebody has asked for its end, and it may run still: nothing follows before it is over.",
      always: { guard: { type: "isOtherStage", params: "ending" }, target: "routing" },
    },
    lost: {
      description: "Nobody knows whether it runs: nothing follows, and nothing is ended.",
      tags: "blocked",
      always: { guard: { type: "isOtherStage", params: "lost" }, target: "routing" },
    },
    askingRemote: {
      description: "It has left no word: what of its work is on the remote is asked there.",
      invoke: {
        id: "askRemote",
        src: "askRemote",
        input: ({ context }) => target(context),
        onDone: [
          { guard: { type: "isWell", params: answer }, target: "routing", actions: "noteProven" },
          { target: "blocked", actions: { type: "recordRefusal", params: refusal } },
        ],
        onError: { target: "blocked", actions: { type: "recordFault", params: fault } },
      },
      on: { "host.restored": ASKED_AGAIN },
    },
    handingOver: {
      description:
        "Its agent has ended well: the work is handed over, and the bead closed, as gt done would.",
      invoke: {
        id: "handOver",
        src: "handOver",
        input: ({ context }) => target(context),
        onDone: [
          {
            guard: { type: "isWell", params: answer },
            target: "handedOver",
            actions: ["clearBlocker", { type: "distrust", params: answerTime }, "requestObservation"],
          },
          { target: "blocked", actions: { type: "recordRefusal", params: refusal } },
        ],
        onError: { target: "blocked", actions: { type: "recordFault", params: fault } },
      },
      on: { "host.restored": ASKED_AGAIN },
    },
    handedOver: {
      description: "The bead was closed: it rests once a read of the town says so.",
      always: { guard: "isNotClosed", target: "blocked", actions: "countTry" },
      on: { "host.restored": ASKED_AGAIN },
    },
    blocked: {
      description: "The remote or the town does not let it go on: after a wait it is tried once more.",
      tags: ["blocked", "backingOff"],
      after: { proofBackoff: "routing" },
    },
  },
});
