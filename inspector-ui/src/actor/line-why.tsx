/** Why it did that: the event and its cause, the guards that let it pass, what it changed. */
import type { JSX } from "preact";
import { charts } from "../chart/charts.ts";
import { eventLabel, eventMeaning, plain } from "../chart/chart.ts";
import { takenTransitions } from "../chart/path.ts";
import type { Moment } from "../history/moments.ts";
import { Ago } from "../page/ago.tsx";
import { CopyButton } from "../page/copied-line.tsx";
import { cursor, enterPast } from "../past/past.ts";
import { eventOf } from "../time/moment-text.ts";
import { contextChanges } from "./lines.ts";

export function LineWhy({ moment }: { readonly moment: Moment }): JSX.Element {
  const { record } = moment;
  const chart = charts.value.get(record.machine);
  const taken = chart === undefined ? [] : takenTransitions(chart, moment);
  const event = eventOf(record);
  return (
    <div class="why">
      <p>
        <b>{eventLabel(event)}</b> <Ago at={record.at} />, caused by <code>{record.cause}</code>, journal
        record {record.sequence}. {eventMeaning(event) ?? ""}
      </p>
      {taken.length === 0 ? <p>It stayed in its state.</p> : null}
      <ul>
        {taken.map(({ source, target, event: on, guard, description }) => (
          <li key={`${source} ${target} ${on}`}>
            {inner(source)} → {inner(target)}
            {on === "" ? "" : ` on ${eventLabel(on)}`}
            {guard === null ? null : (
              <>
                {" "}
                because <span title={`Guard ${guard}`}>{plain(guard)}</span>
              </>
            )}
            {description === "" ? "" : `: ${description}`}
          </li>
        ))}
      </ul>
      <Changes moment={moment} />
      <p class="why-actions">
        {cursor.value === null ? (
          <button type="button" onClick={() => void enterPast(record.sequence)}>
            Go to this moment
          </button>
        ) : null}
        <CopyButton text={JSON.stringify(record, null, 2)} name="Copy the record" />
      </p>
    </div>
  );
}

function inner(id: string): string {
  return id.split(".").slice(1).join(".");
}

function Changes({ moment }: { readonly moment: Moment }): JSX.Element | null {
  const changes = contextChanges(moment);
  if (changes.length === 0) return null;
  return (
    <table class="conditions">
      <caption>What it changed of the context</caption>
      <tbody>
        {changes.map(({ key, from, to }) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td>
              <Value value={from} kind="del" /> → <Value value={to} kind="ins" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const BRIEF = 160;

interface ValueProps {
  readonly value: unknown;
  readonly kind: "del" | "ins";
}

/** A long one is opened by whoever wants to read it. */
function Value({ value, kind: Kind }: ValueProps): JSX.Element {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  if (text.length <= BRIEF) {
    return (
      <Kind>
        <code>{text}</code>
      </Kind>
    );
  }
  return (
    <details>
      <summary>
        <Kind>
          <code>{text.slice(0, BRIEF)}…</code>
        </Kind>
      </summary>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
