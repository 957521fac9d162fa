/** Random words from the state, so that the same calls on the same seed give the same ids. */
import type { TownState } from "./state.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const HEXADECIMAL = "0123456789abcdef";

/** mulberry32: the next random number in [0, 1), kept in the state. */
function nextRandom(state: TownState): number {
  state.random = (state.random + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state.random ^ (state.random >>> 15), 1 | state.random);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

export function randomWord(state: TownState, length: number, letters = LETTERS): string {
  return Array.from({ length }, () => letters[Math.floor(nextRandom(state) * letters.length)]).join("");
}

export const randomCommit = (state: TownState): string => randomWord(state, 40, HEXADECIMAL);

export function randomUuid(state: TownState): string {
  return [8, 4, 4, 4, 12].map((length) => randomWord(state, length, HEXADECIMAL)).join("-");
}
