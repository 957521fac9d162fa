/** metav1.MicroTime: RFC 3339 with six decimals. @param at epoch ms */
export function microTime(at: number): string {
  return new Date(at).toISOString().replace("Z", "000Z");
}
