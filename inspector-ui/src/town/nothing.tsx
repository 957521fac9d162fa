/** Where the town shows nobody: why, and the command that changes it. */
import type { JSX } from "preact";
import { goTo } from "../live/route.ts";
import { connection } from "../live/live.ts";
import { cells } from "../live/shown.ts";
import { cursor } from "../past/past.ts";
import { CommandLine } from "../page/copied-line.tsx";
import { FIRST_RIG } from "./first-rig.ts";

export function Nothing(): JSX.Element {
  if (cells.value.size > 0) {
    return (
      <p class="nothing">
        Nothing matches the filter.{" "}
        <button type="button" onClick={() => goTo({ q: null, phase: null, rig: null })}>
          Show all
        </button>
      </p>
    );
  }
  if (cursor.value !== null) return <p class="nothing">Nobody was there at this moment.</p>;
  if (connection.value !== "live") return <p class="nothing">Waiting for the operator…</p>;
  return (
    <div class="nothing">
      <p>No resources yet. Apply a Rig with the name that gt gives it, and it appears here:</p>
      <CommandLine command={FIRST_RIG} purpose="the first Rig" />
      <p>
        Its polecats follow by themselves where the operator runs with --adopt; otherwise apply a Polecat.
      </p>
    </div>
  );
}

export function Missing({ count }: { readonly count: number }): JSX.Element {
  return (
    <p class="nothing" role="note">
      {count === 1 ? "One actor is" : `${count} actors are`} missing at this moment: the beginning is older
      than what was read of the journal.
    </p>
  );
}
