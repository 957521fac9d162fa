/** Timelines in words, a line a record. */
import type { Moment } from "./timeline.ts";

export function time(at: number): string {
  return new Date(at).toISOString();
}

/** `   12 2026-05-01T12:00:00.050Z polecat/default/one sling answered: pending.slinging → working.healthy (Working: …)` */
export function momentLine({
  sequence,
  at,
  actor,
  event,
  cause,
  trace,
  from,
  told,
  transitions,
  effects,
}: Moment): string {
  const origins = [cause.startsWith("timer:") ? null : cause, trace === null ? null : `trace ${trace}`];
  const known = origins.filter((origin) => origin !== null);
  const by = known.length === 0 ? "" : ` (${known.join(", ")})`;
  const head = `${String(sequence).padStart(6)} ${time(at)} ${actor} ${eventText(event)}${by}`;
  if (told === null)
    return `${head}: ${event === "stop" ? "ended" : "the machine failed on it and stayed as it was"}`;
  const way = from === null || from === told.state ? told.state : `${from} → ${told.state}`;
  const todo = effects.length === 0 ? "" : ` [${effects.join(", ")}]`;
  const named = transitions.length === 0 ? "" : `, ${transitions.join(", ")}`;
  return `${head}: ${way}${named} (${reasonText(told)})${todo}`;
}

/** XState's names of events, in words. */
export function eventText(event: string): string {
  return event
    .replace(/^xstate\.done\.actor\.(\w+)$/, "$1 answered")
    .replace(/^xstate\.error\.actor\.(\w+)$/, "$1 failed")
    .replace(/^xstate\.after\.(\w+)\..*$/, "$1 elapsed");
}

/** `polecat/default/one  working.healthy since … (Working: al-1 is in work …)` */
export function stateLine(moment: Moment, since: number): string {
  const { actor, told } = moment;
  if (told === null) return `${actor} ended at ${time(moment.at)}`;
  return `${actor} ${told.phase}: ${told.state} since ${time(since)} (${reasonText(told)})`;
}

function reasonText({ reason, message }: { readonly reason: string; readonly message: string }): string {
  return message === "" ? reason : `${reason}: ${message}`;
}
