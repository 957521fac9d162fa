/** Chart: a machine's statechart as data. Made at build time (scripts/machines/chart.ts), drawn in the page. */
import { EVENTS } from "../../../machines/events.ts";

export interface ChartState {
  /** The state node's id, such as `polecat.pending.slinging`. */
  readonly id: string;
  readonly key: string;
  /** Id of the state around it; null for the outermost ones. */
  readonly parent: string | null;
  /** What it means to be there, in a sentence. */
  readonly description: string;
  readonly tags: readonly string[];
  /** Services that run while it is active. */
  readonly invokes: readonly string[];
  readonly box: Box;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartTransition {
  readonly source: string;
  readonly target: string;
  /** The event's type; empty for transitions that are taken as soon as their guard holds. */
  readonly event: string;
  readonly guard: string | null;
  readonly actions: readonly string[];
  /** Index into `arrows`; null where it is not drawn. */
  readonly arrow: number | null;
}

/** All transitions from one state to another, drawn as one. */
export interface ChartArrow {
  readonly points: readonly (readonly [number, number])[];
  readonly labels: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}

export interface Chart {
  readonly kind: string;
  readonly version: number;
  readonly width: number;
  readonly height: number;
  readonly states: readonly ChartState[];
  readonly transitions: readonly ChartTransition[];
  readonly arrows: readonly ChartArrow[];
}

/** What an event says; undefined for what a service or a timer sends, whose name tells it. */
export function eventMeaning(type: string): string | undefined {
  return Object.entries(EVENTS).find(([event]) => event === type)?.[1];
}

/** `xstate.done.actor.sling` as people say it. */
export function eventLabel(type: string): string {
  return type
    .replace(/^xstate\.done\.actor\.(.+)$/, "$1 done")
    .replace(/^xstate\.error\.actor\.(.+)$/, "$1 failed")
    .replace(/^xstate\.after\.([^.]+)\..*$/, "after $1");
}
