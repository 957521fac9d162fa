/**
 * src/explain/: why things are as they are, for people.
 *
 * In: a journal (src/host), resources as the API has them (src/kinds). Out: timelines and states in a journal, its
 * check against the machines of this version (replay/); why a resource is in its state, what it waits for, since when,
 * what was tried, and what a person can do (why/); a whole town at a glance (glance/). Reads nothing itself: whoever calls brings lines and objects.
 */
export { checkJournal } from "./replay/check-journal.ts";
export { parseUntil, statesAt, type Until } from "./replay/states-at.ts";
export { momentLine, stateLine } from "./replay/text.ts";
export { timeline, type Moment, type Unclear } from "./replay/timeline.ts";
export {
  convoyGlance,
  glance,
  townNames,
  type ConvoyGlance,
  type Glance,
  type Listed,
} from "./glance/glance.ts";
export { shownSchema, type Shown } from "./glance/shown.ts";
export { ADVICE, adviceFor } from "./why/advice.ts";
export { explainBeads, type Around, type BeadExplained } from "./why/beads.ts";
export { MEANINGS } from "./why/meanings.ts";
export { explain, type Explanation, type TownRead, type TownReading } from "./why/explain.ts";
export { historyOf } from "./why/history.ts";
export { condition, explainedSchema, kindNames, kindOf, kindWords, type Explained } from "./why/subject.ts";
export { explanationText } from "./why/text.ts";
