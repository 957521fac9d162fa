/** The named guards, actions, delays and services of the Polecat machine; its states are in polecat.machine.ts. */
import { assign, setup } from "xstate";
import { backoff } from "./backoff.ts";
import type { PolecatContext, PolecatInput } from "./polecat.context.ts";
import { isFailedByBead } from "./polecat.failure.ts";
import { slingBlocker, writeBlocker } from "./polecat.blocker.ts";
import { holderOf } from "./polecat.hook.ts";
import * as ownership from "./polecat.ownership.ts";
import type { OwnershipChange } from "./polecat.ownership.ts";
import { resume } from "./polecat.resume.ts";
import * as rest from "./polecat.rest.ts";
import { decide, targetState, type Cause, type TargetState } from "./polecat.decision.ts";
import * as ending from "./polecat.evidence.ts";
import {
  isUnresponsiveOver,
  isUnresponsive,
  hasRecovered,
  isThresholdMoved,
  stuckThreshold,
  untilStuck,
} from "./polecat.vitality.ts";
import * as warnings from "./polecat.warnings.ts";
import * as update from "./polecat.updates.ts";
import type { PolecatEvent } from "./events.ts";
import type { PolecatFacts } from "./facts.ts";
import {
  polecatServices,
  type NukeOutput,
  type ProveOutput,
  type ServiceFault,
  type SlingOutput,
  type WarningOutput,
} from "./services.ts";
import type { PolecatTag, SharedTag } from "./tags.ts";
import type { DesiredPolecat } from "./desired.ts";

/** gt refused the same spec this often: only a person can help. */
const REFUSALS_UNTIL_FAILED = 3;

/** Faults that say that gt or its database was away: over as soon as an observation is trusted again. */
const OUTAGES = new Set(["GtMissing", "GtUnusable", "NotInTown", "DoltDown", "CircuitOpen", "TownUnhealthy"]);

const keptByHost: (scope: unknown, name: string | null) => void = () => undefined;

const isCause =
  (cause: Cause) =>
  ({ context }: { context: PolecatContext }): boolean =>
    decide(context) === cause;
const isChange =
  (change: OwnershipChange) =>
  ({ context }: { context: PolecatContext }, facts: PolecatFacts): boolean =>
    ownership.ownershipChange(context, facts) === change;
const isTarget = (context: PolecatContext, ...targets: readonly TargetState[]): boolean =>
  targets.includes(targetState(context));
/** Nothing is left for want of a decision. */
const isTargetElsewhere = (context: PolecatContext, here: TargetState): boolean =>
  !isTarget(context, "undecided", here);

export const polecatSetup = setup({
  types: {} as {
    context: PolecatContext;
    events: PolecatEvent;
    input: PolecatInput;
    tags: PolecatTag | SharedTag;
  },
  actors: polecatServices,
  guards: {
    isDesiredNew: ({ context }, desired: DesiredPolecat) =>
      JSON.stringify(desired) !== JSON.stringify(context.desired),
    isDecided: ({ context }) => !isTarget(context, "undecided"),
    isTargetElsewhere: ({ context }, here: TargetState) => isTargetElsewhere(context, here),
    isOld: ({ context }, facts: PolecatFacts) => facts.startedAt < context.notBefore,
    workFinishedUnseen: isChange("workFinishedUnseen"),
    nothingToTakeOver: isChange("nothingToTakeOver"),
    workTakenOver: isChange("workTakenOver"),
    restTakenOver: isChange("restTakenOver"),
    takenByAnother: isChange("takenByAnother"),
    goneBeforeTakeover: isChange("goneBeforeTakeover"),
    workOfAnother: isChange("workOfAnother"),
    workSeen: isChange("workSeen"),
    workGiven: isChange("workGiven"),
    polecatLost: isChange("polecatLost"),
    hasLostPolecat: ({ context }) => ownership.hasLostPolecat(context),
    hasWorkEnded: ({ context }) => update.hasWorkEnded(context),
    endRequested: isCause("endRequested"),
    nothingToEnd: isCause("nothingToEnd"),
    polecatGone: isCause("polecatGone"),
    beadUnfit: isCause("beadUnfit"),
    beadHooked: isCause("beadHooked"),
    beadClosed: isCause("beadClosed"),
    workNotRequested: isCause("workNotRequested"),
    nothingHooked: isCause("nothingHooked"),
    nothingBlocksSling: ({ context }) => isTarget(context, "pending") && slingBlocker(context) === null,
    nothingBlocksEnd: ({ context }) => isTarget(context, "terminating") && writeBlocker(context) === null,
    hasTownReturned: ({ context }) =>
      context.facts?.town.trusted === true && OUTAGES.has(context.blocker?.reason ?? ""),
    isSlung: (_, output: SlingOutput) => output.outcome === "slung",
    isPostponed: (_, output: SlingOutput) => output.outcome === "postponed",
    isRefused: (_, output: SlingOutput) => output.outcome === "refused",
    isRefusedForGood: ({ context }, output: SlingOutput) =>
      output.outcome === "refused" && context.refusals + 1 >= REFUSALS_UNTIL_FAILED,
    /** Somebody slung the bead anew: a dead session does not keep gt from giving it to a second polecat. */
    isHeldByAnother: ({ context }) => {
      const { polecatName, desired } = context;
      const holder = holderOf(context);
      return desired.managed && isTarget(context, "working") && holder !== null && holder !== polecatName;
    },
    isUnresponsive: ({ context }) => isUnresponsive(context),
    hasRecovered: ({ context }) => hasRecovered(context),
    isUnresponsiveOver: ({ context }) => isUnresponsiveOver(context),
    isThresholdMoved: ({ context }) => isThresholdMoved(context),
    isThresholdMovedAhead: ({ context, event }) =>
      isThresholdMoved(context) && untilStuck(context, event) > 0,
    mayWarn: ({ context }) => warnings.mayWarn(context),
    /** Also where it was only tried: whoever was not reached then is not reached by the same call later. */
    isToldAlready: ({ context }) => context.warnings.tries > 0,
    isUnreached: (_, output: WarningOutput) => output.outcome === "unreached",
    isRestUndated: ({ context }) => rest.isRestUndated(context),
    hasIdleLimit: ({ context }) => rest.restEndsAt(context) !== null,
    isLimitMoved: ({ context }) => rest.restEndsAt(context) !== context.limitedUntil,
    isLimitLifted: ({ context }) => !context.idleLimitReached,
    isProven: (_, output: ProveOutput) => output.outcome === "proven",
    isGone: (_, output: ProveOutput) => output.outcome === "gone",
    isReplaced: (_, output: ProveOutput) => output.outcome === "replaced",
    isGoneIndeed: ({ context }) => ending.isGoneIndeed(context),
    isStillThere: ({ context }) => ending.isStillThere(context),
    isMissedOnce: ({ context }) => context.facts?.polecat?.seen === "absent",
    isNuked: (_, output: NukeOutput) => output.outcome === "nuked",
    isSpecRenewed: ({ context }) =>
      context.desired.generation !== context.endedAtGeneration &&
      !isTarget(context, "terminated", "terminating"),
    isSeenAgain: ({ context }) => !context.desired.managed && isTarget(context, "working", "idle"),
    isListedStill: ({ context }) => ending.isListedStill(context),
    isFailureOver: ({ context }) =>
      isFailedByBead(context)
        ? isTargetElsewhere(context, "failed")
        : isTarget(context, "working", "idle", "terminating", "terminated"),
  },
  actions: {
    acceptDesired: assign(({ context }, desired: DesiredPolecat) => update.acceptDesired(context, desired)),
    acceptFacts: assign(({ context }, facts: PolecatFacts) => update.acceptFacts(context, facts)),
    resume: assign(({ context }, at: number) => resume(context, at)),
    distrustFacts: assign(({ context }, at: number) => update.distrustFacts(context, at)),
    recordClosedBead: assign(({ context }, output: SlingOutput) => update.recordClosedBead(context, output)),
    changeOwnership: assign(
      ({ context }, change: { readonly change: OwnershipChange; readonly facts: PolecatFacts }) =>
        ownership.changeOwnership(context, change),
    ),
    releasePolecat: assign(() => ownership.releasePolecat()),
    followHolder: assign(({ context }) => update.followHolder(context)),
    beginWork: assign(({ context }) => update.beginWork(context)),
    noteEndOfWork: assign(({ context }) => update.noteEndOfWork(context)),
    beginRest: assign(({ context }) => update.beginRest(context)),
    dateRest: assign(({ context }) => ({ idleSince: rest.restsSince(context) })),
    noteRestEnd: assign(({ context }) => ({ limitedUntil: rest.restEndsAt(context) })),
    recordSling: assign(({ context }, output: SlingOutput) => update.recordSling(context, output)),
    recordPostponement: assign(({ context }, output: SlingOutput) =>
      update.recordPostponement(context, output),
    ),
    recordRefusal: assign(({ context }, output: SlingOutput) => update.recordRefusal(context, output)),
    recordFault: assign(({ context }, fault: ServiceFault) => update.recordFault(context, fault)),
    recordLostSling: assign(({ context }, at: number) => update.recordLostSling(context, at)),
    recordUnknown: assign(({ context }, fault: ServiceFault) => update.recordUnknown(context, fault)),
    recordBlocker: assign(({ context }, output: ProveOutput | NukeOutput) =>
      update.recordBlocker(context, output),
    ),
    rememberProof: assign(({ context }, output: ProveOutput) => update.rememberProof(context, output)),
    noteStop: assign(({ context }, at: number) => ending.noteStop(context, at)),
    noteLostStop: assign(({ context }, at: number) => ending.noteLostStop(context, at)),
    noteNuke: assign(({ context }) => ending.noteNuke(context)),
    forgetNuke: assign({ nuked: null }),
    recordVainNuke: assign(({ context }) => ending.recordVainNuke(context)),
    recallPolecat: assign(({ context }) => ending.recallPolecat(context)),
    forgetFacts: assign({ facts: null }),
    recordUnfitBead: assign(({ context }) => update.recordUnfitBead(context)),
    recordFailure: assign(({ context }) => update.recordFailure(context)),
    beginUnresponsive: assign(({ context }) => warnings.beginUnresponsive(context)),
    endUnresponsive: assign(() => warnings.endUnresponsive()),
    noteThreshold: assign(({ context }) => ({ awaitedThresholdMs: stuckThreshold(context) })),
    countTry: assign(({ context }) => warnings.countTry(context)),
    recordWarning: assign(({ context }, output: WarningOutput) => warnings.recordWarning(context, output)),
    recordWarningFault: assign(({ context }, fault: ServiceFault) =>
      warnings.recordWarningFault(context, fault),
    ),
    recordLostWarning: assign(({ context }, at: number) => warnings.recordLostWarning(context, at)),
    forgetPane: assign({ pane: null }),
    noteIdleLimit: assign({ idleLimitReached: true }),
    noteFinalizerProblem: assign((_, finalizerProblem: string) => ({ finalizerProblem })),
    clearBlocker: assign({ blocker: null, attempts: 0 }),
    endLife: assign(({ context }) => update.endLife(context)),
    beginIncarnation: assign(({ context }) => update.beginIncarnation(context)),
    beginAgain: assign(() => update.beginAgain()),
    /** Kept by the host in the journal, beside what was decided; null names nothing. */
    nameTransition: keptByHost,
    /** Carried out by the host: the town is read now, not at the next poll. */
    requestObservation: () => undefined,
  },
  delays: {
    slingBackoff: ({ context }) => backoff(context.attempts, 5_000, 300_000),
    proofBackoff: ({ context }) => backoff(context.attempts, 15_000, 120_000),
    stuckThreshold: ({ context, event }) => untilStuck(context, event),
    warningBackoff: ({ context }) => warnings.untilWarning(context),
    idleLimit: ({ context, event }) => rest.restLeft(context, event),
  },
});
