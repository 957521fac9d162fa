/** One actor: where it is, why, what it waits for, what can come next. */
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { ChartPanel } from "../chart/chart-panel.tsx";
import { ActorChanges } from "../diff/actor-changes.tsx";
import { before } from "../diff/compare.ts";
import { kindInPage } from "../kinds/kind-in-page.ts";
import { actor, goTo, tab } from "../live/route.ts";
import { detail } from "../live/shown.ts";
import { cursor, openedFile, past } from "../past/past.ts";
import { tone, wordOf } from "../town/category.ts";
import { ContextPanel } from "./context-panel.tsx";
import { Facts } from "./facts.tsx";
import { Output } from "./output.tsx";
import { Sequence } from "./sequence.tsx";
import { WhyView } from "../why/why-view.tsx";
import { CopyButton } from "../page/copied-line.tsx";

const TABS = ["why", "chart", "sequence", "context", "changes", "output"] as const;
type Tab = (typeof TABS)[number];

/** None that does not apply: only a polecat of gt has a terminal, and only now; changes are since another moment. */
function tabsOf(shown: Detail | null): readonly Tab[] {
  const hasTerminal = shown !== null && kindInPage(shown.cell).hasTerminal && shown.cell.polecat !== null;
  const isNow = cursor.value === null && openedFile.value === null;
  const isCompared = before.value !== null;
  return TABS.filter((name) =>
    name === "output" ? hasTerminal && isNow : name === "changes" ? isCompared : true,
  );
}

export function ActorView(): JSX.Element | null {
  const id = actor.value;
  if (id === null) return null;
  const shown = detail.value;
  const tabs = tabsOf(shown);
  const open = tabs.find((name) => name === tab.value) ?? "why";
  return (
    <section class="actor" aria-label={`Actor ${id}`}>
      <Head id={id} shown={shown} />
      {shown === null ? <Absent /> : <Facts shown={shown} />}
      <div class="tabs" role="tablist" aria-label="Views of the actor">
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={open === name}
            aria-controls="panel"
            tabIndex={open === name ? 0 : -1}
            onClick={() => goTo({ tab: name }, "replace")}
            onKeyDown={(event) => turn(event, tabs, name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby={`tab-${open}`}>
        {open === "sequence" ? <Sequence /> : shown === null ? null : <Panel open={open} shown={shown} />}
      </div>
    </section>
  );
}

function Head({ id, shown }: { readonly id: string; readonly shown: Detail | null }): JSX.Element {
  return (
    <header>
      <button
        type="button"
        class="plain"
        aria-label="Close the actor"
        onClick={() => goTo({ actor: null, tab: null })}
      >
        ✕
      </button>
      <h2>
        {id.split("/").map((part, at) => (
          <>
            {at === 0 ? "" : "/"}
            <wbr />
            {part}
          </>
        ))}{" "}
        <CopyButton text={id} name="Copy the name" isSmall />
      </h2>
      <CopyButton text={() => window.location.href} name="Copy link" />
      {shown === null ? null : (
        <span class={`pill ${tone(shown.cell.phase)}`} data-phase={shown.cell.phase}>
          <i class="dot" /> {[...new Set([shown.cell.phase, wordOf(shown.cell)])].join(" · ")}
        </span>
      )}
    </header>
  );
}

function turn(event: KeyboardEvent, tabs: readonly Tab[], name: Tab): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  const next = tabs[(tabs.indexOf(name) + step + tabs.length) % tabs.length] ?? name;
  goTo({ tab: next }, "replace");
  document.getElementById(`tab-${next}`)?.focus();
}

function Absent(): JSX.Element {
  const text =
    cursor.value === null
      ? "There is no such actor now. Its past may be in the journal."
      : past.value !== null && past.value.skipped > 0
        ? "It was not there at this moment, or its beginning is older than the journal reaches."
        : "It was not there at this moment.";
  return <p class="nothing">{text}</p>;
}

function Panel({
  open,
  shown,
}: {
  readonly open: Exclude<Tab, "sequence">;
  readonly shown: Detail;
}): JSX.Element {
  switch (open) {
    case "why":
      return <WhyView shown={shown} />;
    case "chart":
      return <ChartPanel shown={shown} />;
    case "context":
      return <ContextPanel shown={shown} />;
    case "changes":
      return <ActorChanges shown={shown} />;
    case "output":
      return <Output cell={shown.cell} />;
    default:
      return open satisfies never;
  }
}
