/** The prefixes of the rigs' beads, as the newest list of rigs has them: gt names sessions and databases by them. */
import type { RigEntry } from "./answers.ts";

export interface RigPrefixes {
  note(rigs: readonly RigEntry[]): void;
  /** Without the dash behind it; undefined where no list has named the rig. */
  of(rig: string): string | undefined;
  /** Whether some rig has this prefix. */
  includes(prefix: string): boolean;
}

export function createRigPrefixes(): RigPrefixes {
  let prefixes: ReadonlyMap<string, string> = new Map();
  return {
    note(rigs) {
      prefixes = new Map(rigs.map(({ name, beadsPrefix }) => [name, beadsPrefix]));
    },
    of: (rig) => prefixes.get(rig),
    includes: (prefix) => [...prefixes.values()].includes(prefix),
  };
}
