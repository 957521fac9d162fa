/** The whole picture, small, with the part of it that is seen; a click goes there. */
import type { JSX } from "preact";
import type { Chart, ChartLayout } from "./chart.ts";
import { activeStates } from "./path.ts";
import type { Port, Size } from "./port.ts";

const WIDTH = 130;
const HIGHEST = 110;

interface MinimapProps {
  readonly chart: Chart;
  readonly layout: ChartLayout;
  readonly state: string;
  readonly port: Port;
  readonly frame: Size;
  /** Takes a place of the picture that shall stand in the middle. */
  readonly onGo: (x: number, y: number) => void;
}

export function Minimap({ chart, layout, state, port, frame, onGo }: MinimapProps): JSX.Element | null {
  const { width, height } = layout;
  const seen = {
    x: -port.x / port.scale,
    y: -port.y / port.scale,
    width: frame.width / port.scale,
    height: frame.height / port.scale,
  };
  if (seen.x <= 0 && seen.y <= 0 && seen.x + seen.width >= width && seen.y + seen.height >= height)
    return null;
  const scale = Math.min(WIDTH / width, HIGHEST / height);
  const active = activeStates(chart, state);
  return (
    <svg
      class="minimap"
      aria-hidden="true"
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${width} ${height}`}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onGo((event.clientX - box.left) / scale, (event.clientY - box.top) / scale);
      }}
    >
      {Object.entries(layout.boxes).map(([id, box]) => (
        <rect key={id} {...box} rx={8} class={active.has(id) ? "active" : ""} />
      ))}
      <rect {...seen} class="seen" />
    </svg>
  );
}
