/** Sizes as Kubernetes writes them: `65536`, `512Ki`, `16Mi`, `2Gi`. */
const UNITS: Readonly<Record<string, number>> = { "": 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** Bytes, or null for anything else. */
export function parseSize(text: string): number | null {
  const [, digits, unit = ""] = /^(\d{1,12})(Ki|Mi|Gi)?$/.exec(text) ?? [];
  const factor = UNITS[unit];
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}
