/** Times and durations as people read them. */

export function clockTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  const ms = String(date.getMilliseconds()).padStart(3, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

export function dateTime(at: number): string {
  const date = new Date(at);
  return `${date.toLocaleDateString("en-CA")} ${clockTime(at).slice(0, 8)}`;
}

/** `UTC+02:00`: the zone in which this page writes its times. */
export function zone(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const two = (value: number): string => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  return minutes === 0
    ? "UTC"
    : `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
