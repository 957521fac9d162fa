/** Means itself in every shell. Without `=`, after which zsh may be set to expand a tilde. */
const PLAIN = /^[A-Za-z0-9_./:@,+-]+$/;

/**
 * A text as one word of a POSIX shell, for a command that a person copies. Quoted only where it must be. In single
 * quotes nothing is special, the `!` of an interactive history included; a single quote has to stand outside of them.
 */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
