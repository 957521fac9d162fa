/** A banner for what is wrong around the actors: what is shown of them may be old for it. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { concerns, lostAt } from "../live/live.ts";
import { cursor } from "../past/past.ts";
import { toldConcerns } from "./concerns.ts";

export function ConcernsView(): JSX.Element | null {
  const told = useComputed(() => toldConcerns(concerns.value));
  // Of the past, and of an operator that is not heard, nobody knows how it is.
  if (told.value.length === 0 || cursor.value !== null || lostAt.value !== null) return null;
  return (
    <section class="concerns" aria-label="The town's health">
      <ul>
        {told.value.map(({ name, title, message, isMild }) => (
          <li key={name} class={isMild ? "concern mild" : "concern"} data-concern={name} role="status">
            <b>
              <span aria-hidden="true">{isMild ? "i" : "!"}</span> {title}
            </b>{" "}
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
