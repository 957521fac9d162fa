/** What gt advises where it fails, less what would destroy work or take it from somebody. */

const HARMFUL = /--(force|hook-raw-bead|no-verify)\b|LOSES WORK/;

/** @returns the sentences and lines without harmful advice; empty where nothing is left. */
export function harmless(said: string): string {
  const sentences = said.split(/(?<=[.;!])\s+|\n/);
  return sentences.filter((sentence) => !HARMFUL.test(sentence)).join(" ");
}
