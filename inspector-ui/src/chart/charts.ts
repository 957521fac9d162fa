/** The charts of all machines, as they were laid out when the page was built. */
import { signal } from "@preact/signals";
import { z } from "zod";
import type { Chart } from "./chart.ts";

const box = { x: z.number(), y: z.number(), width: z.number(), height: z.number() };

const chartSchema: z.ZodType<Chart> = z.object({
  kind: z.string(),
  version: z.number(),
  states: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      parent: z.string().nullable(),
      description: z.string(),
      tags: z.array(z.string()),
      invokes: z.array(z.string()),
    }),
  ),
  transitions: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      event: z.string(),
      guard: z.string().nullable(),
      description: z.string(),
      actions: z.array(z.string()),
    }),
  ),
  layouts: z.array(
    z.object({
      focus: z.string(),
      width: z.number(),
      height: z.number(),
      boxes: z.record(z.string(), z.object(box)),
      arrows: z.array(
        z.object({
          points: z.array(z.tuple([z.number(), z.number()])),
          label: z.object({ ...box, lines: z.array(z.string()) }).nullable(),
          transitions: z.array(z.number()),
        }),
      ),
    }),
  ),
});

export const charts = signal<ReadonlyMap<string, Chart>>(new Map());

export async function loadCharts(): Promise<void> {
  const response = await fetch("machines.json");
  const list = z.array(chartSchema).parse(await response.json());
  charts.value = new Map(list.map((chart) => [chart.kind, chart]));
}
