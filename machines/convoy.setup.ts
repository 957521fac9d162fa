/** The named guards, actions, delays and services of the Convoy machine; its states are in convoy.machine.ts. */
import { assign, setup } from "xstate";
import { backoff } from "./backoff.ts";
import * as reads from "./convoy.context.ts";
import type { ConvoyContext, ConvoyMachineInput } from "./convoy.context.ts";
import type { ConvoyEvent } from "./events.ts";
import type { ConvoyFacts } from "./facts.ts";
import {
  convoyServices,
  type CreateConvoyOutput,
  type FindConvoyOutput,
  type NotifyOutput,
  type ServiceFault,
} from "./services.ts";
import type { ConvoyWish } from "./wishes.ts";

/** gt refused the same wish this often: only a person can help. */
const REFUSALS_UNTIL_GIVEN_UP = 3;

type Refusable = CreateConvoyOutput | NotifyOutput;

export const convoySetup = setup({
  types: {} as { context: ConvoyContext; events: ConvoyEvent; input: ConvoyMachineInput },
  actors: convoyServices,
  guards: {
    isFresh: ({ context }, facts: ConvoyFacts) => facts.startedAt >= context.notBefore,
    isNewWish: ({ context }, wish: ConvoyWish) => wish.generation !== context.wish.generation,
    hasConvoy: ({ context }) => context.convoyId !== null && reads.trustedFacts(context) !== null,
    isCreatable: ({ context }) => reads.isCreatable(context),
    isNothingThere: ({ context }) => reads.isNothingThere(context),
    isSomethingThereAgain: ({ context }) =>
      context.obstacle?.reason === "BeadsNotFound" &&
      reads.trustedFacts(context) !== null &&
      !reads.isNothingThere(context),
    isFound: (_, output: FindConvoyOutput) => output.id !== null,
    isCreated: (_, output: CreateConvoyOutput) => output.outcome === "created",
    isSent: (_, output: NotifyOutput) => output.outcome === "sent",
    isRefusedForGood: ({ context }, output: Refusable) =>
      output.outcome === "refused" && context.refusals + 1 >= REFUSALS_UNTIL_GIVEN_UP,
    isAllClosed: ({ context }) => reads.isAllClosed(context),
    isSomethingOpen: ({ context }) => reads.isSomethingOpen(context),
    isOtherBatch: ({ context }) => context.completedAt === null,
    owesNotice: ({ context }) => reads.owesNotice(context),
    isRenewed: ({ context }) => context.wish.generation !== context.refusedGeneration,
  },
  actions: {
    acceptWish: assign(({ context }, wish: ConvoyWish) => reads.acceptWish(context, wish)),
    acceptFacts: assign(({ context }, facts: ConvoyFacts) => reads.acceptFacts(context, facts)),
    distrustFacts: assign((_, at: number) => ({ facts: null, notBefore: at })),
    recordConvoy: assign((_, { id, at }: { readonly id: string | null; readonly at: number }) => ({
      convoyId: id,
      startedAt: at,
      attempts: 0,
      refusals: 0,
      obstacle: null,
    })),
    recordRefusal: assign(({ context }, output: Refusable) =>
      output.outcome === "refused"
        ? {
            attempts: context.attempts + 1,
            refusals: context.refusals + 1,
            obstacle: { reason: "Refused", message: output.message, at: output.at },
          }
        : {},
    ),
    recordFault: assign(({ context }, fault: ServiceFault) => ({
      attempts: context.attempts + 1,
      obstacle: fault,
    })),
    recordMissingBeads: assign(({ context }) => ({
      obstacle: {
        reason: "BeadsNotFound",
        message: `none of the tracked beads exists in the town: correct spec.trackedBeads, or create them`,
        at: context.facts?.startedAt ?? 0,
      },
    })),
    giveUp: assign(({ context }) => ({ refusedGeneration: context.wish.generation })),
    /** What was given up is owed again, too: a convoy that failed without its beads still notifies. */
    clearObstacle: assign({ obstacle: null, attempts: 0, refusedGeneration: null }),
    complete: assign(({ context }) => ({
      completedAt: context.completedAt ?? context.facts?.startedAt ?? null,
      attempts: 0,
      refusals: 0,
    })),
    reopen: assign({ completedAt: null }),
    recordNotice: assign((_, at: number) => ({ notifiedAt: at, obstacle: null, attempts: 0 })),
    /** Carried out by the host: the town is read now, not at the next poll. */
    requestObservation: () => undefined,
  },
  delays: {
    createBackoff: ({ context }) => backoff(context.attempts, 5_000, 300_000),
    noticeBackoff: ({ context }) => backoff(context.attempts, 5_000, 300_000),
  },
});
