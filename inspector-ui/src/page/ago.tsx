/** A time as people ask for it: how long ago, by the moment that is looked at; the time itself on hover. */
import type { JSX } from "preact";
import { now } from "../live/clock.ts";
import { cursor, past } from "../past/past.ts";
import { clockTime, dateTime, duration, zone } from "./wording.ts";

export function Ago({ at }: { readonly at: number }): JSX.Element {
  const index = cursor.value;
  const moment = index === null ? now.value : (past.value?.moments[index]?.record.at ?? now.value);
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return <span>at an unknown time</span>;
  return (
    <time dateTime={time.toISOString()} title={`${dateTime(at).slice(0, 10)} ${clockTime(at)} ${zone(at)}`}>
      {duration(Math.max(0, moment - at))} ago
    </time>
  );
}
