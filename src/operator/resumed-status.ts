/**
 * What a restart alone moves in a status: how old the reads are that the actor believes, and how many events it has had.
 * Nobody decides anything by it, so it is no reason to write: a thousand resources would be written at each restart.
 */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const snapshot = z.looseObject({ context: z.looseObject({}) });
const told = z.looseObject({ snapshot: z.string().optional() });

/** Whether a status, as JSON, says what the one on the server says, written by an earlier process. */
export function saysWhatWasSaid(asked: unknown, present: unknown): boolean {
  const [one, other] = [withoutRestart(asked), withoutRestart(present)];
  return one !== null && other !== null && isDeepStrictEqual(one, other);
}

/** Null for what is no status of an operator. */
function withoutRestart(status: unknown): object | null {
  const read = told.safeParse(status);
  if (!read.success || read.data.snapshot === undefined) return null;
  const { unchangedSince: _unchangedSince, lastSyncTime: _lastSyncTime, snapshot: text, ...rest } = read.data;
  const kept = snapshot.safeParse(jsonOf(text));
  if (!kept.success) return null;
  const { sequence: _sequence, context, ...machine } = kept.data;
  return { ...rest, snapshot: { ...machine, context: { ...context, lastGoodAt: 0, notBefore: 0 } } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A person mangled it: it is written anew.
    return null;
  }
}
