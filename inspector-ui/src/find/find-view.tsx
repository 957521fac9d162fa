/** Find in the journal: what happened, the newest first or the first time. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import type { Finding } from "../../../src/inspector/search.ts";
import { eventLabel } from "../chart/chart.ts";
import { actor, find as sought, goTo, only, order as soughtOrder } from "../live/route.ts";
import { Ago } from "../page/ago.tsx";
import { enterPast, openedFile } from "../past/past.ts";
import { find, findings, isFinding } from "./find.ts";

export function FindView(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal(sought.value ?? "");
  const chosen = (only.value ?? "").split(",");
  const run = (order: "newest" | "oldest"): void => {
    const whose = chosen.includes("actor") ? actor.value : null;
    void find(text.value, { order, onlyChanges: chosen.includes("changes"), actor: whose });
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
        <Choice name="changes" text="only changes of state" />
        {actor.value === null ? null : <Choice name="actor" text={`only ${actor.value}`} />}
      </form>
      <Results />
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly text: string;
}

function Choice({ name, text }: ChoiceProps): JSX.Element {
  const chosen = (only.value ?? "").split(",").filter(Boolean);
  const others = chosen.filter((one) => one !== name);
  return (
    <label>
      <input
        type="checkbox"
        checked={chosen.includes(name)}
        onChange={(event) =>
          goTo({ only: (event.currentTarget.checked ? [...others, name] : others).join(",") }, "replace")
        }
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
        {first === undefined ? "Nothing of the kind is in the journal." : `${found.length} found.`}
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
        <Ago at={at} /> {whose}
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
