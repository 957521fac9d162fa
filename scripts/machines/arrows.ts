/** Arrows: the ways of a machine as they are drawn, those from one box to another as one. */
import { transitionWords, type ChartState, type ChartTransition } from "inspector-ui/chart";
import { foldedAs, isAll, isWithin } from "./folding.ts";

export interface Arrow {
  readonly source: string;
  readonly target: string;
  /** In plain words, one for each of the first of its transitions. */
  readonly words: readonly string[];
  /** Indexes of its transitions. */
  readonly transitions: readonly number[];
}

/** What the host sends after a restart leads back to the state before each service: drawn, it would hide the rest. */
const UNDRAWN = new Set(["host.restored"]);

const MOST_WORDS = 2;
/** So many states of a region that leave it alike are drawn as one way out of the region. */
const MANY = 3;

interface Way {
  readonly source: string;
  readonly target: string;
  readonly words: string;
  readonly index: number;
}

/** Of the whole machine all; else those that begin or end in the region that is looked at. */
export function arrowsOf(
  states: readonly ChartState[],
  transitions: readonly ChartTransition[],
  focus: string,
): readonly Arrow[] {
  const ways = transitions.flatMap((transition, index): readonly Way[] => {
    if (UNDRAWN.has(transition.event)) return [];
    const source = foldedAs(states, transition.source, focus);
    const target = foldedAs(states, transition.target, focus);
    const isInside = source === target && source !== transition.source;
    const isElsewhere = !isAll(focus) && !isWithin(source, focus) && !isWithin(target, focus);
    return isInside || isElsewhere ? [] : [{ source, target, words: transitionWords(transition), index }];
  });
  const drawn = isAll(focus) ? ways : ways.map((way) => gathered(way, ways, focus));
  return [...Map.groupBy(drawn, ({ source, target }) => `${source} ${target}`).values()].flatMap(arrowOf);
}

/** Where many states of the region leave it for the same place on the same word, they leave it together. */
function gathered(way: Way, ways: readonly Way[], focus: string): Way {
  const isOut = (one: Way): boolean => isWithin(one.source, focus) && !isWithin(one.target, focus);
  if (!isOut(way) || way.source === focus) return way;
  const alike = ways.filter(
    (other) => isOut(other) && other.target === way.target && other.words === way.words,
  );
  const sources = new Set(alike.map(({ source }) => source));
  if (sources.size < MANY) return way;
  return { ...way, source: focus, words: `from ${sources.size} of them: ${way.words}` };
}

function arrowOf(ways: readonly Way[]): readonly Arrow[] {
  const [first] = ways;
  if (first === undefined) return [];
  const words = [...new Set(ways.map((way) => way.words).filter((text) => text !== ""))];
  const shown = words.slice(0, MOST_WORDS);
  if (words.length > MOST_WORDS) shown[MOST_WORDS - 1] = `and ${words.length - MOST_WORDS + 1} more`;
  const { source, target } = first;
  return [{ source, target, words: shown, transitions: ways.map(({ index }) => index) }];
}
