/**
 * Word search: whether one of many words stands in a text, in one pass over its characters, however many words there are.
 * An automaton after Aho and Corasick, as a table from state and character to the next state. Each record of the journal
 * goes through it, and patterns with as many alternatives take three times as long, for they are tried one by one.
 */

/** A word, as the characters that may stand at each of its places: of ASCII, or OTHERS for all that are not. */
export type Sought = readonly string[];

export const OTHERS = "\0";

export function exactly(text: string): Sought {
  return text.split("");
}

export function inAnyCase(text: string): Sought {
  return text.split("").map((character) => `${character.toLowerCase()}${character.toUpperCase()}`);
}

/** Codes of ASCII. All other characters count as the first of them. */
const CODES = 128;
const SHIFT = 7;

/** Begins of words that the text may end with, each as the word's number and its characters so far, in one number. */
type Begun = readonly number[];
const LONGEST = 64;
/** In the place of a state: a word stands there. */
const WHOLE = 0xffff;

/** @returns whether one of the words stands in a text. @throws RangeError for a word that could never be found. */
export function createWordSearch(words: readonly Sought[]): (text: string) => boolean {
  for (const word of words) {
    const isAscii = word.every((characters) => /^[\0-\x7f]+$/.test(characters));
    if (!isAscii || word.length === 0 || word.length >= LONGEST) throw new RangeError(word.join(""));
  }
  const table = tableOf(words);
  return (text) => {
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      state = table[(state << SHIFT) | (code < CODES ? code : 0)] ?? 0;
      if (state === WHOLE) return true;
    }
    return false;
  };
}

/** The next state, or a whole word, for each state and code. A state is what of which words the text may end with. */
function tableOf(words: readonly Sought[]): Uint16Array {
  const none = words.map((_, word) => word * LONGEST);
  const anew = stepsFrom(words, none);
  const states = new Map([["", 0]]);
  const begins: Begun[] = [[]];
  const stateOf = (begun: Begun): number => {
    if (begun.some((begin) => words[Math.floor(begin / LONGEST)]?.length === begin % LONGEST)) return WHOLE;
    const key = begun.join(" ");
    const known = states.get(key) ?? begins.length;
    if (known === begins.length) {
      states.set(key, known);
      begins.push(begun);
    }
    return known;
  };
  const ordinary = Uint16Array.from({ length: CODES }, (_, code) => stateOf(anew.get(code) ?? []));
  const rows: Uint16Array[] = [];
  for (let state = 0; state < begins.length; state += 1) {
    const row = ordinary.slice();
    for (const [code, begun] of stepsFrom(words, begins[state] ?? []))
      row[code] = stateOf([...begun, ...(anew.get(code) ?? [])]);
    rows.push(row);
  }
  const table = new Uint16Array(rows.length * CODES);
  for (const [state, row] of rows.entries()) table.set(row, state * CODES);
  return table;
}

/** What each character makes of these begins; no other goes on with any of them. */
function stepsFrom(words: readonly Sought[], earlier: Begun): ReadonlyMap<number, Begun> {
  const steps = new Map<number, number[]>();
  for (const begin of earlier) {
    for (const character of words[Math.floor(begin / LONGEST)]?.[begin % LONGEST] ?? "") {
      const code = character.charCodeAt(0);
      const begun = steps.get(code);
      if (begun === undefined) steps.set(code, [begin + 1]);
      else if (begun.at(-1) !== begin + 1) begun.push(begin + 1);
    }
  }
  return steps;
}
