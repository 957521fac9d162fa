/** What colours and marks of the timeline mean. */
import type { JSX } from "preact";
import { NEEDS_YOU, tone } from "../town/category.ts";
import { SIGNS } from "./marks.ts";

/** One for each colour: it has that meaning alone, here and in the town. */
const CATEGORIES: readonly (readonly [category: string, said: string])[] = [
  ["Pending", "not begun"],
  ["Working", "at work"],
  ["Idle", "at rest"],
  [NEEDS_YOU, "needs you"],
  ["Completed", "done"],
];

export function Legend(): JSX.Element {
  return (
    <span class="lanes-legend" role="note" aria-label="Legend">
      {CATEGORIES.map(([category, said]) => (
        <span key={category}>
          <i class={`lane-bar swatch ${tone(category)}`} aria-hidden="true" /> {said}
        </span>
      ))}
      {Object.entries(SIGNS).map(([sign, drawn]) => (
        <span key={sign}>
          <span class={`sign-${sign}`} aria-hidden="true">
            {drawn}
          </span>{" "}
          {sign}
        </span>
      ))}
    </span>
  );
}
