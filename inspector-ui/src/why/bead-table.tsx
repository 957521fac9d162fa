/** A convoy: how far it is, and each of its beads. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Explanation } from "../../../src/explain/why/explain.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import { detailAt, type Moment } from "../history/moments.ts";
import { actorMoments, cells } from "../live/shown.ts";
import { goTo } from "../live/route.ts";
import { Ago } from "../page/ago.tsx";
import { beadRows, beadsSince, type BeadRow } from "./beads.ts";

interface BeadTableProps {
  readonly shown: Detail;
  readonly explanation: Explanation;
}

export function BeadTable({ shown, explanation }: BeadTableProps): JSX.Element | null {
  const moments = actorMoments.value;
  const since = useMemo(() => beadsSince(statusesOf(moments)), [moments]);
  const rows = beadRows(shown, explanation, cells.value.values(), since);
  if (rows.length === 0) return null;
  const closed = rows.filter(({ isClosed }) => isClosed).length;
  const said = `${closed} of ${rows.length} beads closed`;
  return (
    <section class="part">
      <h3 id="beads">{said}</h3>
      <progress class="progress" max={rows.length} value={closed} aria-label={said} />
      <table class="beads" aria-labelledby="beads">
        <thead>
          <tr>
            <th scope="col">Bead</th>
            <th scope="col">Status</th>
            <th scope="col">Since</th>
            <th scope="col">Who has it</th>
            <th scope="col">What is in its way</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BeadLine key={row.bead} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function* statusesOf(moments: readonly Moment[]): Generator<{ at: number; status: Detail["status"] }> {
  for (const moment of moments) {
    const detail = detailAt(moment);
    if (detail !== null) yield { at: moment.record.at, status: detail.status };
  }
}

function BeadLine({ row }: { readonly row: BeadRow }): JSX.Element {
  const { bead, status, isClosed, actor, message, since } = row;
  return (
    <tr class={isClosed ? "tone-done" : actor === null ? "tone-bad" : "tone-busy"}>
      <th scope="row">
        <code>{bead}</code>
      </th>
      <td>
        <i class="dot" aria-hidden="true" /> {status}
      </td>
      <td>{since === null ? "—" : <Ago at={since} />}</td>
      <td>
        {actor === null ? (
          <span>{isClosed ? "—" : "nobody"}</span>
        ) : (
          <button type="button" class="plain name" onClick={() => goTo({ actor, tab: null })}>
            {actor.split("/").at(-1)}
          </button>
        )}
      </td>
      <td>{message === "" ? "—" : message}</td>
    </tr>
  );
}
