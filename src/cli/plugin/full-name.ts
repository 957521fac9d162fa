/** The names of objects as kubectl prints them. */
import { GROUP, KINDS, type KindName } from "../../kinds/index.ts";

/** As kubectl names an object: `polecat.gastown.gastown.io/nux`. */
export function fullName(kind: KindName, name: string): string {
  return `${KINDS[kind].singular}.${GROUP}/${name}`;
}
