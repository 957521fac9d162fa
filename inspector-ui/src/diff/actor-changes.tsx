/** What changed of one actor since the moment that is compared with. */
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { dateTime } from "../page/wording.ts";
import { actorDiff } from "./actor-diff.ts";
import { before } from "./compare.ts";

export function ActorChanges({ shown }: { readonly shown: Detail }): JSX.Element | null {
  const point = before.value;
  if (point === null) return null;
  const then = point.detail(shown.cell.id);
  const parts = then === null ? [] : actorDiff(then, shown);
  return (
    <div class="context" tabIndex={0} role="region" aria-label="What changed of it, scrolls">
      {then === null ? <p class="nothing">It was not there at {dateTime(point.at)}.</p> : null}
      {then !== null && parts.length === 0 ? (
        <p class="nothing">Nothing of it is other than at {dateTime(point.at)}.</p>
      ) : null}
      {[...Map.groupBy(parts, ({ group }) => group)].map(([group, members]) => (
        <table key={group} class="conditions">
          <caption>{group}</caption>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">At {dateTime(point.at)}</th>
              <th scope="col">At what is shown</th>
            </tr>
          </thead>
          <tbody>
            {members.map(({ name, from, to }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <del>{from}</del>
                </td>
                <td>
                  <ins>{to}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
