/** The named guards, actions, delays and services of the machine of a polecat in a pod; its states are in pod.machine.ts. */
import { assign, setup } from "xstate";
import { backoff } from "./backoff.ts";
import { isAnyAlive, isBeadDone, newestPod, type PodContext, type PodInput } from "./pod.context.ts";
import {
  isWordMissing,
  podBlocker,
  podTarget,
  verdictOf,
  type PodTarget,
  type Verdict,
} from "./pod.decision.ts";
import type { PodEvent, PodsSeen, PodStage, PodTown, PodDesired } from "./pod.facts.ts";
import { podServices, type EndProofOutput } from "./pod.services.ts";
import * as update from "./pod.updates.ts";
import type { PodTag } from "./tags.ts";
import type { ServiceFault } from "./services.ts";

type Outcome = { readonly outcome: string };
interface Refused {
  readonly at: number;
  readonly reason: string;
  readonly message: string;
}

const isTarget =
  (target: PodTarget) =>
  ({ context }: { context: PodContext }): boolean =>
    podTarget(context) === target;

export const podSetup = setup({
  types: {} as {
    context: PodContext;
    events: PodEvent;
    input: PodInput;
    tags: PodTag;
  },
  actors: podServices,
  guards: {
    isDecided: ({ context }) => podTarget(context) !== "undecided",
    isElsewhere: ({ context }, here: PodTarget) => !["undecided", here].includes(podTarget(context)),
    endRequested: isTarget("terminating"),
    nothingToEnd: isTarget("terminated"),
    isIdle: isTarget("idle"),
    hasPod: isTarget("attempt"),
    hasFailed: isTarget("failed"),
    hasTries: ({ context }) => context.tries > 0,
    nothingForbids: ({ context }) => podTarget(context) === "pending" && podBlocker(context) === null,
    isNewDesired: ({ context }, desired: PodDesired) => desired.generation !== context.desired.generation,
    isStage: ({ context }, stage: PodStage) =>
      verdictOf(context) === "wait" && newestPod(context)?.stage === stage,
    /** What was not read moves nothing. */
    isOtherStage: ({ context }, stage: PodStage) =>
      context.pods !== null && (verdictOf(context) !== "wait" || newestPod(context)?.stage !== stage),
    isVerdict: ({ context }, verdict: Verdict) => verdictOf(context) === verdict,
    isWell: (_, { outcome }: Outcome) => outcome !== "refused",
    areAllOver: ({ context }) => context.pods !== null && !isAnyAlive(context),
    isWordMissing: ({ context }) => isWordMissing(context),
    isNotClosed: ({ context }) => context.facts?.town.trusted === true && !isBeadDone(context),
    isUnpaused: ({ context }) => !context.desired.paused,
    isRenewed: ({ context }) =>
      context.desired.generation !== context.endedAtGeneration &&
      !["undecided", "terminated", "terminating", "failed"].includes(podTarget(context)),
  },
  actions: {
    acceptDesired: assign(({ context }, desired: PodDesired) => update.acceptPodDesired(context, desired)),
    acceptPods: assign(({ context }, pods: PodsSeen) => update.acceptPods(context, pods)),
    acceptTown: assign(({ context }, town: PodTown) => update.acceptTown(context, town)),
    distrust: assign(({ context }, at: number) => update.distrust(context, at)),
    holdBead: assign(({ context }) => update.holdBead(context)),
    beginAttempt: assign(({ context }) => update.beginAttempt(context)),
    recordRefusal: assign(({ context }, refused: Refused) => update.recordRefusal(context, refused)),
    recordFault: assign(({ context }, fault: ServiceFault) => update.recordPodFault(context, fault)),
    noteProven: assign(({ context }) => update.noteProven(context)),
    judge: assign(({ context }, { counts }: { counts: boolean }) => update.judge(context, counts)),
    rememberProof: assign(({ context }, output: EndProofOutput) => update.rememberEndProof(context, output)),
    rest: assign(({ context }) => update.restPod(context)),
    endLife: assign(({ context }) => update.endPodLife(context)),
    countTry: assign(({ context }) => ({ tries: context.tries + 1 })),
    clearBlocker: assign({ blocker: null, tries: 0 }),
    /** Carried out by the host: town and pods are read now. */
    requestObservation: () => undefined,
  },
  delays: {
    attemptBackoff: ({ context }) => backoff(context.tries, 5_000, 300_000),
    proofBackoff: ({ context }) => backoff(context.tries, 15_000, 120_000),
    /** A probe that fails once is no silence; the threshold itself is the warden's. */
    silence: 60_000,
  },
});

/** The refusal of an answer whose outcome is one; a machine asks its guard before. */
export function refusal({ event }: { event: { output: { at: number; outcome: string } } }): Refused {
  const { output } = event;
  const reason = "reason" in output && typeof output.reason === "string" ? output.reason : "Refused";
  const message = "message" in output && typeof output.message === "string" ? output.message : "";
  return { at: output.at, reason, message };
}
