/** Beads by the database that holds them, which their prefix names. */
import { prefixOf } from "../grammar/index.ts";

/** Beads that one `gt show` can look up: all of one database. */
export interface BeadGroup {
  /** The prefix, without the dash behind it. */
  readonly database: string;
  readonly ids: readonly string[];
}

/** Beads in one `gt show`; 60 took 1.2 s, so that these end within the deadline of a read. */
const BEADS_A_CALL = 1_000;

/**
 * gt looks all ids of a call up in the database of the first one's rig, and calls beads of other rigs "not found".
 * @param prefixes those that gt's rigs have: a prefix may hold dashes itself.
 */
export function groupBeads(ids: readonly string[], prefixes: readonly string[] = []): readonly BeadGroup[] {
  const groups = Map.groupBy(new Set(ids), (id) => prefixOf(id, prefixes));
  return [...groups].flatMap(([database, members]) =>
    chunks(members).map((part) => ({ database, ids: part })),
  );
}

function chunks(ids: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(ids.length / BEADS_A_CALL);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * BEADS_A_CALL, (index + 1) * BEADS_A_CALL),
  );
}
