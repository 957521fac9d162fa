/** The picture of a machine, with where its actor is, what it did last, and where it was before. */
import type { JSX } from "preact";
import { clockTime } from "../page/wording.ts";
import type { Box, Chart, ChartArrow, ChartLayout, ChartState } from "./chart.ts";
import type { Life } from "./life.ts";
import { activeStates } from "./path.ts";
import { aboutTransition } from "./waits.ts";

interface DrawingProps {
  readonly chart: Chart;
  readonly layout: ChartLayout;
  readonly state: string;
  readonly life: Life;
  readonly onUnfold: (region: string) => void;
}

export function Drawing({ chart, layout, state, life, onUnfold }: DrawingProps): JSX.Element {
  const active = activeStates(chart, state);
  const last = life.steps.at(-1);
  const lit = new Set((last?.taken ?? []).map((one) => chart.transitions.indexOf(one)));
  const been = new Set([...life.taken.keys()].map((one) => chart.transitions.indexOf(one)));
  const look = ({ transitions }: ChartArrow): "lit" | "been" | "" =>
    transitions.some((one) => lit.has(one)) ? "lit" : transitions.some((one) => been.has(one)) ? "been" : "";
  const groups = new Set(chart.states.filter(({ id }) => id in layout.boxes).map(({ parent }) => parent));
  return (
    <>
      {chart.states.map((node) => {
        const box = layout.boxes[node.id];
        return box === undefined ? null : (
          <StateBox
            key={node.id}
            node={node}
            box={box}
            isActive={active.has(node.id)}
            isLeaf={!groups.has(node.id)}
            inner={chart.states.filter(({ parent }) => parent === node.id).length}
            enteredAt={life.enteredAt.get(node.id)}
            onUnfold={onUnfold}
          />
        );
      })}
      {layout.arrows.map((arrow, at) => (
        <Line key={look(arrow) === "lit" ? `${last?.at ?? 0} ${at}` : at} arrow={arrow} look={look(arrow)} />
      ))}
      {layout.arrows.map((arrow, at) => (
        <Words key={at} chart={chart} arrow={arrow} look={look(arrow)} />
      ))}
    </>
  );
}

interface StateBoxProps {
  readonly node: ChartState;
  readonly box: Box;
  readonly isActive: boolean;
  readonly isLeaf: boolean;
  /** States in it. */
  readonly inner: number;
  readonly enteredAt: number | undefined;
  readonly onUnfold: (region: string) => void;
}

function StateBox(props: StateBoxProps): JSX.Element {
  const { node, box, isActive, isLeaf, inner, enteredAt, onUnfold } = props;
  const { x, y, width, height } = box;
  const isFolded = isLeaf && inner > 0;
  const names = [
    "state",
    isLeaf ? "leaf" : "group",
    isFolded ? "folded" : "",
    isActive ? "active" : enteredAt === undefined ? "" : "visited",
  ];
  const middle = x + width / 2;
  const lines = isFolded ? [`${inner} states`] : isLeaf ? node.invokes.map((service) => `⚙ ${service}`) : [];
  const time = enteredAt === undefined ? null : clockTime(enteredAt).slice(0, 8);
  return (
    <g
      class={names.filter(Boolean).join(" ")}
      data-state={node.id}
      onClick={isFolded ? () => onUnfold(node.id) : undefined}
    >
      <title>{saidOf(node, time, isFolded)}</title>
      <rect x={x} y={y} width={width} height={height} rx={isLeaf ? 7 : 10} />
      {isLeaf ? (
        <text x={middle} y={y + 18} text-anchor="middle">
          {node.key}
        </text>
      ) : (
        <text x={x + 12} y={y + 19} class="group-name">
          {node.key}
        </text>
      )}
      {lines.map((line, at) => (
        <text key={line} x={middle} y={y + 32 + 13 * at} text-anchor="middle" class="service">
          {line}
        </text>
      ))}
      {isLeaf && time !== null ? (
        <text x={middle} y={y + height - 6} text-anchor="middle" class="entered">
          {time}
        </text>
      ) : null}
    </g>
  );
}

function saidOf({ description }: ChartState, time: string | null, isFolded: boolean): string {
  const entered = time === null ? "" : `Entered last at ${time}.`;
  return [description, entered, isFolded ? "A click unfolds it." : ""].filter(Boolean).join(" ");
}

interface ArrowProps {
  readonly arrow: ChartArrow;
  readonly look: "lit" | "been" | "";
}

function Line({ arrow, look }: ArrowProps): JSX.Element {
  const points = arrow.points.map((point) => point.join(",")).join(" ");
  return (
    <g class={`arrow ${look}`}>
      <polyline points={points} marker-end={`url(#tip-${look === "" ? "plain" : look})`} pathLength={1} />
    </g>
  );
}

/** Over the lines: its own goes through behind it. */
function Words({ chart, arrow, look }: ArrowProps & { readonly chart: Chart }): JSX.Element | null {
  const { label, transitions } = arrow;
  if (label === null) return null;
  const { x, y, width, height, lines } = label;
  const about = transitions.flatMap((index) => {
    const transition = chart.transitions[index];
    return transition === undefined ? [] : [aboutTransition(transition)];
  });
  return (
    <g class={`words ${look}`}>
      <title>{[...new Set(about)].join("\n")}</title>
      <rect x={x} y={y} width={width} height={height} />
      {lines.map((line, at) => (
        <text key={at} x={x + width / 2} y={y + 11 + 13 * at} text-anchor="middle">
          {line}
        </text>
      ))}
    </g>
  );
}

export function Tips(): JSX.Element {
  return (
    <defs>
      <Tip name="plain" size={7} />
      <Tip name="been" size={5} />
      <Tip name="lit" size={4} />
    </defs>
  );
}

function Tip({ name, size }: { readonly name: string; readonly size: number }): JSX.Element {
  return (
    <marker
      id={`tip-${name}`}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth={size}
      markerHeight={size}
      orient="auto"
    >
      <path d="M0 0.5 L8 4 L0 7.5 z" class={`tip ${name}`} />
    </marker>
  );
}
