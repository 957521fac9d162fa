/** A statechart that is zoomed and moved: the region where its actor is unfolded, the others folded. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { goTo, region } from "../live/route.ts";
import { useSize } from "../page/use-size.ts";
import type { Box, Chart, ChartLayout } from "./chart.ts";
import { Drawing, Tips } from "./drawing.tsx";
import { layoutFor, regionsOf } from "./focus.ts";
import type { Life } from "./life.ts";
import { Minimap } from "./minimap.tsx";
import { activeStates } from "./path.ts";
import { centredOn, fitted, moved, readable, zoomed, type Port, type Size } from "./port.ts";
import { usePort } from "./use-port.ts";

interface ChartViewProps {
  readonly chart: Chart;
  readonly state: string;
  readonly life: Life;
  /** What it means to be in the state. */
  readonly meaning: string;
}

const ZOOM = 1.25;
const STEP_PX = 60;

export function ChartView({ chart, state, life, meaning }: ChartViewProps): JSX.Element | null {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame, frame);
  const port = useSignal<Port>({ x: 0, y: 0, scale: 1 });
  const layout = layoutFor(chart, state, region.value);
  const { width, height } = size.value;
  usePort(frame, port);
  useLayoutEffect(() => {
    if (layout !== null) port.value = readable(layout, { width, height }, activeBox(chart, layout, state));
  }, [layout, state, width, height]);
  if (layout === null) return null;
  const act = actionsOf(layout, { width, height });
  return (
    <>
      <div class="chart-head">
        <p class="meaning">{meaning}</p>
        <Tools chart={chart} chosen={region.value} onAct={(name) => (port.value = act[name](port.value))} />
      </div>
      <div class="chart-frame">
        <div
          class="chart"
          ref={frame}
          tabIndex={0}
          role="region"
          aria-label="Statechart: arrows move, plus and minus zoom, 0 shows all of it"
          onKeyDown={(event) => onKey(event, act, port)}
        >
          <Picture chart={chart} layout={layout} state={state} life={life} port={port.value} />
        </div>
        <Minimap
          chart={chart}
          layout={layout}
          state={state}
          port={port.value}
          frame={{ width, height }}
          onGo={(x, y) => (port.value = centredOn(x, y, port.value, { width, height }))}
        />
      </div>
    </>
  );
}

interface PictureProps extends Pick<ChartViewProps, "chart" | "state" | "life"> {
  readonly layout: ChartLayout;
  readonly port: Port;
}

function Picture({ chart, layout, state, life, port: { x, y, scale } }: PictureProps): JSX.Element {
  return (
    <svg width="100%" height="100%" role="img" aria-label={`The ${chart.kind} machine is in ${state}`}>
      <Tips />
      <g transform={`translate(${x} ${y}) scale(${scale})`}>
        <Drawing
          chart={chart}
          layout={layout}
          state={state}
          life={life}
          onUnfold={(focus) => goTo({ region: focus })}
        />
      </g>
    </svg>
  );
}

/** The innermost state that is drawn and active. */
function activeBox(chart: Chart, { boxes }: ChartLayout, state: string): Box | null {
  const active = activeStates(chart, state);
  const drawn = chart.states.filter(({ id }) => active.has(id) && id in boxes);
  return boxes[drawn.at(-1)?.id ?? ""] ?? null;
}

type Action = "larger" | "smaller" | "fit" | "left" | "right" | "up" | "down";
type Actions = Readonly<Record<Action, (port: Port) => Port>>;

function actionsOf(picture: Size, frame: Size): Actions {
  const centre = { x: frame.width / 2, y: frame.height / 2 };
  return {
    larger: (port) => zoomed(port, ZOOM, centre),
    smaller: (port) => zoomed(port, 1 / ZOOM, centre),
    fit: () => fitted(picture, frame),
    left: (port) => moved(port, STEP_PX, 0),
    right: (port) => moved(port, -STEP_PX, 0),
    up: (port) => moved(port, 0, STEP_PX),
    down: (port) => moved(port, 0, -STEP_PX),
  };
}

const KEYS: Readonly<Record<string, Action>> = {
  "+": "larger",
  "=": "larger",
  "-": "smaller",
  "0": "fit",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

function onKey(event: KeyboardEvent, act: Actions, port: { value: Port }): void {
  const action = KEYS[event.key];
  if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  port.value = act[action](port.value);
}

interface ToolsProps {
  readonly chart: Chart;
  readonly chosen: string | null;
  readonly onAct: (action: Action) => void;
}

function Tools({ chart, chosen, onAct }: ToolsProps): JSX.Element {
  const regions = regionsOf(chart);
  return (
    <div class="zoom" role="group" aria-label="What of the statechart is shown">
      {regions.length < 2 ? null : (
        <select
          aria-label="Region"
          value={chosen ?? "here"}
          onChange={(event) => {
            const { value } = event.currentTarget;
            goTo({ region: value === "here" ? null : value }, "replace");
          }}
        >
          <option value="here">where it is</option>
          {regions.map(({ focus, name }) => (
            <option key={focus} value={focus}>
              {name}
            </option>
          ))}
        </select>
      )}
      <button type="button" aria-label="Smaller" onClick={() => onAct("smaller")}>
        −
      </button>
      <button type="button" aria-label="Larger" onClick={() => onAct("larger")}>
        +
      </button>
      <button type="button" onClick={() => onAct("fit")}>
        Fit
      </button>
    </div>
  );
}
