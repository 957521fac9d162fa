/** The kind of an actor, by the name that its journal and its snapshot have for it. */
import type { Kind } from "./define-kind.ts";

/** @throws TypeError for a name of no kind. */
export type KindLookup = (singular: string) => Kind;

export function lookupIn(kinds: readonly Kind[]): KindLookup {
  const bySingular = new Map(kinds.map((kind) => [kind.singular, kind]));
  return (singular) => {
    const kind = bySingular.get(singular);
    if (kind === undefined) throw new TypeError(`${singular} is no kind of this operator`);
    return kind;
  };
}
