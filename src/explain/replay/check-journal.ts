/** The check of a whole journal against the machines of this version. */
import { ACTOR_KINDS } from "../../kinds/index.ts";
import { differenceOf, differenceText, Replayer, ReplayError, type JournalLine } from "../../host/index.ts";

export interface CheckResult {
  /** Records that were replayed and held to what was recorded. */
  readonly checked: number;
  /** The first difference, in one line; null where all is as it was recorded. */
  readonly difference: string | null;
  /** Records of which nothing can be said: their beginning is not in the journal any more, or a line is damaged. */
  readonly unclear: readonly string[];
}

/** Ends at the first difference: what comes after it follows from it. */
export function checkJournal(lines: Iterable<JournalLine>): CheckResult {
  const replayer = new Replayer(ACTOR_KINDS);
  const unclear: string[] = [];
  let checked = 0;
  for (const line of lines) {
    const found = line.ok ? checkOne(replayer, line) : { problem: line.problem, isDifference: false };
    if (found === null) checked += 1;
    else if (found.isDifference) return { checked, difference: found.problem, unclear };
    else unclear.push(found.problem);
  }
  return { checked, difference: null, unclear };
}

interface Found {
  readonly problem: string;
  readonly isDifference: boolean;
}

function checkOne(replayer: Replayer, { record }: Extract<JournalLine, { ok: true }>): Found | null {
  try {
    const replayed = replayer.take(record);
    const kind = ACTOR_KINDS.get(replayed.record.machine);
    const difference = kind === undefined ? null : differenceOf(kind, replayed);
    return difference === null ? null : { problem: differenceText(difference), isDifference: true };
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    return { problem: error.message, isDifference: !error.isBeginningMissing };
  }
}
