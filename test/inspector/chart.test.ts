import { beforeAll, describe, expect, it } from "vitest";
import type { Box, Chart, ChartArrow, ChartLayout } from "../../inspector-ui/src/chart/chart.ts";
import { layoutFor, regionsOf } from "../../inspector-ui/src/chart/focus.ts";
import { lifeOf } from "../../inspector-ui/src/chart/life.ts";
import { fitted, readable, within, zoomed } from "../../inspector-ui/src/chart/port.ts";
import { nextOf } from "../../inspector-ui/src/chart/waits.ts";
import { parseJournal } from "../../inspector-ui/src/history/journal-text.ts";
import { detailAt, History } from "../../inspector-ui/src/history/moments.ts";
import { chartOf } from "../../scripts/machines/index.ts";
import { ALL_KINDS } from "../../src/kinds/index.ts";
import { ask, inspectedTown } from "./given.ts";

let charts: readonly Chart[];

beforeAll(async () => {
  charts = await Promise.all(ALL_KINDS.map((kind) => chartOf(kind)));
});

function chartNamed(name: string): Chart {
  const chart = charts.find(({ kind }) => kind === name);
  if (chart === undefined) throw new Error(`there is no chart of ${name}`);
  return chart;
}

/** How far two boxes reach into each other; touching is not overlapping. */
function overlap(a: Box, b: Box): boolean {
  const apart = 0.5;
  return (
    a.x + a.width > b.x + apart &&
    b.x + b.width > a.x + apart &&
    a.y + a.height > b.y + apart &&
    b.y + b.height > a.y + apart
  );
}

/** The straight pieces of an arrow, each as a box without a width or a height. */
function piecesOf({ points }: ChartArrow): readonly Box[] {
  return points.slice(1).map(([x, y], at) => {
    const [fromX, fromY] = points[at] ?? [x, y];
    return {
      x: Math.min(x, fromX),
      y: Math.min(y, fromY),
      width: Math.max(1, Math.abs(x - fromX)),
      height: Math.max(1, Math.abs(y - fromY)),
    };
  });
}

const named = (chart: Chart, { focus }: ChartLayout): string => `${chart.kind} ${focus}`;

describe("the picture of a machine", () => {
  it("has no line through the words of another way, and no words over words or over a state", () => {
    const faults = charts.flatMap((chart) =>
      chart.layouts.flatMap((layout) => {
        const parents = new Set(chart.states.map(({ parent }) => parent));
        const leaves = Object.entries(layout.boxes).filter(
          ([id]) =>
            !parents.has(id) || !chart.states.some((one) => one.parent === id && one.id in layout.boxes),
        );
        return layout.arrows.flatMap((arrow, index) => {
          const { label } = arrow;
          if (label === null) return [];
          const told = `${named(chart, layout)}: ${label.lines.join(" ")}`;
          const crossed = layout.arrows.some(
            (other, at) => at !== index && piecesOf(other).some((piece) => overlap(piece, label)),
          );
          const covered =
            layout.arrows.some(
              (other, at) => at !== index && other.label !== null && overlap(other.label, label),
            ) || leaves.some(([, box]) => overlap(box, label));
          return [...(crossed ? [`${told} is crossed`] : []), ...(covered ? [`${told} is covered`] : [])];
        });
      }),
    );
    expect(faults).toEqual([]);
  });

  it("shows all ways of the machine as a whole, each once, but those of a restart", () => {
    for (const chart of charts) {
      const whole = chart.layouts.find(({ focus }) => focus === "whole");
      const drawn = (whole?.arrows ?? []).flatMap(({ transitions }) => transitions).sort((a, b) => a - b);
      const all = chart.transitions.flatMap(({ event }, index) => (event === "host.restored" ? [] : [index]));
      expect(drawn).toEqual(all);
    }
  });

  it("shows each state in the picture of its own region, with all ways to it and from it", () => {
    const chart = chartNamed("polecat");
    const parents = new Set(chart.states.map(({ parent }) => parent));
    for (const { id } of chart.states.filter((state) => !parents.has(state.id))) {
      const layout = layoutFor(chart, id.split(".").slice(1).join("."), null);
      expect(Object.keys(layout?.boxes ?? {})).toContain(id);
      const drawn = new Set((layout?.arrows ?? []).flatMap(({ transitions }) => transitions));
      const missing = chart.transitions.filter(
        ({ source, event }, index) => source === id && event !== "host.restored" && !drawn.has(index),
      );
      expect(missing).toEqual([]);
    }
  });

  it("is that of the innermost region where the actor is, or of one that somebody has chosen", () => {
    const chart = chartNamed("polecat");
    expect(layoutFor(chart, "working.stuck.nudged", null)?.focus).toBe("polecat.working.stuck");
    expect(layoutFor(chart, "unobserved", null)?.focus).toBe("folded");
    expect(layoutFor(chart, "unobserved", "polecat.idle")?.focus).toBe("polecat.idle");
    expect(layoutFor(chart, "unobserved", "convoy.pending")?.focus).toBe("folded");
    expect(regionsOf(chart).map(({ name }) => name)).toContain("working · stuck");
  });
});

describe("the way that an actor came", () => {
  it("names each state with its time, and each transition that was taken", async () => {
    const town = await inspectedTown();
    for (const name of ["a", "b"]) town.start(name);
    town.work("a");
    town.edit("a", { state: "Terminated" });
    const { body } = await ask(`${town.inspector.url}journal`);
    await town.close();
    const history = new History("whole");
    history.append(parseJournal(body, (problem) => void expect.fail(problem)));
    const moments = history.moments.filter(({ actor }) => actor === "polecat/default/a");
    const chart = chartNamed("polecat");
    const life = lifeOf(chart, moments);
    expect(life.steps.map(({ state }) => state)).toEqual([
      "unobserved",
      "working.healthy",
      "terminating.revocable.proving",
    ]);
    expect(life.steps.map(({ at }) => at)).toEqual(moments.map(({ record }) => record.at));
    expect(life.enteredAt.get("polecat.working")).toBe(moments[1]?.record.at);
    expect([...life.taken.keys()].map(({ target }) => target)).toContain("polecat.terminating");
    const detail = detailAt(moments.at(-1) ?? null);
    if (detail === null) throw new Error("it is there at its last moment");
    const next = nextOf(chart, detail, moments.at(-1)?.record.at ?? 0);
    const told = next.map(({ to, on, waitsFor }) => `${to} ${on}, waits for ${waitsFor}`);
    expect(told).toContain(
      "terminating.revocable.blocked when prove termination failed, waits for the answer of prove termination, which runs",
    );
    expect(told.some((text) => text.includes("operator began again"))).toBe(false);
    expect(next.find(({ to }) => to === "terminating.revocable.recording")?.about).toContain(
      "Guard isProven",
    );
  });
});

describe("the part of a picture that is seen", () => {
  const frame = { width: 700, height: 400 };

  it("is all of it where that can be read, else the state where the actor is", () => {
    expect(readable({ width: 600, height: 300 }, frame, null).scale).toBeGreaterThan(1);
    const large = { width: 2_000, height: 2_000 };
    const middle = { x: 1_000, y: 1_000, width: 80, height: 40 };
    const port = readable(large, frame, middle);
    expect(port.scale).toBeGreaterThanOrEqual(0.75);
    expect(port.x + 1_040 * port.scale).toBeCloseTo(350);
    expect(port.y + 1_020 * port.scale).toBeCloseTo(200);
    expect(fitted(large, frame).scale).toBeLessThan(0.2);
  });

  it("keeps what is under the pointer while it is zoomed, and never leaves the picture", () => {
    const port = zoomed({ x: 10, y: 20, scale: 1 }, 2, { x: 110, y: 120 });
    expect(port).toEqual({ x: -90, y: -80, scale: 2 });
    expect(within({ x: 9_999, y: -9_999, scale: 1 }, { width: 800, height: 800 }, frame)).toEqual({
      x: 12,
      y: -412,
      scale: 1,
    });
  });
});
