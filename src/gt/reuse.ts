/** Which idle polecats the next `gt sling BEAD RIG` takes instead of making a new one. */
import type { PolecatEntry } from "./answers.ts";

/**
 * gt 1.0 takes one once its session is dead, and beside a live one it makes another. Later versions say it in the list,
 * and take none whose agent has not said `gt done`: of a bead that somebody else has closed the polecat stays behind.
 * @param endsSession whether its session would be ended first.
 */
export function isReused(
  { issue, sessionRunning, isReusable }: PolecatEntry,
  { endsSession }: { readonly endsSession: boolean },
): boolean {
  return issue === null && (isReusable ?? (endsSession || !sessionRunning));
}
