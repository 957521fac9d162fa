/** Times as text: RFC 3339 in UTC. */

/** In whole seconds, as Kubernetes (metav1.Time) and gt write it. @param at epoch ms */
export function wholeSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** metav1.MicroTime: with six decimals. @param at epoch ms */
export function microTime(at: number): string {
  return new Date(at).toISOString().replace("Z", "000Z");
}
