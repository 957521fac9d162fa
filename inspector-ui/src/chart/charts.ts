/** The charts of all machines, as they were laid out when the page was built. */
import { signal } from "@preact/signals";
import { z } from "zod";
import type { Chart } from "./chart.ts";

const chartSchema: z.ZodType<Chart> = z.object({
  kind: z.string(),
  version: z.number(),
  width: z.number(),
  height: z.number(),
  states: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      parent: z.string().nullable(),
      description: z.string(),
      tags: z.array(z.string()),
      invokes: z.array(z.string()),
      box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    }),
  ),
  transitions: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      event: z.string(),
      guard: z.string().nullable(),
      actions: z.array(z.string()),
      arrow: z.number().nullable(),
    }),
  ),
  arrows: z.array(
    z.object({
      points: z.array(z.tuple([z.number(), z.number()])),
      labels: z.array(z.object({ text: z.string(), x: z.number(), y: z.number() })),
    }),
  ),
});

export const charts = signal<ReadonlyMap<string, Chart>>(new Map());

export async function loadCharts(): Promise<void> {
  const response = await fetch("machines.json");
  const list = z.array(chartSchema).parse(await response.json());
  charts.value = new Map(list.map((chart) => [chart.kind, chart]));
}
