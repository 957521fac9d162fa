/**
 * Redaction: what looks like a credential never reaches the journal, wherever it stands: a person's message for a
 * polecat, the words of a failed git push, a URL with a password. Told by the name of a field and by its own shape.
 */
const MARK = "[redacted]";

/** Finds every line that one of the rules below could change; most lines are done with it. */
const SUSPICIOUS =
  /"env"|[Tt]oken|TOKEN|[Ss]ecret|SECRET|[Pp]assw|PASSW|[Aa]uthorization|AUTHORIZATION|[Bb]earer |[Bb]asic |[Cc]redential|CREDENTIAL|(?:[Aa]pi|API|[Aa]ccess|ACCESS|[Pp]rivate|PRIVATE)[-_ ]?(?:[Kk]ey|KEY)|:\/\/[^"\s/]*@|gh[pousr]_|github_pat_|glpat-|sk-|xox[a-z]-|AKIA|AIza|eyJ|npm_|hf_|-----BEGIN/;

const SECRET_NAME =
  /(?:^|[-_.]|(?<=[a-z])(?=[A-Z]))(?:tokens?|secrets?|passw(?:or)?d|authorization|credentials?|(?:api|access|private)[-_]?keys?)$/i;

/** Words that name a credential, in running text, and the value after them. */
const NAMED =
  /((?:token|secret|passw(?:or)?d|authorization|credentials?|(?:api|access|private)[-_ ]?key)["']?\s*[=:]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',;&]+/gi;

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MARK],
  [/(:\/\/)[^\s/@"]+@/g, `$1${MARK}@`],
  [/\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${MARK}`],
  [/\bgh[pousr]_[A-Za-z0-9]{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}/g, MARK],
  [/\bsk-[\w-]{16,}|\bxox[a-z]-[\w-]{8,}|\bnpm_[A-Za-z0-9]{16,}|\bhf_[A-Za-z0-9]{16,}/g, MARK],
  [/\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}/g, MARK],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, MARK],
];

/** A record's JSON without credentials. Doing it again changes nothing. */
export function redactLine(json: string): string {
  return SUSPICIOUS.test(json) ? JSON.stringify(redact(JSON.parse(json), false)) : json;
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

function redactText(text: string): string {
  const named = text.replaceAll(NAMED, (_, words: string) => `${words}${MARK}`);
  return SHAPES.reduce((current, [shape, instead]) => current.replaceAll(shape, instead), named);
}
