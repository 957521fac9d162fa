/**
 * A Convoy: found or created once in gt, counted from bead reads until all are closed, then notified: one mail for each
 * completion and address. gt creates a new convoy at each call, so `finding` comes before `creating`, also after every
 * restart. Beads that the spec names later are added to gt's convoy before they are waited for.
 */
import { convoyRequest, extensionRequest, initialConvoyContext, noticeRequest } from "./convoy.context.ts";
import { convoySetup } from "./convoy.setup.ts";
import { answer, answerTime, facts, fault, time, desired } from "./payloads.ts";

/** Raise it with every change that makes an old snapshot mean something else: old ones are then dropped. */
export const CONVOY_VERSION = 3;

export const convoyMachine = convoySetup.createMachine({
  id: "convoy",
  description:
    "A convoy is found or made once in gt, counted from bead reads until all are closed, and then told of: one mail for each completion and address.",
  context: ({ input }) => initialConvoyContext(input),
  initial: "pending",
  on: {
    "spec.observed": { actions: { type: "acceptDesired", params: desired } },
    "town.observed": {
      guard: { type: "isFresh", params: facts },
      actions: { type: "acceptFacts", params: facts },
    },
    "host.restored": { actions: { type: "distrustFacts", params: time } },
  },
  states: {
    pending: {
      description: "gt's convoy is not there yet.",
      tags: "Pending",
      initial: "waiting",
      states: {
        waiting: {
          description: "Some bead, the town or the rig has to be there first.",
          always: [
            { guard: "hasConvoy", target: "#convoy.inProgress" },
            { guard: "isNothingThere", target: "#convoy.failed", actions: "recordMissingBeads" },
            { guard: "isAllEnded", target: "#convoy.failed", actions: "recordEndedBeads" },
            { guard: "isCreatable", target: "finding" },
          ],
        },
        finding: {
          description:
            "A convoy that an earlier try has made is looked for: gt makes a new one with each call.",
          tags: "trying",
          invoke: {
            id: "findConvoy",
            src: "findConvoy",
            input: ({ context }) => convoyRequest(context),
            onDone: [
              {
                guard: { type: "isFound", params: answer },
                target: "#convoy.inProgress",
                actions: { type: "recordConvoy", params: answer },
              },
              { target: "creating" },
            ],
            onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
          },
          on: { "host.restored": { target: "waiting", actions: { type: "distrustFacts", params: time } } },
        },
        creating: {
          description: "gt makes the convoy, with the resource's uid in its title.",
          tags: "trying",
          invoke: {
            id: "createConvoy",
            src: "createConvoy",
            input: ({ context }) => convoyRequest(context),
            onDone: [
              {
                guard: { type: "isCreated", params: answer },
                target: "#convoy.inProgress",
                actions: [
                  {
                    type: "recordConvoy",
                    params: ({ event: { output } }) => ({
                      id: output.outcome === "created" ? output.id : null,
                      tracked: output.outcome === "created" ? output.tracked : [],
                      at: output.at,
                    }),
                  },
                  "requestObservation",
                ],
              },
              {
                guard: { type: "isRefusedForGood", params: answer },
                target: "#convoy.failed",
                actions: { type: "recordRefusal", params: answer },
              },
              { target: "backingOff", actions: { type: "recordRefusal", params: answer } },
            ],
            onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
          },
          on: { "host.restored": { target: "waiting", actions: { type: "distrustFacts", params: time } } },
        },
        backingOff: {
          description: "gt could not make it: the next try comes after a wait.",
          tags: "backingOff",
          on: {
            "spec.observed": {
              guard: { type: "isDesiredNew", params: desired },
              target: "waiting",
              actions: [{ type: "acceptDesired", params: desired }, "clearBlocker"],
            },
          },
          after: { createBackoff: "waiting" },
        },
      },
    },

    inProgress: {
      description: "gt's convoy is there, and not all of its beads are closed.",
      tags: "InProgress",
      always: [
        { guard: "owesBeads", target: "extending" },
        { guard: "isAllClosed", target: "completed" },
        { guard: "isAllEnded", target: "failed", actions: "recordEndedBeads" },
      ],
    },

    extending: {
      description: "The spec names beads that gt's convoy lacks.",
      tags: "InProgress",
      initial: "adding",
      states: {
        adding: {
          description: "gt adds them.",
          tags: "trying",
          invoke: {
            id: "extendConvoy",
            src: "extendConvoy",
            input: ({ context }) => extensionRequest(context),
            onDone: [
              {
                guard: { type: "isExtended", params: answer },
                target: "#convoy.inProgress",
                actions: { type: "recordExtension", params: answer },
              },
              {
                guard: { type: "isRefusedForGood", params: answer },
                target: "#convoy.inProgress",
                actions: { type: "giveUpBeads", params: answer },
              },
              { target: "backingOff", actions: { type: "recordRefusal", params: answer } },
            ],
            onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
          },
          on: {
            "host.restored": {
              target: "#convoy.inProgress",
              actions: { type: "distrustFacts", params: time },
            },
          },
        },
        backingOff: {
          description: "gt could not add them: the next try comes after a wait.",
          tags: "backingOff",
          always: {
            description: "gt's convoy lacks a bead; the beads are closed all the same.",
            guard: "isAllClosed",
            target: "#convoy.completed",
          },
          on: {
            "spec.observed": {
              guard: { type: "isDesiredNew", params: desired },
              target: "#convoy.inProgress",
              actions: { type: "acceptDesired", params: desired },
            },
          },
          after: { extensionBackoff: "#convoy.inProgress" },
        },
      },
    },

    completed: {
      description: "All of its beads are closed.",
      tags: "Completed",
      initial: "deciding",
      entry: "complete",
      always: {
        description: "The spec names other beads: those were never counted.",
        guard: "isOtherBatch",
        target: "inProgress",
      },
      states: {
        deciding: {
          description: "Whether somebody is to be told. Nothing rests here.",
          tags: "quiet",
          always: [{ guard: "owesNotice", target: "notifying" }, { target: "settled" }],
        },
        settled: {
          description: "Whoever was to be told was told, or cannot be. A bead that is opened opens it again.",
          always: [
            { guard: "isSomethingOpen", target: "#convoy.inProgress", actions: "reopen" },
            { guard: "isCompletedAnew", target: "deciding", actions: "completeAnew" },
            { guard: "owesNotice", target: "notifying" },
          ],
        },
        notifying: {
          description: "One mail goes to the address of the spec, about this completion.",
          tags: "trying",
          entry: "addressNotice",
          invoke: {
            id: "notify",
            src: "notify",
            input: ({ context }) => noticeRequest(context),
            onDone: [
              {
                guard: { type: "isSent", params: answer },
                target: "settled",
                actions: { type: "recordNotice", params: answerTime },
              },
              {
                guard: { type: "isRefusedForGood", params: answer },
                target: "settled",
                actions: [{ type: "recordRefusal", params: answer }, "giveUp"],
              },
              { target: "backingOff", actions: { type: "recordRefusal", params: answer } },
            ],
            onError: { target: "backingOff", actions: { type: "recordFault", params: fault } },
          },
          on: { "host.restored": { target: "settled", actions: { type: "distrustFacts", params: time } } },
        },
        backingOff: {
          description: "The mail did not go out: the next try comes after a wait.",
          tags: "backingOff",
          always: { guard: "isSomethingOpen", target: "#convoy.inProgress", actions: "reopen" },
          on: {
            "spec.observed": {
              guard: { type: "isDesiredNew", params: desired },
              target: "settled",
              actions: [{ type: "acceptDesired", params: desired }, "clearBlocker"],
            },
          },
          after: { noticeBackoff: "settled" },
        },
      },
    },

    failed: {
      description: "Nothing comes of it until its spec or its beads change.",
      tags: "Failed",
      entry: "giveUp",
      always: [
        { guard: "isRenewed", target: "pending", actions: "clearBlocker" },
        { guard: "isSomethingThereAgain", target: "pending", actions: "clearBlocker" },
        { guard: "isSomethingReopened", target: "pending", actions: "clearBlocker" },
      ],
    },
  },
});
