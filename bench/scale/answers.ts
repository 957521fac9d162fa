/** What an operator says of itself: its metrics, and the first picture of its inspector. */
import type { ServedOperator } from "./towns.ts";

/** Since its metrics were read before. */
export interface Loop {
  /** By how much the event loop came late, ms. Node samples it each 10 ms and counts these in; they are taken off here. */
  readonly p99: number;
  readonly max: number;
}

export interface Told {
  readonly loop: Loop;
  /** Reads of the whole town so far, and how long they took together, s. */
  readonly reads: { readonly count: number; readonly seconds: number };
}

const SAMPLED_EVERY_MS = 10;

export async function askMetrics({ metrics }: ServedOperator): Promise<Told> {
  const text = await (await fetch(`${metrics}/metrics`)).text();
  const value = (series: string): number => {
    const line = text.split("\n").find((each) => each.startsWith(`${series} `));
    if (line === undefined) throw new Error(`the operator's metrics lack ${series}`);
    return Number(line.slice(series.length + 1));
  };
  const loop = (which: string): number =>
    Math.max(0, value(`nodejs_eventloop_lag_${which}_seconds`) * 1000 - SAMPLED_EVERY_MS);
  const read = (part: string): number =>
    value(`gastown_operator_observation_duration_seconds_${part}{trusted="true"}`);
  return {
    loop: { p99: loop("p99"), max: loop("max") },
    reads: { count: read("count"), seconds: read("sum") },
  };
}

export interface FirstPicture {
  /** From the request for the page to the end of the first frame of all actors. */
  readonly seconds: number;
  readonly frameBytes: number;
}

export async function askInspector({ inspector }: ServedOperator): Promise<FirstPicture> {
  const begun = performance.now();
  await (await fetch(`${inspector}/inspector/`)).text();
  const stop = new AbortController();
  const { body } = await fetch(`${inspector}/inspector/stream`, { signal: stop.signal });
  if (body === null) throw new Error("the inspector's stream has no body");
  let frame = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    frame += text;
    if (/"isWhole":true[^]*\n\n/.test(frame)) break;
  }
  stop.abort();
  return { seconds: (performance.now() - begun) / 1000, frameBytes: Buffer.byteLength(frame) };
}
