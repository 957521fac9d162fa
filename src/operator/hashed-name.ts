/** Names of views that cannot be what they stand for: made to fit Kubernetes, with a hash that keeps them apart. */
import { createHash } from "node:crypto";

/** As for a label's value, so that the name can be put into one. Characters. */
export const LONGEST_NAME = 63;
const HASH_LENGTH = 10;

/** What may not be the end of a plain name: it would look like the hash. */
export const LIKE_HASH = new RegExp(`(^|-)[0-9a-f]{${HASH_LENGTH}}$`);

/** What Kubernetes takes of a name that it does not take. */
export function fitting(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/**
 * @param text what may stand in a name; where nothing is left of it, the hash is all.
 * @param whole what the name is of.
 */
export function hashedName(text: string, whole: string): string {
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, HASH_LENGTH);
  const beginning = text
    .replace(/^-+/, "")
    .slice(0, LONGEST_NAME - HASH_LENGTH - 1)
    .replace(/-+$/, "");
  return beginning === "" ? digest : `${beginning}-${digest}`;
}

/** Whether it is the other name but for the hash: how many there were is not remembered. */
export function hasSameStem(name: string, other: string): boolean {
  return LIKE_HASH.test(name) && name.slice(0, -HASH_LENGTH) === other.slice(0, -HASH_LENGTH);
}
