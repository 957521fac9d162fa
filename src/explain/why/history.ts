/** What a journal adds to a status: how the actor came here, and what was tried. */
import { eventText } from "../replay/text.ts";
import type { Moment, Unclear } from "../replay/timeline.ts";

export interface HistoryLine {
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
}

export interface History {
  /** Epoch ms since when the actor is in its state; null where the journal does not know it. */
  readonly since: number | null;
  /** Services that were asked for since the last change of the spec, with what came of them. */
  readonly tried: readonly HistoryLine[];
  /** The newest changes of state. */
  readonly changes: readonly HistoryLine[];
}

/** What is read of a moment. */
export type Happened = Pick<Moment, "uid" | "at" | "event" | "told" | "trace">;

/** So many of the newest lines are shown. */
const MOST = 10;

/** @param uid of the resource: an earlier one of its name is another actor. */
export function historyOf(moments: Iterable<Happened | Unclear>, uid: string): History {
  let since: number | null = null;
  let state: string | null = null;
  let tried: HistoryLine[] = [];
  const changes: HistoryLine[] = [];
  for (const moment of moments) {
    if ("problem" in moment || moment.uid !== uid || moment.told === null) continue;
    const { at, event, told, trace } = moment;
    const by = trace === null ? "" : ` (trace ${trace})`;
    if (event === "spec.observed") tried = [];
    const service = /^xstate\.(?:done|error)\.actor\./.test(event);
    if (service) tried.push({ at, text: `${eventText(event)}: ${told.reason}${suffix(told.message)}${by}` });
    if (told.state === state) continue;
    const way = state === null ? told.state : `${state} → ${told.state}`;
    changes.push({ at, text: `${way} on ${eventText(event)}${by}` });
    [state, since] = [told.state, at];
  }
  return { since, tried: tried.slice(-MOST), changes: changes.slice(-MOST) };
}

function suffix(message: string): string {
  return message === "" ? "" : `: ${message}`;
}
