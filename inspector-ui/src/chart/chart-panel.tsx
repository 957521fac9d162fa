/** The statechart of an actor: what its state means, the picture, the way it came, and what can come next. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import type { Detail } from "../../../src/inspector/detail.ts";
import { cursorAt } from "../lanes/times.ts";
import { now } from "../live/clock.ts";
import { actorMoments } from "../live/shown.ts";
import { Ago } from "../page/ago.tsx";
import { duration } from "../page/wording.ts";
import { enterPast } from "../past/past.ts";
import type { Chart } from "./chart.ts";
import { ChartView } from "./chart-view.tsx";
import { charts } from "./charts.ts";
import { lifeOf, type Life } from "./life.ts";
import { meaningOf } from "./path.ts";
import { nextOf } from "./waits.ts";

export function ChartPanel({ shown }: { readonly shown: Detail }): JSX.Element {
  const chart = charts.value.get(shown.cell.ref.kind);
  if (chart === undefined) return <p class="nothing">This page has no chart of {shown.cell.ref.kind}.</p>;
  return <Chosen chart={chart} shown={shown} />;
}

interface ChosenProps {
  readonly chart: Chart;
  readonly shown: Detail;
}

function Chosen({ chart, shown }: ChosenProps): JSX.Element {
  const life = useComputed(() => lifeOf(chart, actorMoments.value));
  const { state } = shown.cell;
  return (
    <>
      <ChartView chart={chart} state={state} life={life.value} meaning={meaningOf(chart, state)} />
      <div class="beside-chart">
        <NextSteps chart={chart} shown={shown} />
        <Way life={life.value} />
      </div>
    </>
  );
}

function NextSteps({ chart, shown }: ChosenProps): JSX.Element {
  const at = cursorAt.value ?? now.value;
  const next = nextOf(chart, shown, at);
  return (
    <details class="next" open>
      <summary>What can come next: {next.length === 0 ? "nothing" : next.length}</summary>
      <ul>
        {next.map(({ to, on, waitsFor, about }, index) => (
          <li key={index} title={about}>
            <code>{to}</code> {on} <small>· waits for {waitsFor}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Steps at once; the newest come first. */
const MOST = 60;

function Way({ life: { steps } }: { readonly life: Life }): JSX.Element {
  return (
    <details class="next" open>
      <summary>The way it came, in this life: {steps.length} states</summary>
      <ol class="way">
        {steps
          .slice(-MOST)
          .toReversed()
          .map(({ at, state, moment }, index, shown) => {
            const until = shown[index - 1]?.at;
            return (
              <li key={moment.index}>
                <button
                  type="button"
                  class="plain name"
                  onClick={() => void enterPast(moment.record.sequence)}
                >
                  <code>{state}</code>
                </button>{" "}
                <Ago at={at} />
                {until === undefined ? null : <small> for {duration(until - at)}</small>}
              </li>
            );
          })}
      </ol>
    </details>
  );
}
