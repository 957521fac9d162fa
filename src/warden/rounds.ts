/**
 * The rounds of the warden: a look each interval, sooner after one that could not send all, and a last one when its
 * container ends, again and again until all is on the remote or the time is over.
 */
import { delay, isGivenUp, type SetTimer } from "@gastown/system";
import type { LookResult } from "./look.ts";

export interface RoundsInput {
  readonly look: (signal: AbortSignal) => Promise<LookResult>;
  /** After each look. */
  readonly tell: (result: LookResult) => void;
  readonly intervalMs: number;
  /** From the request to end until it must have ended. */
  readonly graceMs: number;
  readonly setTimer: SetTimer;
  /** Aborts when the container is to end. */
  readonly stop: AbortSignal;
}

const FIRST_RETRY_MS = 5_000;
const FIRST_LAST_RETRY_MS = 500;
const LONGEST_LAST_RETRY_MS = 10_000;
/** What says no three times says no. */
const MOST_REFUSALS = 3;

/** @returns the last look. */
export async function makeRounds(input: RoundsInput): Promise<LookResult> {
  const { look, tell, intervalMs, setTimer, stop } = input;
  const cutOff = cutOffAfter(input);
  for (let failures = 0; !isGivenUp(stop);) {
    const result = await look(cutOff.signal);
    tell(result);
    failures = result.unsent === null ? 0 : failures + 1;
    const retryMs = FIRST_RETRY_MS * 2 ** (failures - 1);
    await delay(setTimer, failures === 0 ? intervalMs : Math.min(retryMs, intervalMs), stop);
  }
  cutOff.cancel();
  return lastLooks(input);
}

/** A look that is under way when the end is asked for has a third of the time: a remote that hangs leaves two for the last. */
function cutOffAfter({ stop, graceMs, setTimer }: RoundsInput): {
  readonly signal: AbortSignal;
  readonly cancel: () => void;
} {
  const controller = new AbortController();
  let cancel = (): void => undefined;
  stop.addEventListener("abort", () => (cancel = setTimer(graceMs / 3, () => controller.abort())), {
    once: true,
  });
  return { signal: controller.signal, cancel: () => cancel() };
}

async function lastLooks({ look, tell, graceMs, setTimer }: RoundsInput): Promise<LookResult> {
  const end = new AbortController();
  const cancel = setTimer(graceMs, () => end.abort());
  const isOver = (): boolean => end.signal.aborted;
  let refusals = 0;
  for (let retryMs = FIRST_LAST_RETRY_MS; ; retryMs = Math.min(retryMs * 2, LONGEST_LAST_RETRY_MS)) {
    const result = await look(end.signal);
    tell(result);
    if (result.unsent === "refused") refusals += 1;
    if (result.unsent !== null && refusals < MOST_REFUSALS && !isOver())
      await delay(setTimer, retryMs, end.signal);
    if (result.unsent === null || refusals >= MOST_REFUSALS || isOver()) {
      cancel();
      return result;
    }
  }
}
