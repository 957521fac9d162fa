/** Why an actor is as it is, what it waits for, and what a person can do: what `gastown-operator why` says, and more. */
import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Explanation } from "../../../src/explain/why/explain.ts";
import { explanationText } from "../../../src/explain/why/text.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import { hasBeads } from "../kinds/kind-in-page.ts";
import { actorMoments, cells } from "../live/shown.ts";
import { CommandLine, CopyButton } from "../page/copied-line.tsx";
import { Ago } from "../page/ago.tsx";
import { words } from "../town/needs.ts";
import { toneOf, wordOf } from "../town/category.ts";
import { BeadTable } from "./bead-table.tsx";
import { Checks } from "./checks-view.tsx";
import { commandsOf } from "./commands.ts";
import { explanationOf } from "./explained.ts";
import { Figures } from "./figures-view.tsx";
import { QueueView } from "./queue-view.tsx";
import { WarnedView } from "./warned-view.tsx";

export function WhyView({ shown }: { readonly shown: Detail }): JSX.Element {
  const moments = actorMoments.value;
  // Only what has beads is explained from what is around it.
  const around = hasBeads(shown.cell) ? cells.value : null;
  const explanation = useMemo(
    () => explanationOf(shown, moments, around?.values() ?? []),
    [shown, moments, around],
  );
  if (explanation === null) return <p class="nothing">This page does not know the kind of it.</p>;
  return (
    <div class="why-panel" tabIndex={0} role="region" aria-label="Why, scrolls">
      <Verdict shown={shown} explanation={explanation} />
      {hasBeads(shown.cell) ? (
        <BeadTable shown={shown} explanation={explanation} />
      ) : (
        <Figures shown={shown} />
      )}
      <QueueView shown={shown} />
      <WarnedView shown={shown} />
      <Part title="What you can do">
        <ul>
          {explanation.todo.length === 0 ? <li>Nothing is asked of you.</li> : null}
          {explanation.todo.map(({ text, command }) => (
            <li key={text}>
              {text}
              {command === null || text.includes(command) ? null : (
                <>
                  : <code>{command}</code>
                </>
              )}
            </li>
          ))}
        </ul>
      </Part>
      <Checks shown={shown} />
      <Commands shown={shown} />
      <Lines title="Tried since the spec changed" lines={explanation.tried} />
      <Lines title="How it came here" lines={explanation.changes} />
      <details>
        <summary>As text, as `gastown-operator why` says it</summary>
        <CommandLine command={explanationText(explanation)} purpose="the explanation as text" />
      </details>
    </div>
  );
}

function Verdict({
  shown,
  explanation,
}: {
  readonly shown: Detail;
  readonly explanation: Explanation;
}): JSX.Element {
  const { cell } = shown;
  const { reason, message, since, waitsFor, unchangedSince } = explanation;
  // The condition Stalled says the same as Ready: here it is reported once.
  const troubles = explanation.troubles.filter(
    (trouble) => trouble.reason !== reason || trouble.message !== message,
  );
  return (
    <section class={`verdict ${toneOf(cell)}`} aria-label="Why">
      <p class="verdict-line">
        <b class="word">{wordOf(cell)}</b> {words(reason)}
        {message === "" ? "" : `: ${message}`}
      </p>
      {troubles.length === 0 ? null : (
        <ul class="troubles">
          {troubles.map((trouble) => (
            <li key={trouble.type}>
              {trouble.type}: {words(trouble.reason)}
              {trouble.message === "" ? "" : `: ${trouble.message}`}
            </li>
          ))}
        </ul>
      )}
      <dl class="facts">
        <Fact name="Waits for">{waitsFor ?? "nothing"}</Fact>
        {since === null || since === "" ? null : (
          <Fact name="In this state since">
            <Ago at={Date.parse(since)} />
          </Fact>
        )}
        {unchangedSince === null ? null : (
          <Fact name="The town has said so since">
            <Ago at={Date.parse(unchangedSince)} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Commands({ shown }: { readonly shown: Detail }): JSX.Element {
  return (
    <Part title="Commands to copy: this page writes nothing">
      {commandsOf(shown).map(({ title, command, plugin }) => (
        <div class="ask" key={command}>
          <h4>{title}</h4>
          <CommandLine command={command} purpose={title} />
          {plugin === undefined ? null : (
            <small>
              or with the plugin: <code>{plugin}</code>{" "}
              <CopyButton text={plugin} name={`Copy for the plugin: ${title}`} isSmall />
            </small>
          )}
        </div>
      ))}
    </Part>
  );
}

function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** It names all that one cause led to, for `replay --trace`; nobody reads it here. */
const TRACE = / \(trace [^)]*\)$/;

/** Each begins with its time. */
function Lines({
  title,
  lines,
}: {
  readonly title: string;
  readonly lines: readonly string[];
}): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <Part title={title}>
      <ol class="moments">
        {lines.toReversed().map((line) => {
          const [time = "", ...rest] = line.split(" ");
          return (
            <li key={line}>
              <Ago at={Date.parse(time)} /> {rest.join(" ").replace(TRACE, "")}
            </li>
          );
        })}
      </ol>
    </Part>
  );
}
