/**
 * Where a polecat works: its branch, worktree and session, which people look for. `gt sling` does not tell, and a
 * `gt polecat status` after each would double the calls of a mass of slings; the worktree itself has it on disk.
 */
import type { PolecatDetail, RigEntry, Whereabouts } from "./answers.ts";
import type { Worktree } from "./worktree.ts";

export interface WhereaboutsOptions {
  /** Null where it cannot be read from here. */
  readonly worktree: (rig: string, name: string) => Promise<Worktree | null>;
  readonly status: (rig: string, name: string) => Promise<PolecatDetail>;
}

export interface WhereaboutsReader {
  /** gt calls a session by the prefix of its rig, which only the list of rigs tells. */
  noteRigs(rigs: readonly RigEntry[]): void;
  /** @throws GtError where it takes a call, and that fails. */
  of(rig: string, name: string): Promise<Whereabouts>;
}

export function createWhereabouts({ worktree, status }: WhereaboutsOptions): WhereaboutsReader {
  let prefixes: ReadonlyMap<string, string> = new Map();
  return {
    noteRigs(rigs) {
      prefixes = new Map(rigs.map(({ name, beadsPrefix }) => [name, beadsPrefix]));
    },
    async of(rig, name) {
      const prefix = prefixes.get(rig);
      const seen = prefix === undefined ? null : await worktree(rig, name);
      if (prefix === undefined || seen === null) return status(rig, name);
      return { branch: seen.branch, clonePath: seen.path, sessionId: `${prefix}-${name}` };
    },
  };
}
