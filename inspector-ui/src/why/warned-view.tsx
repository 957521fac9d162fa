/** Whom a Witness told, and when. */
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { kindInPage } from "../kinds/kind-in-page.ts";
import { lanes } from "../lanes/times.ts";
import { Ago } from "../page/ago.tsx";
import { dateTime } from "../page/wording.ts";
import { enterPastAt } from "../past/past.ts";
import { warnedBy } from "./warned.ts";

const MOST = 30;

export function WarnedView({ shown }: { readonly shown: Detail }): JSX.Element | null {
  if (!kindInPage(shown.cell).warns) return null;
  const { book } = lanes.value;
  const warned = warnedBy(shown, book.lanes.values());
  const since = book.firstAt === null ? "" : ` since ${dateTime(book.firstAt)}`;
  return (
    <section class="part">
      <h3>Whom it told, and when</h3>
      {warned.length === 0 ? <p>Nobody{since}, which is as far as the timeline was read.</p> : null}
      <ol class="moments">
        {warned.slice(0, MOST).map(({ at, actor, name, text }) => (
          <li key={`${at} ${actor}`}>
            <Ago at={at} />{" "}
            <button type="button" class="plain name" onClick={() => void enterPastAt(at, actor)}>
              {name}
            </button>
            : {text}
          </li>
        ))}
      </ol>
    </section>
  );
}
