/**
 * Redaction: what looks like a credential leaves the process nowhere: not in the journal, nor in logs, statuses, Events
 * or frames of the inspector, wherever it stands: a person's message for a polecat, the words of a failed git push, a
 * URL with a password. Told by the name before it, by the name of a field, by its own shape (secret-shapes.ts) and by
 * the form of what is around it (secret-places.ts).
 */
import { isOfActor, isOrdinary } from "./ordinary-values.ts";
import { KEY_OWNERS, LONG_NAMES, SHORT_NAMES, SHORT_OWNERS } from "./secret-names.ts";
import { SECRET_PLACES } from "./secret-places.ts";
import { SECRET_SHAPES } from "./secret-shapes.ts";
import { BEFORE, CLAUSE, MARK, NOT_MARKED, QUOTED, WORD } from "./secret-values.ts";
import { isSuspicious, URL_LOGIN } from "./suspicion.ts";

const KEYS = `(?:${KEY_OWNERS.join("|")})[-_ ]?keys?`;
const LONG = `(?:(?:${LONG_NAMES.join("|")})s?|${KEYS})(?:[-_](?:base|value|data|hash|base64|b64)|[-_]?\\d{1,2})?`;
const SHORT = String.raw`(?:(?<![A-Za-z])|(?<=\\[bfnrt])|(?<=${SHORT_OWNERS.join("|")}))(?:${SHORT_NAMES.join("|")})`;
const SCHEME = String.raw`(?:(?:bearer|basic|token)\s{1,4})?`;

/** Of names that are no word of their own in camel case, such as `dbPass`, only structured fields are looked at. */
const NAMED = new RegExp(`((?:${LONG}|${SHORT})${BEFORE}${SCHEME})${NOT_MARKED}(${QUOTED}|${WORD})`, "gi");
/** A password in plain words may be several of them: then all to the end of the clause is taken for it. */
const PASSWORD_WORDS = new RegExp(
  `((?:passwords?|passwd|passphrase|passcode|${SHORT})\\s{0,4}:\\s{1,4})${NOT_MARKED}(${CLAUSE})`,
  "gi",
);
/** A block of YAML: all lines below that are further in than the name, also in JSON inside of a text. */
const LINE_END = String.raw`(?:\r?\n|\\{1,8}n)`;
const IN_LINE = String.raw`(?:[^\n\r"\\]|\\{1,8}(?![nr"\\])|"(?=[\w ]))`;
const BLOCK = new RegExp(
  String.raw`((?:(?<![^\n])|(?<=\\n))([ \t]{0,64})(?:-[ \t]{1,4})?["']?(?:[A-Za-z0-9]{1,32}[-_.]){0,4}[A-Za-z0-9]{0,32}(?:${LONG}|${SHORT})["']?[ \t]{0,4}:[ \t]{1,4})` +
    String.raw`[|>][-+\d]{0,2}[ \t]{0,8}(?:#${IN_LINE}{0,256})?(?:(?:${LINE_END}[ \t]{0,64}(?=${LINE_END})){0,8}${LINE_END}\2[ \t]${IN_LINE}+)+`,
  "gi",
);
/** Where no sign stands between the name and the value: an option, an element of XML, a line of a netrc file. */
const OPTION = new RegExp(
  `(-(?:${LONG})\\s{1,4}|<(?:${LONG}|${SHORT})>\\s{0,4}|\\blogin\\s{1,4}\\S{1,256}\\s{1,4}password\\s{1,4})(?![-\\s])${NOT_MARKED}(${QUOTED}|${WORD})`,
  "gi",
);
/** Variables of which the last word alone says it, and keys in a kubeconfig. */
const VARIABLE = new RegExp(
  `(_(?:KEY|PAT|AUTH)${BEFORE}|-key-data${BEFORE})${NOT_MARKED}(${QUOTED}|${WORD})`,
  "g",
);
const LOGIN = /\b(bearer|basic)\s{1,4}[A-Za-z0-9+/=._~-]{8,}/gi;

/** Names of fields whose whole text is a credential. */
const SECRET_NAME = new RegExp(
  `(?:^|[-_.]|(?<=[a-z])(?=[A-Z]))(?:(?:${LONG_NAMES.join("|")})s?|(?:${KEY_OWNERS.join("|")})[-_]?keys?|${SHORT_NAMES.join("|")}|(?:set-)?cookie)$|^_?auth$`,
  "i",
);

/** A record's JSON without credentials. Doing it again changes nothing. */
export function redactLine(json: string): string {
  return isSuspicious(json) ? JSON.stringify(redact(JSON.parse(json), false)) : json;
}

/** A text without credentials. */
export function redactText(text: string): string {
  return isSuspicious(text) ? redactSuspicious(text) : text;
}

/** Whatever JSON can hold, without credentials in any text of it. */
export function redactValue(value: unknown): unknown {
  return redact(value, false);
}

/** @param isSecret whether all text in it is a value that must not be shown. */
function redact(value: unknown, isSecret: boolean): unknown {
  if (typeof value === "string") return isSecret ? MARK : redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redact(item, isSecret));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      // Of `env: [{name, value}]` the names are no secret.
      if (isSecret && key === "name") return [key, redact(inner, false)];
      return [key, redact(inner, isSecret || key === "env" || SECRET_NAME.test(key))];
    }),
  );
}

function redactSuspicious(text: string): string {
  // Shapes first: of what a rule of names would cut in two, a half would be left.
  let current = text;
  for (const { pattern, isOrdinary: isNone } of SECRET_SHAPES)
    current = current.replace(pattern, (match) => (isNone?.(match) === true ? match : MARK));
  current = current.replace(URL_LOGIN, `$1${MARK}@`).replace(BLOCK, `$1${MARK}`);
  for (const place of SECRET_PLACES) current = current.replace(place, redactPlace);
  return current
    .replace(PASSWORD_WORDS, redactNamed)
    .replace(NAMED, redactNamed)
    .replace(OPTION, redactNamed)
    .replace(VARIABLE, redactNamed)
    .replace(LOGIN, `$1 ${MARK}`);
}

function redactNamed(whole: string, before: string, value: string, offset: number, text: string): string {
  // The shell's PWD is the folder that it is in.
  if (/pwd/i.test(before) && value.startsWith("/")) return whole;
  if (isOrdinary(before, value) || isOfActor(text, offset, before)) return whole;
  const quote = openingQuote(value);
  // Of `f(token=…)` the bracket stays, so that the text reads as before.
  const ending = quote === "" ? (/[)\]},;]{1,3}$/.exec(value)?.[0] ?? "") : "";
  return `${before}${quote}${MARK}${ending}`;
}

function redactPlace(whole: string, before: string): string {
  return `${before}${openingQuote(whole.slice(before.length))}${MARK}`;
}

function openingQuote(value: string): string {
  return /^\\{0,8}["'\x60]/.exec(value)?.[0] ?? "";
}
