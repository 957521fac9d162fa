/** Every way to spoil one field of a JSON document: leave it out, or put something else into its place. */

export interface Mangled {
  /** Which field, and what came into its place. */
  readonly where: string;
  readonly snapshot: unknown;
}

const INSTEAD: readonly unknown[] = [
  null,
  "",
  "x",
  "constructor",
  "__proto__",
  -1,
  0,
  1.5,
  true,
  false,
  [],
  {},
  [null],
  { x: 1 },
];

export function mangled(document: unknown): readonly Mangled[] {
  return pathsOf(document).flatMap((path) => [
    ...INSTEAD.map((value) => ({
      where: `${path.join(".")} = ${JSON.stringify(value)}`,
      snapshot: put(document, path, value),
    })),
    { where: `${path.join(".")} left out`, snapshot: put(document, path, undefined) },
  ]);
}

type Path = readonly string[];

function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsOf(inner).map((path) => [key, ...path]),
  ]);
}

/** A copy with another value at a path; undefined takes the field out. */
function put(document: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof document !== "object" || document === null) return document;
  const entries = Object.entries(document).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== key) return [[name, inner]];
    const changed = put(inner, rest, value);
    return changed === undefined ? [] : [[name, changed]];
  });
  return Array.isArray(document) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
