/**
 * Chart: a machine's statechart as data. Made at build time (scripts/machines/chart.ts), drawn in the page. It is laid out
 * several times: whole, and once for each region, with the others folded, so that where an actor is can be read at once.
 */
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
  /** What it is for, where the machine says more than its guard does. */
  readonly description: string;
  readonly actions: readonly string[];
}

/** All transitions from one box to another, drawn as one. */
export interface ChartArrow {
  readonly points: readonly (readonly [number, number])[];
  /** In words, a line each; nothing else is drawn across its box. Null for one without a word. */
  readonly label: (Box & { readonly lines: readonly string[] }) | null;
  /** Indexes into the chart's transitions. */
  readonly transitions: readonly number[];
}

/** The whole machine. */
export const WHOLE = "whole";
/** The machine with every region folded. */
export const FOLDED = "folded";

export interface ChartLayout {
  /** Id of the region that is unfolded, with those around it; or WHOLE, or FOLDED. */
  readonly focus: string;
  readonly width: number;
  readonly height: number;
  /** Of the states that are drawn, by their ids; a region that is folded is one of them. */
  readonly boxes: Readonly<Record<string, Box>>;
  readonly arrows: readonly ChartArrow[];
}

export interface Chart {
  readonly kind: string;
  readonly version: number;
  readonly states: readonly ChartState[];
  readonly transitions: readonly ChartTransition[];
  readonly layouts: readonly ChartLayout[];
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

/** `hasLeftPending` as people say it: `has left pending`. */
export function plain(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
  "spec.observed": "spec was edited",
  "town.observed": "town was read",
  "finalizer.refused": "finalizer was refused",
  "host.restored": "operator began again",
};

/** The same in plain words: `sling has answered`, `after proof backoff`. */
export function eventWords(type: string): string {
  const known = EVENT_WORDS[type];
  if (known !== undefined) return known;
  return type
    .replace(/^xstate\.done\.actor\.(.+)$/, (_, service: string) => `${plain(service)} answered`)
    .replace(/^xstate\.error\.actor\.(.+)$/, (_, service: string) => `${plain(service)} failed`)
    .replace(/^xstate\.after\.([^.]+)\..*$/, (_, delay: string) => `after ${plain(delay)}`);
}

/** On what a transition is taken, and under which condition. */
export function transitionWords({ event, guard }: Pick<ChartTransition, "event" | "guard">): string {
  const parts = [event === "" ? null : eventWords(event), guard === null ? null : plain(guard)];
  return parts.filter((part) => part !== null).join(": ");
}
