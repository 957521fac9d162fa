/** What gt's nuke names when it refuses, since 1.2: `cleanup_status=<missing>` of an agent that never said `gt done`. */

/** @param words gt's own. */
export function namesMissingCleanup(words: string): boolean {
  return /\bcleanup_status=<missing>/.test(words);
}
