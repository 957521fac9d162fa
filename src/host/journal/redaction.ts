/**
 * Redaction: what looks like a credential leaves the process nowhere: not in the journal, nor in logs, statuses, Events
 * or frames of the inspector, wherever it stands: a person's message for a polecat, the words of a failed git push, a
 * URL with a password. Told by the name before it, by the name of a field, and by its own shape (secret-shapes.ts).
 */
import { literal, SECRET_SHAPES } from "./secret-shapes.ts";

const MARK = "[redacted]";

/** Words in the names of credentials, as they are found inside of longer ones: `githubToken`, `PGPASSWORD`. */
const LONG_NAMES = ["token", "secret", "password", "passwd", "passphrase", "authorization", "credential"];
const KEY_OWNERS = ["api", "access", "private", "account", "encryption", "signing", "master", "secret"];
/** Only as words of their own, for they stand in others, too: `DB_PASS`, `pwd`, but not `compass`. */
const SHORT_NAMES = ["pass", "pwd", "creds"];

/**
 * Finds every line that one of the rules below could change; nearly all lines are done with it. It is on the way of each
 * record, so it is made of what V8 searches fastest: rare characters that a look back tells more of, literal texts, and
 * few words without regard to case. One pattern for all of it takes three times as long.
 */
const SUSPICIONS: readonly RegExp[] = [
  new RegExp(`[-_.~](?<=(?:${keywords(/[-_.~]$/).join("|")}))`),
  new RegExp(keywords(/[^-_.~]$/).join("|")),
  /token|secret|passw|passphr|authoriz|credential|creds|bearer |basic |pwd|pass[=:"'\` \\]|sig(?:nature)?=/i,
  new RegExp(`k(?<=(?:${KEY_OWNERS.join("|")})[-_ ]?k)ey`, "i"),
  /"env"/,
  /@(?:tcp|unix)\(|-key-data|_(?:KEY|PAT|AUTH)(?![A-Z_])/,
];

function keywords(ending: RegExp): string[] {
  return SECRET_SHAPES.flatMap((shape) => shape.keywords)
    .filter((keyword) => ending.test(keyword))
    .map(literal)
    .sort();
}

/** A user's name and password before a host. A port and a path before an `@` are none. */
const URL_LOGIN = /(:\/\/)(?:[^\s/@"'<>]{0,256}:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>]{0,256}|[^\s/@"'<>]{1,256})@/g;

const KEYS = `(?:${KEY_OWNERS.join("|")})[-_ ]?keys?`;
const LONG = `(?:${LONG_NAMES.join("|")})s?|${KEYS}`;
const SHORT = String.raw`(?:(?<![A-Za-z])|(?<=\\[bfnrt]))(?:${SHORT_NAMES.join("|")})`;
/** What opens a value, in a text or in JSON inside of one: quotes may be escaped any number of times. */
const BEFORE = String.raw`\\{0,8}["'\x60]?\s{0,4}(?:=>|:=|[=:])\s{0,4}`;
const SCHEME = String.raw`(?:(?:bearer|basic|token)\s{1,4})?`;
/** In quotes to their end, else to the end of the word. */
const QUOTED = String.raw`\\{0,8}"[^"\\]+|\\{0,8}'[^'\\]+|\x60[^\x60]+`;
const WORD = String.raw`[^\s"'\x60,;&<>(){}\[\]\\]+`;

/** Of names that are no word of their own in camel case, such as `dbPass`, only structured fields are looked at. */
const NAMED = new RegExp(
  `((?:${LONG}|${SHORT})${BEFORE}${SCHEME})(?!(?:(?:bearer|basic|token)\\s{1,4})?${literal(MARK)})(${QUOTED}|${WORD})`,
  "gi",
);
/** A password in plain words may be several of them: then all to the end of the clause is taken for it. */
const PASSWORD_WORDS = new RegExp(
  `((?:passwords?|passwd|passphrase|${SHORT})\\s{0,4}:\\s{1,4})(?!${literal(MARK)})[^\\s"'\x60,;<>{}\\\\/][^"'\x60,;<>{}\\\\\\n\\r]*`,
  "gi",
);
/** Where no sign stands between the name and the value: an option, an element of XML, a line of a netrc file. */
const OPTION = new RegExp(
  `(-(?:${LONG})\\s{1,4}|<(?:${LONG}|${SHORT})>\\s{0,4}|\\blogin\\s{1,4}\\S{1,256}\\s{1,4}password\\s{1,4})(?![-\\s]|${literal(MARK)})(${QUOTED}|${WORD})`,
  "gi",
);
/** Variables of which the last word alone says it, and keys in a kubeconfig. */
const VARIABLE = new RegExp(
  `(_(?:KEY|PAT|AUTH)${BEFORE}|-key-data${BEFORE})(?!${literal(MARK)})(${QUOTED}|${WORD})`,
  "g",
);
/** A user's name and password as drivers of MySQL, and so of Dolt, have them: `root:secret@tcp(127.0.0.1:3307)`. */
const DRIVER_LOGIN = /([\w.-]{1,64}:)(?!\[redacted\])[^\s"'<>]{1,256}@(?=(?:tcp|unix)\()/g;
const SIGNATURE = /([?&](?:sig|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature)=)[^&\s"'<>]+/g;
const LOGIN = /\b(bearer|basic)\s{1,4}[A-Za-z0-9+/=._~-]{8,}/gi;

/** Names of fields whose whole text is a credential. */
const SECRET_NAME = new RegExp(
  `(?:^|[-_.]|(?<=[a-z])(?=[A-Z]))(?:(?:${LONG_NAMES.join("|")})s?|(?:${KEY_OWNERS.join("|")})[-_]?keys?|${SHORT_NAMES.join("|")})$`,
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

function isSuspicious(text: string): boolean {
  return (
    SUSPICIONS.some((suspicion) => suspicion.test(text)) ||
    (text.includes("://") && text.search(URL_LOGIN) >= 0)
  );
}

/** @param isSecret whether all text in it is a value that must not be told. */
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
  for (const { pattern, isOrdinary } of SECRET_SHAPES)
    current = current.replace(pattern, (match) => (isOrdinary?.(match) === true ? match : MARK));
  return current
    .replace(URL_LOGIN, `$1${MARK}@`)
    .replace(DRIVER_LOGIN, `$1${MARK}@`)
    .replace(PASSWORD_WORDS, `$1${MARK}`)
    .replace(NAMED, redactNamed)
    .replace(OPTION, redactNamed)
    .replace(VARIABLE, redactNamed)
    .replace(SIGNATURE, `$1${MARK}`)
    .replace(LOGIN, `$1 ${MARK}`);
}

function redactNamed(whole: string, before: string, value: string): string {
  // The shell's PWD is the folder that it is in.
  if (/pwd/i.test(before) && value.startsWith("/")) return whole;
  const quote = /^\\*["'\x60]/.exec(value)?.[0] ?? "";
  return `${before}${quote}${MARK}`;
}
