/**
 * Suspicion: whether a rule of the redaction could change a text. Nearly all texts are done with it, and it is on the way
 * of each record: what must stand in whatever a rule takes out is searched for in one pass, and the rules run on the rest.
 */
import { PLACES_SUSPECTED } from "./secret-places.ts";
import { KEY_OWNERS, LONG_NAMES, SHORT_NAMES } from "./secret-names.ts";
import { SECRET_SHAPES } from "./secret-shapes.ts";
import { createWordSearch, exactly, inAnyCase, OTHERS, type Sought } from "./word-search.ts";

/** A user's name and password before a host. A port and a path before an `@` are none. */
export const URL_LOGIN =
  /(:\/\/)(?:[^\s/@"'<>]{0,256}:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>]{0,256}|[^\s/@"'<>]{1,256})@/g;

/** What may follow a name before its value, as it is and in JSON: a sign, a quote, any space, a colour, the end of a tag. */
const AFTER_NAME = `=:"'\`> \t\n\v\f\r\\\u001b${OTHERS}`;

const WORDS: readonly Sought[] = [
  ...SECRET_SHAPES.flatMap(({ keywords }) => keywords).map(exactly),
  ...LONG_NAMES.map(inAnyCase),
  ...[...SHORT_NAMES, "bearer", "basic"].map((name): Sought => [...inAnyCase(name), AFTER_NAME]),
  ...KEY_OWNERS.flatMap((owner) => [
    inAnyCase(`${owner}key`),
    [...inAnyCase(owner), "-_ ", ...inAnyCase("key")],
  ]),
  ...["_KEY", "_PAT", "_AUTH", "-key-data", '"env"'].map(exactly),
  ...PLACES_SUSPECTED,
];

const holdsWord = createWordSearch(WORDS);

export function isSuspicious(text: string): boolean {
  return holdsWord(text) || (text.includes("://") && text.search(URL_LOGIN) >= 0);
}
