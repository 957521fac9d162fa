/** Times as a field of the browser has them: without a zone, in that of this machine. */

export function fieldOfTime(at: number): string {
  const local = at - new Date(at).getTimezoneOffset() * 60_000;
  return new Date(local).toISOString().slice(0, 19);
}

/** Null where nothing, or no time, stands in it. */
export function timeOfField(text: string): number | null {
  const at = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}
