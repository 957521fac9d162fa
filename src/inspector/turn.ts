/** A turn for everybody else while something long is read on the operator's own thread. */

/** Records decoded before the event loop gets its turn: a journal of 256Mi is read for seconds. */
export const AT_A_TIME = 250;

/** @throws the signal's reason once it is aborted: nobody waits for the rest. */
export async function turn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
