/** What was looked at before an end, when, and what it said. */
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { Ago } from "../page/ago.tsx";
import { words } from "../town/needs.ts";
import { checksOf, type Check } from "./checks.ts";

const SIGNS: Readonly<Record<Check["outcome"], string>> = { Clean: "✓", Forced: "!", Blocking: "✗" };

export function Checks({ shown }: { readonly shown: Detail }): JSX.Element | null {
  const checks = checksOf(shown);
  if (checks.length === 0) return null;
  return (
    <section class="part">
      <h3>Checks before its end</h3>
      <ul class="checks">
        {checks.map(({ name, at, outcome, detail }) => (
          <li key={name} class={outcome === "Clean" ? "tone-done" : "tone-bad"}>
            <span class="sign" aria-hidden="true">
              {SIGNS[outcome]}
            </span>
            <span>
              <b>{words(name)}</b> <span class="word">{outcome.toLowerCase()}</span>
              {detail === "" ? "" : `: ${detail}`}{" "}
              {at === null ? null : (
                <small>
                  read <Ago at={at} />
                </small>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
