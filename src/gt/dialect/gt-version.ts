/** The version of gt, out of what `gt version` prints. */

export interface GtVersion {
  readonly major: number;
  readonly minor: number;
  /** As gt writes it, without its leading `v`: `1.2.1`, `1.2.1-3-gabc123-dirty`. */
  readonly text: string;
}

/** `gt version 1.2.1 (dev)`; `gt version v1.2.1-3-gabc123-dirty (dev: main@319d33a9)`, as `make` builds it. */
const PRINTED = /^gt version v?((\d{1,6})\.(\d{1,6})\b[\w.+-]*)/m;

/** @returns null where there is no number in it. */
export function parseGtVersion(stdout: string): GtVersion | null {
  const [, text = "", major = "", minor = ""] = PRINTED.exec(stdout) ?? [];
  return text === "" ? null : { major: Number(major), minor: Number(minor), text };
}
