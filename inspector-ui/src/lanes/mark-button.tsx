/** A mark on a lane; a click goes to its moment. */
import type { JSX } from "preact";
import { enterPastAt } from "../past/past.ts";
import { clockTime } from "../page/wording.ts";
import { SIGNS, type Mark } from "./marks.ts";
import { placeOf, type Span } from "./span.ts";

interface MarkButtonProps {
  /** Of the actor. */
  readonly id: string;
  readonly mark: Mark;
  readonly span: Span;
}

export function MarkButton({ id, mark: { at, sign, text }, span }: MarkButtonProps): JSX.Element {
  return (
    <button
      type="button"
      tabIndex={-1}
      class={`lane-mark sign-${sign}`}
      style={{ left: `${placeOf(at, span)}%` }}
      title={`${clockTime(at).slice(0, 8)} ${text}`}
      aria-label={`${sign} at ${clockTime(at).slice(0, 8)}: ${text}`}
      onClick={() => void enterPastAt(at, id)}
    >
      {SIGNS[sign]}
    </button>
  );
}

export function marksIn(marks: readonly Mark[], { from, to }: Span): readonly Mark[] {
  return marks.filter(({ at }) => at >= from && at <= to);
}
