/** What can come next, and what each of it waits for. Pure. */
import type { Detail } from "../../../src/inspector/detail.ts";
import { duration } from "../page/wording.ts";
import { eventMeaning, plain, transitionWords, type Chart, type ChartTransition } from "./chart.ts";
import { possibleTransitions } from "./path.ts";

export interface Next {
  readonly transition: ChartTransition;
  /** The state that it leads to, such as `pending.slinging`. */
  readonly to: string;
  /** On what, in plain words. */
  readonly on: string;
  readonly waitsFor: string;
  /** What its guard and the event are called in the machine, and what it is for. */
  readonly about: string;
}

/** @param at epoch ms of the moment that is looked at. */
export function nextOf(chart: Chart, detail: Detail, at: number): readonly Next[] {
  return possibleTransitions(chart, detail.cell.state)
    .filter(({ event }) => event !== "host.restored")
    .map((transition) => ({
      transition,
      to: transition.target.split(".").slice(1).join("."),
      on: onOf(transition),
      waitsFor: waitOf(transition, detail, at),
      about: aboutTransition(transition),
    }));
}

function onOf(transition: ChartTransition): string {
  const words = transitionWords(transition);
  if (transition.event === "") return words === "" ? "at once" : `as soon as ${words}`;
  return transition.event.startsWith("xstate.after.") ? words : `when ${words}`;
}

export function aboutTransition({ event, guard, description }: ChartTransition): string {
  return [
    description,
    event === "" ? "" : (eventMeaning(event) ?? `Event ${event}.`),
    guard === null ? "" : `Guard ${guard}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function waitOf({ event }: ChartTransition, { timers, running }: Detail, at: number): string {
  if (event === "") return "an event that makes it so";
  if (event.startsWith("xstate.after.")) {
    const timer = timers.find(({ id }) => id === event);
    return timer === undefined ? "its time, which does not run" : `its time: ${left(timer.dueAt - at)}`;
  }
  const service = /^xstate\.(?:done|error)\.actor\.(.+)$/.exec(event)?.[1];
  if (service !== undefined) {
    const isRunning = running.some(({ id }) => id === service);
    return isRunning
      ? `the answer of ${plain(service)}, which runs`
      : `${plain(service)}, which does not run`;
  }
  if (event === "spec.observed") return "an edit of the spec";
  return event === "town.observed" ? "the next read of the town" : (eventMeaning(event) ?? event);
}

function left(ms: number): string {
  return ms > 0 ? `${duration(ms)} left` : "it is up";
}
