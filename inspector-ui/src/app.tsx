/** The page: the town, beside it the actor that was chosen, below it time. */
import { effect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { ActorView } from "./actor/actor-view.tsx";
import { actor, goTo } from "./live/route.ts";
import { cells, cursor, enterPast, problem, returnToNow, watch } from "./live/store.ts";
import { Timeline } from "./time/timeline.tsx";
import { Filters } from "./town/filters.tsx";
import { TownView } from "./town/town-view.tsx";

export function App(): JSX.Element {
  useEffect(() => {
    let watched = actor.value;
    const stop = effect(() => {
      if (actor.value === watched) return;
      watched = actor.value;
      watch(watched);
    });
    document.addEventListener("keydown", onKey);
    return () => {
      stop();
      document.removeEventListener("keydown", onKey);
    };
  }, []);
  const isPast = cursor.value !== null;
  return (
    <div class={`app${actor.value === null ? "" : " with-actor"}${isPast ? " past" : ""}`}>
      <header class="top">
        <h1>Gas Town</h1>
        <span class="count">{cells.value.size} actors</span>
        <Filters />
      </header>
      {problem.value === null ? null : (
        <p class="problem" role="alert">
          {problem.value}{" "}
          <button type="button" onClick={() => (problem.value = null)}>
            Dismiss
          </button>
        </p>
      )}
      <main>
        <TownView />
        <ActorView />
      </main>
      <Timeline />
    </div>
  );
}

function onKey(event: KeyboardEvent): void {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  switch (event.key) {
    case "/":
      event.preventDefault();
      document.getElementById("search")?.focus();
      break;
    case "Escape":
      goTo({ actor: null, tab: null });
      break;
    case "t":
      if (cursor.value === null) void enterPast();
      break;
    case "n":
      returnToNow();
      break;
    default:
  }
}
