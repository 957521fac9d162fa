/** All that an actor's status and machine say: its conditions, and what it remembers. */
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { CopyButton } from "../page/copied-line.tsx";
import { words } from "../town/needs.ts";

export function ContextPanel({ shown }: { readonly shown: Detail }): JSX.Element {
  return (
    <div class="context" tabIndex={0} role="region" aria-label="Conditions and context, scrolls">
      <table class="conditions">
        <caption>Conditions</caption>
        <tbody>
          {shown.conditions.map(({ type, status, reason, message }) => (
            <tr key={type}>
              <th scope="row">{type}</th>
              <td>
                <b>{status}</b> {words(reason)}
                {message === "" ? null : <span class="condition-message">{message}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>
        Context, version {shown.version}{" "}
        <CopyButton text={JSON.stringify(shown.context, null, 2)} name="Copy the context" isSmall />
      </h3>
      <pre>{JSON.stringify(shown.context, null, 2)}</pre>
    </div>
  );
}
