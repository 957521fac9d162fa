/** What is asked of the journal, over the foot of the page: a search, or what changed. */
import type { JSX } from "preact";
import { ChangesView } from "../diff/changes-view.tsx";
import { FindView } from "../find/find-view.tsx";
import { goTo, panel } from "../live/route.ts";

const TITLES: Readonly<Record<string, string>> = { find: "Find in the journal", changes: "What changed" };

export function Drawer(): JSX.Element | null {
  const open = panel.value ?? "";
  const title = TITLES[open];
  if (title === undefined) return null;
  return (
    <section class="drawer" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button
          type="button"
          class="plain"
          aria-label={`Close: ${title}`}
          onClick={() => goTo({ panel: null })}
        >
          ✕
        </button>
      </header>
      {open === "find" ? <FindView /> : <ChangesView />}
    </section>
  );
}

/** Opens one of them, or closes it where it is open. */
export function DrawerButton({ name }: { readonly name: "find" | "changes" }): JSX.Element {
  const isOpen = panel.value === name;
  return (
    <button type="button" aria-pressed={isOpen} onClick={() => goTo({ panel: isOpen ? null : name })}>
      {TITLES[name]} <kbd>{name === "find" ? "f" : "d"}</kbd>
    </button>
  );
}
