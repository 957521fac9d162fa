/** A Refinery's merge queue. */
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { CopyButton } from "../page/copied-line.tsx";
import { queueOf } from "./queue.ts";

export function QueueView({ shown }: { readonly shown: Detail }): JSX.Element | null {
  const rows = queueOf(shown);
  if (rows.length === 0) return null;
  return (
    <section class="part">
      <table class="beads">
        <caption>The merge queue, the first one next</caption>
        <thead>
          <tr>
            <th scope="col">Merge request</th>
            <th scope="col">Branch</th>
            <th scope="col">How it stands</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, branch, progress, isInConflict }) => (
            <tr key={id} class={isInConflict ? "tone-bad" : "tone-busy"}>
              <th scope="row">
                <code>{id}</code> <CopyButton text={id} name={`Copy: ${id}`} isSmall />
              </th>
              <td>{branch ?? "—"}</td>
              <td>
                <i class="dot" aria-hidden="true" /> {progress}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
