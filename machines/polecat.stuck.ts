/**
 * A stuck polecat and its witness: told of by a nudge, then by mail, then by an escalation that is repeated until there
 * is progress. The waits between double; no step of it ends or restarts anything.
 */
import { answer, fault, time } from "./payloads.ts";
import { polecatSetup } from "./polecat.setup.ts";
import { warningRequest } from "./polecat.warnings.ts";

/**
 * Its witness waits longer now than the lapse has lasted. What was told stays told; and whoever is being told is told to
 * the end, for a call whose answer nobody hears goes through all the same, and would count for nothing.
 */
const longer = { guard: "isThresholdMovedAhead", target: "#polecat.working.suspect" } as const;

export const stuck = polecatSetup.createStateConfig({
  tags: "stuck",
  initial: "entered",
  always: { guard: "isRevived", target: "healthy" },
  states: {
    /** Passed through. A lapse that stops counting as stuck, as with a longer threshold, goes on where it was. */
    entered: {
      tags: "quiet",
      always: [{ guard: "isToldAlready", target: "nudged" }, { target: "watching" }],
    },
    /** Nobody was told yet. */
    watching: {
      tags: "untold",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "nudging" }, { target: "nudgeHeld" }] },
    },
    /** Held: it is time to tell, and something forbids it or is not known. */
    nudgeHeld: { tags: ["untold", "held"], always: [longer, { guard: "mayWarn", target: "nudging" }] },
    nudging: {
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
      tags: "nudged",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "mailing" }, { target: "mailHeld" }] },
    },
    mailHeld: { tags: "held", always: [longer, { guard: "mayWarn", target: "mailing" }] },
    mailing: {
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
      /** A mail that went out is found in the inbox by its key: it is tried again. */
      on: { "host.restored": { target: "nudged", actions: { type: "resume", params: time } } },
    },
    mailed: {
      tags: "mailed",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "escalating" }, { target: "escalationHeld" }] },
    },
    escalationHeld: { tags: "held", always: [longer, { guard: "mayWarn", target: "escalating" }] },
    escalating: {
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
    /** The newest escalation did not go through. */
    unheard: {
      tags: "unheard",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "escalating" }, { target: "escalationHeld" }] },
    },
    escalated: {
      tags: "escalated",
      always: longer,
      after: { warningBackoff: [{ guard: "mayWarn", target: "escalating" }, { target: "escalationHeld" }] },
    },
  },
});
