/** The page: the town, beside it the actor that was chosen, below it time. */
import { effect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { ActorView } from "./actor/actor-view.tsx";
import { compareFileWithLive } from "./diff/compare.ts";
import { actor, file, goTo, panel } from "./live/route.ts";
import { lostAt, watch } from "./live/live.ts";
import { problem } from "./live/read.ts";
import { cells } from "./live/shown.ts";
import { cursor, enterPast, openedFile, past, returnToNow } from "./past/past.ts";
import { Drawer } from "./page/drawer.tsx";
import { clockTime, dateTime, zone } from "./page/wording.ts";
import { Timeline } from "./time/timeline.tsx";
import { ConcernsView } from "./town/concerns-view.tsx";
import { Filters } from "./town/filters.tsx";
import { TownView } from "./town/town-view.tsx";

export function App(): JSX.Element {
  useEffect(() => {
    let [watched, file] = [actor.value, openedFile.value];
    const stop = effect(() => {
      if (actor.value === watched && openedFile.value === file) return;
      [watched, file] = [actor.value, openedFile.value];
      watch(watched);
    });
    document.addEventListener("keydown", onKey);
    return () => {
      stop();
      document.removeEventListener("keydown", onKey);
    };
  }, []);
  const isPast = cursor.value !== null;
  const isLost = lostAt.value !== null && !isPast;
  const names = ["app", actor.value === null ? "" : "with-actor", isPast ? "past" : "", isLost ? "lost" : ""];
  return (
    <div class={names.filter(Boolean).join(" ")}>
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
      <PastBanner />
      <FileBanner />
      {isLost ? (
        <p class="problem" role="alert">
          No word from the operator since {clockTime(lostAt.value ?? 0).slice(0, 8)}: what is shown is from
          then. It is tried again every second.
        </p>
      ) : null}
      <ConcernsView />
      <main>
        <TownView />
        <ActorView />
      </main>
      <Drawer />
      <Timeline />
    </div>
  );
}

/** A link can name a file, and not bring it. */
function FileBanner(): JSX.Element | null {
  if (file.value === null || openedFile.value !== null) return null;
  return (
    <p class="past-banner" role="note">
      This link looks into the journal file {file.value}: open that file below to see the same.
      <button type="button" onClick={() => goTo({ file: null, at: null })}>
        Stay with the live town
      </button>
    </p>
  );
}

/** Nobody should take the past for the present. */
function PastBanner(): JSX.Element | null {
  const index = cursor.value;
  if (index === null) return null;
  const at = past.value?.moments[index]?.record.at ?? 0;
  return (
    <p class="past-banner" role="note">
      <b>The past</b> as it was on {dateTime(at)} ({zone(at)})
      {openedFile.value === null ? null : <span>in the file {openedFile.value}</span>}
      <button type="button" onClick={() => returnToNow()}>
        {openedFile.value === null ? "Back to now" : "Close the file"}
      </button>
      {openedFile.value === null ? null : (
        <button type="button" onClick={compareFileWithLive}>
          Compare with the live town
        </button>
      )}
    </p>
  );
}

function isTypedInto(target: EventTarget | null): target is HTMLElement {
  if (target instanceof HTMLInputElement) return target.type !== "range" && target.type !== "checkbox";
  return target instanceof HTMLSelectElement;
}

function onKey(event: KeyboardEvent): void {
  const { target } = event;
  if (isTypedInto(target)) {
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
      goTo(panel.value === null ? { actor: null, tab: null } : { panel: null });
      break;
    case "t":
      if (cursor.value === null) void enterPast();
      break;
    case "n":
      returnToNow();
      break;
    case "f":
      event.preventDefault();
      goTo({ panel: "find" });
      break;
    case "d":
      event.preventDefault();
      goTo({ panel: panel.value === "changes" ? null : "changes" });
      break;
    default:
  }
}
