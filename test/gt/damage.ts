/** Damage done to what gt printed: each kind of it somewhere, by a seeded generator. */

export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** No entry of a list is as short as what one damage takes away. */
const MOST_LOST = 30;

const NOISE = [
  "[mysql] 2026/03/02 10:00:00 packets.go:58 unexpected EOF",
  "⚠ Warning: beads schema is older than this bd",
  "{}",
  "[]",
  "null",
  '{"level":"warn","msg":"slow query"}',
  "Error: connection reset",
];

const lines = (change: (all: string[], at: number, random: Random) => void) => {
  return (text: string, random: Random): string => {
    const all = text.split("\n");
    change(all, Math.floor(random() * all.length), random);
    return all.join("\n");
  };
};
const characters = (change: (before: string, after: string, random: Random) => string) => {
  return (text: string, random: Random): string => {
    const at = Math.floor(random() * text.length);
    return change(text.slice(0, at), text.slice(at), random);
  };
};

export const DAMAGES: Readonly<Record<string, (text: string, random: Random) => string>> = {
  "a line lost": lines((all, at) => all.splice(at, 1)),
  "a line twice": lines((all, at) => all.splice(at, 0, all[at] ?? "")),
  "two lines exchanged": lines((all, at) => all.splice(at, 2, all[at + 1] ?? "", all[at] ?? "")),
  "noise between lines": lines((all, at, random) =>
    all.splice(at, 0, NOISE[Math.floor(random() * NOISE.length)] ?? ""),
  ),
  "cut off": characters((before) => before),
  "its beginning lost": characters((_, after) => after),
  "characters lost": characters(
    (before, after, random) => before + after.slice(1 + Math.floor(random() * MOST_LOST)),
  ),
  "a byte that is no UTF-8": characters((before, after) => `${before}\uFFFD${after.slice(1)}`),
  "a NUL": characters((before, after) => `${before}\0${after}`),
  "a bracket": characters(
    (before, after, random) => `${before}${"[]{}".charAt(Math.floor(random() * 4))}${after}`,
  ),
};
