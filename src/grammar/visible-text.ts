/** What a terminal obeys instead of showing it: all controls but the ends of lines and tabs, and changes of direction. */
const OBEYED = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text for a terminal, with such characters in JSON's notation: the name of a file in a worktree is an agent's to
 * choose, and would otherwise give the terminal of whoever asks for it another title, or another text. JSON stays JSON.
 */
export function visibleText(text: string): string {
  return text.replaceAll(
    OBEYED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
