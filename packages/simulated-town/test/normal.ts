/** What is left of an answer when everything is taken out that differs from town to town. */

const VOLATILE_NUMBERS = new Set([
  "pid",
  "disk_usage_bytes",
  "last_commit_age_seconds",
  "issues",
  "open_issues",
  "wisps",
  "open_wisps",
  "commits",
  "session_count",
]);
const VOLATILE_TEXTS = new Set([
  "socket",
  "socket_path",
  "disk_usage_human",
  "agent_alias",
  "agent_info",
  "title",
  "last_commit_db",
  "created_by",
  "thread_id",
]);

/** Fields of `health` that list the databases of one town. */
const OPEN_LISTS = new Set(["databases"]);

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, "TIME"],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UUID"],
  [/\b[0-9a-f]{40}\b/g, "COMMIT"],
  [/@[a-z0-9]{8}\b/g, "@SUFFIX"],
  [/-wisp-[a-z0-9]+/g, "-wisp-ID"],
  [/\bhq-cv-[a-z0-9]+/g, "hq-cv-ID"],
  [/pane: %\d+/g, "pane: %N"],
  [/\d+s ago/g, "Ns ago"],
  // Figures of one town in `vitals`.
  [/PID \d+ {2}[\d.]+ MB {2}\d+\/(\d+) conn {2}\d+m?s/g, "PID N  N MB  N/$1 conn  N"],
  [/^( {2}\S+) +\d+ +\d+ +\d+ +\d+%$/gm, "$1 N N N N%"],
  [/feature="[^"]*"/g, 'feature="TITLE"'],
  [/ — task [\w-]+:/g, " — TITLE:"],
  [/--description=[^:]*:/g, "--description=TEXT:"],
  // Two wordings of one hint, from two builds.
  [/'bd doctor' to diagnose, or /g, ""],
];

/** Warnings that depend on how a town was installed; they mean nothing for the call, and nobody may read them. */
const WARNING = /^(⚠ )?[Ww]arning:/;
const WARNING_CONTINUED =
  /^ {2}(Start with: gt daemon start|Fix: git config beads\.role|Or: {2}git config beads\.role)/;
const HINT = /^Hint: run 'bd init'|^ {6}or set BEADS_DIR/;

function normalText(text: string): string {
  return REPLACEMENTS.reduce((done, [pattern, word]) => done.replaceAll(pattern, word), text);
}

/** Usage texts are cut in the transcripts at times, so they are cut always. */
export function normalLines(text: string, isStderr: boolean): readonly string[] {
  const said = normalText(text.replace(/^(Usage:\n|\[usage cut\])[\s\S]*/m, ""));
  const lines = said.trimEnd().split("\n");
  return isStderr ? withoutWarnings(lines) : lines;
}

function withoutWarnings(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let isWarning = false;
  for (const line of lines) {
    isWarning = WARNING.test(line) || (isWarning && (WARNING_CONTINUED.test(line) || HINT.test(line)));
    if (!isWarning) kept.push(line);
  }
  return kept.length === 0 ? [""] : kept;
}

/** JSON with its keys in order: numbers and words of one town only are replaced by their type. */
export function normalJson(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return (OPEN_LISTS.has(key) ? items.slice(0, 1) : items).map((item) => normalJson(item));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, field]) => [name, normalJson(field, name)] as const)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  }
  if (typeof value === "number") return VOLATILE_NUMBERS.has(key) ? "NUMBER" : value;
  if (typeof value !== "string") return value;
  if (VOLATILE_TEXTS.has(key) && value !== "") return "TEXT";
  return key === "description" && !value.includes(": ") ? "TEXT" : normalText(value);
}
