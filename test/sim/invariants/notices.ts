/** Which mails tell of the end of a convoy. */

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly sentAt: number;
}

/**
 * Of this end, or of a later one: with a bead taken out of the list the rest was done earlier than the mail says, and
 * that is no second completion. gt itself writes to some once it has closed the convoy.
 * @param completedAt epoch ms
 */
export function tellsOfEnd({ subject, sentAt }: Mail, uid: string, completedAt: number): boolean {
  const [, told] = subject.split(`[${uid}@`);
  if (told !== undefined) return Date.parse(told.split("]")[0] ?? "") >= wholeSeconds(completedAt);
  return subject.includes(`[${uid}]`) && sentAt >= completedAt;
}

/** gt and statuses know no parts of a second. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
