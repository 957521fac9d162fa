/**
 * Repetition: a try that is made again after its backoff. It is told of only once something has come of it, so that what
 * nothing changes stays as quiet as what is done: no patch for an observation time alone.
 */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import {
  convoyKind,
  polecatKind,
  type ActorStatus,
  type ConvoyActor,
  type LiveActor,
  type PolecatActor,
} from "../kinds/index.ts";

/** True while the newest status tells all that is known: what came of the last try, until this one has ended. */
export function isRepeating(actor: LiveActor): boolean {
  if (!triesAgain(actor)) return false;
  const { attempts, facts } = actor.context;
  if (actor.hasTag("trying")) return attempts > 0;
  // What a sling could not do is read from the town once more; until then nothing is known of the polecat.
  return actor.hasTag("backingOff") && attempts > 1 && facts === null;
}

/** Whether two statuses say the same of an actor: every event counts up the sequence, also one that changes nothing. */
export function saysTheSame(actor: LiveActor, last: ActorStatus, next: ActorStatus): boolean {
  const strip = triesAgain(actor) && actor.hasTag("backingOff") ? withoutTimes : withoutSequence;
  return isDeepStrictEqual(strip(last), strip(next));
}

/** Of a kind whose machine asks gt for something. */
function triesAgain(actor: LiveActor): actor is PolecatActor | ConvoyActor {
  return polecatKind.owns(actor) || convoyKind.owns(actor);
}

function withoutSequence(status: ActorStatus): object {
  return { ...status, snapshot: { ...status.snapshot, sequence: 0 } };
}

const times = z.looseObject({ at: z.unknown().optional(), decidedAt: z.unknown().optional() });
const proof = times.extend({ checks: z.array(times.transform(timeless)) }).transform(timeless);
const waiting = z.looseObject({
  unchangedSince: z.unknown().optional(),
  terminationProof: proof.optional(),
  snapshot: z.looseObject({
    context: z.looseObject({
      blocker: times.transform(timeless).nullable(),
      proof: proof.nullable().optional(),
    }),
  }),
});

/** Without what each try moves: when it was, how many there were, and when the next one is due. */
function withoutTimes(status: ActorStatus): object {
  const { unchangedSince: _unchangedSince, snapshot, ...rest } = waiting.parse(status);
  const { context, timers: _timers, sequence: _sequence, ...kept } = snapshot;
  return {
    ...rest,
    snapshot: { ...kept, context: { ...context, attempts: 0, lastGoodAt: 0, notBefore: 0 } },
  };
}

function timeless({ at: _at, decidedAt: _decidedAt, ...rest }: z.output<typeof times>): object {
  return rest;
}
