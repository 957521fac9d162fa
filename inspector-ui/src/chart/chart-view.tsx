/** A statechart with its active states lit and the last transition drawn over it. */
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { useSignal } from "@preact/signals";
import type { Chart, ChartArrow, ChartState, ChartTransition } from "./chart.ts";
import { activeStates } from "./path.ts";

interface ChartViewProps {
  readonly chart: Chart;
  readonly state: string;
  readonly taken: readonly ChartTransition[];
  /** Changes with each transition, so that the same one is animated again. */
  readonly moment: string;
}

export function ChartView({ chart, state, taken, moment }: ChartViewProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const zoom = useSignal(0.85);
  const scale = zoom.value;
  useEffect(() => {
    if (frame.current !== null) centre(frame.current, chart, state, scale);
  }, [state, chart, scale]);
  const fit = (): void => {
    const view = frame.current;
    if (view === null) return;
    const room = { width: view.clientWidth - 28, height: view.clientHeight - 28 };
    zoom.value = Math.min(room.width / chart.width, room.height / chart.height, 1);
  };
  return (
    <div class="chart-frame">
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" aria-label="Smaller" onClick={() => (zoom.value = scale / 1.25)}>
          −
        </button>
        <button type="button" aria-label="Larger" onClick={() => (zoom.value = scale * 1.25)}>
          +
        </button>
        <button type="button" onClick={fit}>
          Fit
        </button>
      </div>
      <div class="chart" ref={frame} tabIndex={0} role="region" aria-label="Statechart, scrolls">
        <Drawing chart={chart} state={state} taken={taken} moment={moment} scale={scale} />
      </div>
    </div>
  );
}

/** Scrolls the innermost active state into the middle. */
function centre(view: HTMLElement, chart: Chart, state: string, scale: number): void {
  const active = activeStates(chart, state);
  const box = chart.states.findLast(({ id }) => active.has(id))?.box;
  if (box === undefined) return;
  view.scrollTo({
    left: (box.x + box.width / 2) * scale - view.clientWidth / 2,
    top: (box.y + box.height / 2) * scale - view.clientHeight / 2,
  });
}

interface DrawingProps extends ChartViewProps {
  readonly scale: number;
}

function Drawing({ chart, state, taken, moment, scale }: DrawingProps): JSX.Element {
  const active = activeStates(chart, state);
  const groups = new Set(chart.states.map(({ parent }) => parent));
  const lit = new Set(taken.flatMap(({ arrow }) => (arrow === null ? [] : [arrow])));
  return (
    <svg
      width={chart.width * scale}
      height={chart.height * scale}
      viewBox={`0 0 ${chart.width} ${chart.height}`}
      role="img"
      aria-label={`The ${chart.kind} machine is in ${state}`}
    >
      <defs>
        <Tip id="tip" size={7} name="tip" />
        <Tip id="tip-lit" size={4} name="tip lit" />
      </defs>
      {chart.states.map((node) => (
        <StateBox key={node.id} node={node} isActive={active.has(node.id)} isLeaf={!groups.has(node.id)} />
      ))}
      {chart.arrows.map((arrow, index) =>
        lit.has(index) ? null : <Arrow key={index} arrow={arrow} isLit={false} />,
      )}
      {[...lit].map((index) => {
        const arrow = chart.arrows[index];
        return arrow === undefined ? null : <Arrow key={`${moment} ${index}`} arrow={arrow} isLit />;
      })}
    </svg>
  );
}

function Tip(props: { readonly id: string; readonly size: number; readonly name: string }): JSX.Element {
  const { id, size, name } = props;
  return (
    <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth={size} markerHeight={size} orient="auto">
      <path d="M0 0.5 L8 4 L0 7.5 z" class={name} />
    </marker>
  );
}

function StateBox(props: {
  readonly node: ChartState;
  readonly isActive: boolean;
  readonly isLeaf: boolean;
}): JSX.Element {
  const { node, isActive, isLeaf } = props;
  const { x, y, width, height } = node.box;
  const names = ["state", isLeaf ? "leaf" : "group", isActive ? "active" : ""].join(" ");
  return (
    <g class={names} data-state={node.id}>
      <title>{node.description}</title>
      <rect x={x} y={y} width={width} height={height} rx={isLeaf ? 7 : 10} />
      {isLeaf ? (
        <text x={x + width / 2} y={y + 20} text-anchor="middle">
          {node.key}
        </text>
      ) : (
        <text x={x + 12} y={y + 19} class="group-name">
          {node.key}
        </text>
      )}
      {node.invokes.map((service) => (
        <text key={service} x={x + width / 2} y={y + 35} text-anchor="middle" class="service">
          ⚙ {service}
        </text>
      ))}
    </g>
  );
}

function Arrow({ arrow, isLit }: { readonly arrow: ChartArrow; readonly isLit: boolean }): JSX.Element {
  const points = arrow.points.map((point) => point.join(",")).join(" ");
  return (
    <g class={isLit ? "arrow lit" : "arrow"}>
      <polyline points={points} marker-end={isLit ? "url(#tip-lit)" : "url(#tip)"} pathLength={1} />
      {arrow.labels.map((label) => (
        <text key={label.text} x={label.x + 2} y={label.y + 10}>
          {label.text}
        </text>
      ))}
    </g>
  );
}
