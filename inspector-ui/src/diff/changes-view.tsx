/** What changed between two moments, of the whole town. The later one is what the page shows. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { now } from "../live/clock.ts";
import { actor, goTo } from "../live/route.ts";
import { cursorAt, whole } from "../lanes/times.ts";
import { fieldOfTime, timeOfField } from "../page/time-field.ts";
import { clockTime, dateTime, duration, zone } from "../page/wording.ts";
import { goToTime, openedFile, returnToNow } from "../past/past.ts";
import { toneOf } from "../town/category.ts";
import { before, changes, compareNoMore, compareSince, isLooking } from "./compare.ts";
import { diffSentence, type ActorChange } from "./town-diff.ts";

/** Rows at once; the sentence counts all. */
const MOST = 200;
const USUAL_MS = 10 * 60_000;

export function ChangesView(): JSX.Element {
  const point = before.value;
  const shownAt = cursorAt.value ?? now.value;
  return (
    <>
      <Between key={point?.at ?? "none"} />
      {isLooking.value ? <p role="status">The journal is read…</p> : null}
      {point === null ? null : (
        <>
          <p class="diff-sentence" role="status">
            <b>
              {point.name === null ? "" : `${point.name}, `}
              {span(point.at, shownAt)}:
            </b>{" "}
            {diffSentence(changes.value)}
          </p>
          <ul class="diff">
            {changes.value.slice(0, MOST).map((change) => (
              <ChangeRow key={change.id} change={change} />
            ))}
          </ul>
          {changes.value.length > MOST ? <p>{changes.value.length - MOST} more are not listed.</p> : null}
        </>
      )}
    </>
  );
}

function span(from: number, to: number): string {
  const isSameDay = dateTime(from).slice(0, 10) === dateTime(to).slice(0, 10);
  const said = (at: number): string => (isSameDay ? clockTime(at).slice(0, 8) : dateTime(at));
  const [first, last] = from <= to ? [from, to] : [to, from];
  return `between ${said(first)} and ${said(last)} (${duration(last - first)})`;
}

/** The later moment left empty is now, or the end of a file. */
function Between(): JSX.Element {
  const earliest = whole.value.from;
  const from = useSignal(
    fieldOfTime(before.value?.at ?? Math.max(earliest, (cursorAt.value ?? now.value) - USUAL_MS)),
  );
  const to = useSignal(cursorAt.value === null ? "" : fieldOfTime(cursorAt.value));
  const compare = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const [first, last] = [timeOfField(from.value), timeOfField(to.value)];
    if (first === null) return;
    await compareSince(first);
    if (last !== null) await goToTime(last);
    else if (openedFile.value === null) returnToNow();
  };
  return (
    <form class="between" onSubmit={(event) => void compare(event)}>
      <label>
        Between{" "}
        <input
          type="datetime-local"
          step={1}
          required
          value={from.value}
          onInput={(event) => (from.value = event.currentTarget.value)}
        />
      </label>
      <label>
        and{" "}
        <input
          type="datetime-local"
          step={1}
          value={to.value}
          onInput={(event) => (to.value = event.currentTarget.value)}
        />
      </label>
      <small>
        {to.value === "" ? "empty is now; " : ""}
        {zone(now.value)}
      </small>
      <button type="submit" class="primary">
        Compare
      </button>
      {before.value === null ? null : (
        <button type="button" onClick={compareNoMore}>
          Compare no more
        </button>
      )}
    </form>
  );
}

function ChangeRow({ change }: { readonly change: ActorChange }): JSX.Element {
  const { id, how, what, cell } = change;
  return (
    <li class={how === "gone" ? "tone-gone" : toneOf(cell)} data-change={id}>
      <button
        type="button"
        class="plain name"
        aria-pressed={actor.value === id}
        onClick={() => goTo({ actor: id, tab: "changes" })}
      >
        {id}
      </button>
      <span class="word">
        <i class="dot" aria-hidden="true" /> {how}
      </span>
      <span>{what.join("; ")}</span>
    </li>
  );
}
