/** The watch over polecats: whose terminal is looked at next, what a witness counts, and which Witness acts. */
import { gtRigOf, stuckThreshold, type PolecatContext, type WitnessPolicy } from "../../machines/index.ts";
import {
  defaultWitness,
  type LiveActor,
  polecatKind,
  type PolecatActor,
  type Witness,
  desiredWitness,
} from "../kinds/index.ts";
import { electWitnesses, type TownObservation, type Witnesses } from "../projection/index.ts";
import { hasElapsed } from "@gastown/system";
import type { OperatorSettings } from "./options.ts";
import type { ServedKind } from "./served.ts";

/** Silence is a matter of minutes: a terminal is looked at no more often, ms. */
const BETWEEN_LOOKS_MS = 60_000;

/** So often at least within the time after which a silent polecat is stuck. */
const LOOKS_A_THRESHOLD = 4;

/** When terminals are looked at. In turns: a sync looks at a few only, and each is to be looked at again. */
export interface PollSchedule {
  /** `RIG/NAME` of polecats at work that are due, the one that was not looked at for longest first. */
  next(actors: readonly LiveActor[], now: number): readonly string[];
  note(observation: TownObservation): void;
}

interface Look {
  readonly at: number;
  readonly isRead: boolean;
}

export function createPollSchedule(): PollSchedule {
  let newest = new Map<string, Look>();
  return {
    next(actors, now) {
      const atWork = new Map(actors.filter(polecatKind.owns).flatMap(terminalOf));
      newest = new Map([...newest].filter(([key]) => atWork.has(key)));
      return [...atWork]
        .filter(([key, context]) => isLookDue(newest.get(key), context, now))
        .map(([key]) => key)
        .sort((a, b) => (newest.get(a)?.at ?? 0) - (newest.get(b)?.at ?? 0));
    },
    note({ panes, startedAt }) {
      for (const [key, { ok }] of panes) newest.set(key, { at: startedAt, isRead: ok });
    },
  };
}

/** Of one whose terminal matters: `RIG/NAME`. */
function terminalOf({ hasTag, context }: PolecatActor): readonly (readonly [string, PolecatContext])[] {
  if (!hasTag("Working") || context.polecatName === null) return [];
  return [[`${gtRigOf(context.desired)}/${context.polecatName}`, context]];
}

/** What a terminal shows first after a nudge counts as the nudge: a late look would take the answer to it for that, too. */
function isLookDue(look: Look | undefined, context: PolecatContext, now: number): boolean {
  if (look?.isRead !== true || look.at < (context.warnings.lastAt ?? 0)) return true;
  return hasElapsed(Math.min(BETWEEN_LOOKS_MS, stuckThreshold(context) / LOOKS_A_THRESHOLD), look.at, now);
}

/** While nobody knows which Witnesses there are, nobody is told by a policy that none of them may have. */
export function actingWitnesses(
  witnesses: readonly Witness[],
  served: Pick<ServedKind, "hasListed" | "refusal"> | undefined,
  {
    defaultWitness: isWanted,
    stuckThresholdMs,
  }: Pick<OperatorSettings, "defaultWitness" | "stuckThresholdMs">,
): Witnesses {
  const isKnown = served !== undefined && (served.hasListed || served.refusal !== undefined);
  return witnessesOf(witnesses, isWanted && isKnown ? defaultWitness(stuckThresholdMs) : null);
}

function witnessesOf(resources: readonly Witness[], defaultPolicy: WitnessPolicy | null): Witnesses {
  const views = resources
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((witness) => {
      const { uid, namespace = "", name, creationTimestamp } = witness.metadata;
      const { rig, stuckThresholdMs, escalateTo } = desiredWitness(witness);
      return {
        uid,
        name: `${namespace}/${name}`,
        rig,
        createdAt: Date.parse(creationTimestamp),
        policy: { stuckThresholdMs, escalateTo },
      };
    });
  return electWitnesses(views, defaultPolicy);
}

export function stuckSince(actor: PolecatActor | undefined): number | null {
  return actor?.hasTag("stuck") === true ? (actor.context.unresponsive?.since ?? null) : null;
}
