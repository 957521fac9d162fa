/** The versions of gt that the simulated town can speak. */

export const GT_VERSIONS = ["1.0.1", "1.2.1"] as const;

export type GtVersion = (typeof GT_VERSIONS)[number];

export const DEFAULT_GT_VERSION: GtVersion = "1.0.1";

export function isGtVersion(word: string): word is GtVersion {
  return GT_VERSIONS.some((version) => version === word);
}

/** @returns what is true in the town's version. */
export function inVersion<Value>(
  { gtVersion }: { readonly gtVersion: GtVersion },
  each: Readonly<Record<GtVersion, Value>>,
): Value {
  return each[gtVersion];
}
