/**
 * The prefix of a bead's id, without the hyphen behind it: the longest of the prefixes that fits, or what stands before
 * the first hyphen where none does.
 * @param prefixes those that gt's rigs have: a prefix may hold hyphens itself.
 */
export function prefixOf(id: string, prefixes: readonly string[] = []): string {
  const fitting = prefixes.filter((prefix) => id.startsWith(`${prefix}-`));
  const [longest] = fitting.sort((one, other) => other.length - one.length);
  return longest ?? id.split("-", 1)[0] ?? id;
}
