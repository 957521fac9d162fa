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
  type ExtendConvoyOutput,
  type FindConvoyOutput,
  type NotifyOutput,
  type ServiceFault,
} from "./services.ts";
import type { ConvoyTag, SharedTag } from "./tags.ts";
import type { DesiredConvoy } from "./desired.ts";

/** gt refused the same spec this often: only a person can help. */
const REFUSALS_UNTIL_GIVEN_UP = 3;

type Refusable = CreateConvoyOutput | ExtendConvoyOutput | NotifyOutput;

/** gt's convoy as it was found or made. */
interface Found {
  readonly id: string | null;
  readonly at: number;
  readonly tracked: readonly string[];
}

const NOTHING_REFUSED = { blocker: null, attempts: 0, refusals: 0, refusedGeneration: null };

export const convoySetup = setup({
  types: {} as {
    context: ConvoyContext;
    events: ConvoyEvent;
    input: ConvoyMachineInput;
    tags: ConvoyTag | SharedTag;
  },
  actors: convoyServices,
  guards: {
    isFresh: ({ context }, facts: ConvoyFacts) => facts.startedAt >= context.notBefore,
    isDesiredNew: ({ context }, desired: DesiredConvoy) => desired.generation !== context.desired.generation,
    hasConvoy: ({ context }) => context.convoyId !== null && reads.trustedFacts(context) !== null,
    isCreatable: ({ context }) => reads.isCreatable(context),
    isNothingThere: ({ context }) => reads.isNothingThere(context),
    isSomethingThereAgain: ({ context }) =>
      context.blocker?.reason === "BeadsNotFound" &&
      reads.trustedFacts(context) !== null &&
      !reads.isNothingThere(context),
    isAllEnded: ({ context }) => reads.isAllEnded(context),
    isSomethingReopened: ({ context }) =>
      context.blocker?.reason === "BeadsEnded" && reads.isSomethingReopened(context),
    isFound: (_, output: FindConvoyOutput) => output.id !== null,
    isCreated: (_, output: CreateConvoyOutput) => output.outcome === "created",
    isExtended: (_, output: ExtendConvoyOutput) => output.outcome === "extended",
    isSent: (_, output: NotifyOutput) => output.outcome === "sent",
    isRefusedForGood: ({ context }, output: Refusable) =>
      output.outcome === "refused" && context.refusals + 1 >= REFUSALS_UNTIL_GIVEN_UP,
    isAllClosed: ({ context }) => reads.isAllClosed(context),
    isCompletedAnew: ({ context }) => reads.isCompletedAnew(context),
    owesBeads: ({ context }) => reads.owesBeads(context),
    isSomethingOpen: ({ context }) => reads.isSomethingOpen(context),
    isOtherBatch: ({ context }) => context.completedAt === null,
    owesNotice: ({ context }) => reads.owesNotice(context),
    isRenewed: ({ context }) => context.desired.generation !== context.refusedGeneration,
  },
  actions: {
    acceptDesired: assign(({ context }, desired: DesiredConvoy) => reads.acceptDesired(context, desired)),
    acceptFacts: assign(({ context }, facts: ConvoyFacts) => reads.acceptFacts(context, facts)),
    distrustFacts: assign((_, at: number) => ({ facts: null, notBefore: at })),
    recordConvoy: assign((_, { id, at, tracked }: Found) => ({
      convoyId: id,
      tracked,
      startedAt: at,
      attempts: 0,
      refusals: 0,
      blocker: null,
    })),
    recordExtension: assign((_, output: ExtendConvoyOutput) =>
      output.outcome === "extended"
        ? { tracked: output.tracked, unextended: null, attempts: 0, refusals: 0, blocker: null }
        : {},
    ),
    /** The beads are counted all the same; what gt's convoy lacks is reported. */
    giveUpBeads: assign(({ context }, output: ExtendConvoyOutput) =>
      output.outcome === "refused"
        ? {
            unextended: { generation: context.desired.generation, message: output.message },
            ...{ attempts: 0, refusals: 0, blocker: null },
          }
        : {},
    ),
    recordRefusal: assign(({ context }, output: Refusable) =>
      output.outcome === "refused"
        ? {
            attempts: context.attempts + 1,
            refusals: context.refusals + 1,
            blocker: { reason: "Refused", message: output.message, at: output.at },
          }
        : {},
    ),
    recordFault: assign(({ context }, fault: ServiceFault) => ({
      attempts: context.attempts + 1,
      blocker: fault,
    })),
    recordMissingBeads: assign(({ context }) => ({
      blocker: {
        reason: "BeadsNotFound",
        message: `none of the tracked beads exists in the town: correct spec.trackedBeads, or create them`,
        at: context.facts?.startedAt ?? 0,
      },
    })),
    recordEndedBeads: assign(({ context }) => ({
      blocker: {
        reason: "BeadsEnded",
        message: reads.endedMessage(context),
        at: context.facts?.startedAt ?? 0,
      },
    })),
    giveUp: assign(({ context }) => ({ refusedGeneration: context.desired.generation })),
    /** What was given up is owed again, too: a convoy that failed without its beads still notifies. */
    clearBlocker: assign({ blocker: null, attempts: 0, refusedGeneration: null }),
    complete: assign(({ context }) => ({
      completedAt: context.completedAt ?? context.facts?.closedAt ?? context.facts?.startedAt ?? null,
      attempts: 0,
      refusals: 0,
    })),
    completeAnew: assign(({ context }) => ({
      completedAt: context.facts?.closedAt ?? null,
      ...NOTHING_REFUSED,
    })),
    /** What was in the way of the mail about this end is not in the way of the next one. */
    reopen: assign({ completedAt: null, ...NOTHING_REFUSED }),
    addressNotice: assign(({ context }) => ({ announcingTo: context.desired.notify })),
    recordNotice: assign(({ context }, at: number) => ({
      notice: { at, address: context.announcingTo ?? "", completedAt: context.completedAt ?? at },
      announcingTo: null,
      blocker: null,
      attempts: 0,
    })),
    /** Carried out by the host: the town is read now, not at the next poll. */
    requestObservation: () => undefined,
  },
  delays: {
    createBackoff: ({ context }) => backoff(context.attempts, 5_000, 300_000),
    extensionBackoff: ({ context }) => backoff(context.attempts, 5_000, 300_000),
    noticeBackoff: ({ context }) => backoff(context.attempts, 5_000, 300_000),
  },
});
