/**
 * A stuck polecat and its witness: told of by a nudge, then by mail, then by an escalation that is repeated until there
 * is progress. The waits between double; no step of it ends or restarts anything.
 */
import { answer, fault, time } from "./payloads.ts";
import { polecatSetup } from "./polecat.setup.ts";
import { warningRequest } from "./polecat.warnings.ts";

/**
 * What was told stays told; and whoever is being told is told to the end, for a call whose answer nobody hears goes
 * through all the same, and would count for nothing.
 */
const longer = {
  description: "Its witness waits longer now than it has been unresponsive.",
  guard: "isThresholdMovedAhead",
  target: "#polecat.working.suspect",
} as const;

export const stuck = polecatSetup.createStateConfig({
  description:
    "It has given no sign of life for as long as its witness waits: people are told, step by step. Nothing is ended or restarted.",
  tags: "stuck",
  initial: "entered",
  always: { guard: "hasRecovered", target: "healthy" },
  states: {
    entered: {
      description:
        "One that stopped counting as stuck, as with a longer threshold, goes on where it was. Nothing rests here.",
      tags: "quiet",
      always: [{ guard: "isToldAlready", target: "nudged" }, { target: "watching" }],
    },
    watching: {
      description: "Nobody was told yet.",
      tags: "untold",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "nudging" }, { target: "nudgeHeld" }] },
    },
    nudgeHeld: {
      description: "It is time to nudge, and something forbids it or is not known.",
      tags: ["untold", "held"],
      always: [longer, { guard: "mayWarn", target: "nudging" }],
    },
    nudging: {
      description: "A line is typed into its terminal.",
      tags: "quiet",
      exit: "countTry",
      invoke: {
        id: "nudge",
        src: "nudge",
        input: ({ context }) => warningRequest(context),
        onDone: [
          {
            guard: { type: "isUnreached", params: answer },
            target: "mailing",
            actions: { type: "recordWarning", params: answer },
          },
          { target: "nudged", actions: [{ type: "recordWarning", params: answer }, "forgetPane"] },
        ],
        onError: { target: "watching", actions: { type: "recordWarningFault", params: fault } },
      },
      on: {
        "host.restored": {
          target: "nudged",
          actions: [
            { type: "resume", params: time },
            { type: "recordLostWarning", params: time },
            "forgetPane",
          ],
        },
      },
    },
    nudged: {
      description: "It was nudged: mail follows after a wait.",
      tags: "nudged",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "mailing" }, { target: "mailHeld" }] },
    },
    mailHeld: {
      description: "It is time for mail, and something forbids it or is not known.",
      tags: "held",
      always: [longer, { guard: "mayWarn", target: "mailing" }],
    },
    mailing: {
      description: "Mail goes to whom its witness names.",
      tags: "quiet",
      exit: "countTry",
      invoke: {
        id: "mail",
        src: "mail",
        input: ({ context }) => warningRequest(context),
        onDone: [
          {
            guard: { type: "isUnreached", params: answer },
            target: "escalating",
            actions: { type: "recordWarning", params: answer },
          },
          { target: "mailed", actions: { type: "recordWarning", params: answer } },
        ],
        onError: { target: "nudged", actions: { type: "recordWarningFault", params: fault } },
      },
      on: {
        "host.restored": {
          description: "A mail that went out is found in the inbox by its key: it is tried again.",
          target: "nudged",
          actions: { type: "resume", params: time },
        },
      },
    },
    mailed: {
      description: "Mail went out: an escalation follows after a wait.",
      tags: "mailed",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "escalating" }, { target: "escalationHeld" }] },
    },
    escalationHeld: {
      description: "It is time to escalate, and something forbids it or is not known.",
      tags: "held",
      always: [longer, { guard: "mayWarn", target: "escalating" }],
    },
    escalating: {
      description: "gt escalates it to whoever looks after the town.",
      tags: "quiet",
      exit: "countTry",
      invoke: {
        id: "escalate",
        src: "escalate",
        input: ({ context }) => warningRequest(context),
        onDone: [
          {
            guard: { type: "isUnreached", params: answer },
            target: "unheard",
            actions: { type: "recordWarning", params: answer },
          },
          { target: "escalated", actions: { type: "recordWarning", params: answer } },
        ],
        onError: { target: "unheard", actions: { type: "recordWarningFault", params: fault } },
      },
      on: {
        "host.restored": {
          target: "escalated",
          actions: [
            { type: "resume", params: time },
            { type: "recordLostWarning", params: time },
          ],
        },
      },
    },
    unheard: {
      description: "The newest escalation did not go through: the next one follows after a wait.",
      tags: "unheard",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "escalating" }, { target: "escalationHeld" }] },
    },
    escalated: {
      description: "It was escalated: that is repeated after ever longer waits.",
      tags: "escalated",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "escalating" }, { target: "escalationHeld" }] },
    },
  },
});
