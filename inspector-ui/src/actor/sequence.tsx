/** The sequence: Kubernetes, the actor and gt, with all that passed between them. Grows live. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { actorCalls, actorMoments } from "../live/shown.ts";
import { goTo, line as openedLine, lines as shownLines, repeats, words } from "../live/route.ts";
import { Ago } from "../page/ago.tsx";
import { duration } from "../page/wording.ts";
import { filtered, TOPICS, topicsIn, type Topic } from "./line-filter.ts";
import { LineWhy } from "./line-why.tsx";
import { linesOf, type Lifeline, type Line } from "./lines.ts";
import { collapsed, type Block } from "./repeats.ts";

const COLUMN: Readonly<Record<Lifeline, number>> = { kubernetes: 0, actor: 1, gt: 2, pod: 3 };
/** Blocks in the document at once; earlier ones are a step back in time away. */
const MOST_BLOCKS = 300;

export function Sequence(): JSX.Element {
  const lines = useComputed(() => linesOf(actorMoments.value, actorCalls.value));
  const blocks = useComputed(() => {
    const shown = filtered(lines.value, topicsIn(shownLines.value), words.value ?? "");
    return repeats.value !== null ? shown.map(alone) : collapsed(shown);
  });
  const end = useRef<HTMLDivElement>(null);
  const last = lines.value.at(-1)?.key;
  useEffect(() => {
    const view = end.current;
    const opened = view?.querySelector('[aria-expanded="true"].message');
    if (opened !== null && opened !== undefined) opened.scrollIntoView({ block: "center" });
    else if (view !== null) view.scrollTop = view.scrollHeight;
  }, [last]);
  const shown = blocks.value.slice(-MOST_BLOCKS);
  const hasPods = lines.value.some(({ from, to }) => from === "pod" || to === "pod");
  return (
    <>
      <Filter topics={TOPICS.filter((topic) => topic !== "pod" || hasPods)} />
      <div
        class={hasPods ? "sequence with-pods" : "sequence"}
        ref={end}
        tabIndex={0}
        role="region"
        aria-label="Sequence, scrolls"
      >
        <div class="lifelines">
          <b>Kubernetes</b>
          <b>actor</b>
          <b>gt · town</b>
          {hasPods ? <b>pod</b> : null}
        </div>
        {blocks.value.length === 0 ? <Empty isFiltered={lines.value.length > 0} /> : null}
        {blocks.value.length > shown.length ? (
          <p class="nothing">{blocks.value.length - shown.length} earlier lines are left out.</p>
        ) : null}
        <ol>
          {shown.map((block) => (
            <BlockRows key={block.key} block={block} />
          ))}
        </ol>
      </div>
    </>
  );
}

function alone(line: Line): Block {
  return { key: line.key, lines: [line], count: 1, earlier: [] };
}

function Empty({ isFiltered }: { readonly isFiltered: boolean }): JSX.Element {
  return (
    <p class="nothing">
      {isFiltered ? "No line is of that kind." : "Nothing is in the journal of this actor yet."}
    </p>
  );
}

function Filter({ topics }: { readonly topics: readonly Topic[] }): JSX.Element {
  const chosen = topicsIn(shownLines.value);
  const toggle = (topic: Topic): void => {
    const next = chosen.includes(topic) ? chosen.filter((one) => one !== topic) : [...chosen, topic];
    goTo({ lines: next.join(",") }, "replace");
  };
  return (
    <div class="line-filter" role="group" aria-label="Which lines are shown">
      <input
        type="search"
        aria-label="Filter the lines by text"
        placeholder="Filter the lines…"
        value={words.value ?? ""}
        onInput={(event) => goTo({ words: event.currentTarget.value }, "replace")}
      />
      {topics.map((topic) => (
        <button
          key={topic}
          type="button"
          class="chip"
          aria-pressed={chosen.includes(topic)}
          onClick={() => toggle(topic)}
        >
          {topic}
        </button>
      ))}
      <label>
        <input
          type="checkbox"
          checked={repeats.value !== null}
          onChange={(event) => goTo({ repeats: event.currentTarget.checked ? "all" : null }, "replace")}
        />{" "}
        all repeats
      </label>
    </div>
  );
}

/** What repeats is told by its newest time; the others are opened. */
function BlockRows({ block }: { readonly block: Block }): JSX.Element {
  const isOpen = useSignal(false);
  const { lines, count, earlier } = block;
  const [first, last] = [earlier[0], lines[0]];
  return (
    <>
      {first === undefined || last === undefined ? null : (
        <li class="repeat">
          <button type="button" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
            ↻ the same {count} times, first <Ago at={first.at} />, about every{" "}
            {duration((last.at - first.at) / (count - 1))}
          </button>
        </li>
      )}
      {isOpen.value ? earlier.map((line) => <LineRow key={line.key} line={line} />) : null}
      {lines.map((line) => (
        <LineRow key={line.key} line={line} />
      ))}
    </>
  );
}

function LineRow({ line }: { readonly line: Line }): JSX.Element {
  const from = COLUMN[line.from];
  const to = COLUMN[line.to];
  const isOpen = openedLine.value === line.key;
  const place = from === to ? "self" : to > from ? "right" : "left";
  const span = from === to ? `at-${from}` : `between-${Math.min(from, to)}-${Math.max(from, to)}`;
  return (
    <li class={`line ${line.kind} ${place} ${span}`}>
      <Ago at={line.at} />
      <span class="track">
        {line.moment === null ? (
          <span class="message">{line.text}</span>
        ) : (
          <button
            type="button"
            class="message"
            aria-expanded={isOpen}
            onClick={() => goTo({ line: isOpen ? null : line.key }, "replace")}
          >
            {line.text}
          </button>
        )}
      </span>
      {isOpen && line.moment !== null ? <LineWhy moment={line.moment} /> : null}
    </li>
  );
}
