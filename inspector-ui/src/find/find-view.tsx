/** Find in the journal: what happened, the newest first or the first time. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import type { Finding } from "../../../src/inspector/search.ts";
import { eventLabel } from "../chart/chart.ts";
import { actor, find as sought, goTo, order as soughtOrder } from "../live/route.ts";
import { dateTime, zone } from "../page/wording.ts";
import { enterPast, openedFile } from "../past/past.ts";
import { find, findings, isFinding } from "./find.ts";

export function FindView(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal(sought.value ?? "");
  const onlyChanges = useSignal(false);
  const isOneActor = useSignal(false);
  const run = (order: "newest" | "oldest"): void => {
    const whose = isOneActor.value ? actor.value : null;
    void find(text.value, { order, onlyChanges: onlyChanges.value, actor: whose });
  };
  useLayoutEffect(() => {
    input.current?.focus();
    if (text.value !== "" && findings.value === null)
      run(soughtOrder.value === "oldest" ? "oldest" : "newest");
  }, []);
  return (
    <>
      <form
        class="between"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          run("newest");
        }}
      >
        <input
          ref={input}
          type="search"
          aria-label="Find in the journal"
          placeholder="bead, reason, actor, state, any text"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          Find, newest first
        </button>
        <button type="button" onClick={() => run("oldest")}>
          The first time
        </button>
        <Choice chosen={onlyChanges} text="only changes of state" />
        {actor.value === null ? null : <Choice chosen={isOneActor} text={`only ${actor.value}`} />}
      </form>
      <Results />
    </>
  );
}

interface ChoiceProps {
  readonly chosen: { value: boolean };
  readonly text: string;
}

function Choice({ chosen, text }: ChoiceProps): JSX.Element {
  return (
    <label>
      <input
        type="checkbox"
        checked={chosen.value}
        onChange={(event) => (chosen.value = event.currentTarget.checked)}
      />{" "}
      {text}
    </label>
  );
}

function Results(): JSX.Element {
  const found = findings.value;
  if (isFinding.value) return <p role="status">The journal is searched…</p>;
  if (found === null) {
    return (
      <p class="nothing">
        All words must stand in a record of {openedFile.value ?? "the operator's journal"}: in a bead's id, a
        reason, an actor's name, a state, or any text.
      </p>
    );
  }
  const [first] = found;
  return (
    <>
      <p role="status">
        {first === undefined
          ? "Nothing of the kind is in the journal."
          : `${found.length} found; times are ${zone(first.at)}.`}
      </p>
      <ol class="findings">
        {found.map((finding) => (
          <FindingRow key={finding.sequence} finding={finding} />
        ))}
      </ol>
    </>
  );
}

function FindingRow({ finding }: { readonly finding: Finding }): JSX.Element {
  const { sequence, at, actor: whose, event, state, isChange, text } = finding;
  return (
    <li>
      <button
        type="button"
        class="plain name"
        data-finding={sequence}
        onClick={() => {
          goTo({ actor: whose, tab: null });
          void enterPast(sequence);
        }}
      >
        <time>{dateTime(at)}</time> {whose}
      </button>
      <span>{eventLabel(event)}</span>
      {state === null ? null : (
        <span class="word">
          {isChange ? "became" : "in"} <code>{state}</code>
        </span>
      )}
      <small>{text}</small>
    </li>
  );
}
