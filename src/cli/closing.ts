/** Closing: what a command has opened so far, so that it is closed again whichever step fails. */
export type Close = () => void | Promise<void>;
type Body<Result> = (opened: (close: Close) => void) => Promise<Result>;

/**
 * Runs `body`, then closes what it has opened, the newest first, also where it failed.
 * @throws what `body` threw, or else the first failure of a close.
 */
export async function closingAfter<Result>(body: Body<Result>): Promise<Result> {
  const closes: Close[] = [];
  let result: Result;
  try {
    result = await body((close) => closes.push(close));
  } catch (error) {
    // What failed first is what a person has to know; a close that fails, too, mostly follows from it.
    await closeAll(closes);
    throw error;
  }
  const [failure] = await closeAll(closes);
  if (failure !== undefined) throw failure.reason;
  return result;
}

/** As `closingAfter`, but what was opened stays open where `body` succeeds: its result knows how to close it. */
export async function closingOnFailure<Result>(body: Body<Result>): Promise<Result> {
  const closes: Close[] = [];
  try {
    return await body((close) => closes.push(close));
  } catch (error) {
    await closeAll(closes);
    throw error;
  }
}

/** One close that fails keeps none of the others from being closed. */
async function closeAll(closes: readonly Close[]): Promise<readonly PromiseRejectedResult[]> {
  const failures: PromiseRejectedResult[] = [];
  for (const close of closes.toReversed()) {
    const [outcome] = await Promise.allSettled([(async () => close())()]);
    if (outcome.status === "rejected") failures.push(outcome);
  }
  return failures;
}
