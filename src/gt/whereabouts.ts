/**
 * Where a polecat works: its branch, worktree and session, which people look for. `gt sling` does not tell, and a
 * `gt polecat status` after each would double the calls of a mass of slings; the worktree itself has it on disk.
 */
import type { PolecatDetail, Whereabouts } from "./answers.ts";
import type { RigPrefixes } from "./rig-prefixes.ts";
import type { Worktree } from "./worktree.ts";

export interface WhereaboutsOptions {
  /** Null where it cannot be read from here. */
  readonly worktree: (rig: string, name: string) => Promise<Worktree | null>;
  readonly status: (rig: string, name: string) => Promise<PolecatDetail>;
  /** gt calls a session by the prefix of its rig, which only the list of rigs tells. */
  readonly prefixes: RigPrefixes;
}

export interface WhereaboutsReader {
  /** @throws GtError where it takes a call, and that fails. */
  of(rig: string, name: string): Promise<Whereabouts>;
}

export function createWhereabouts({ worktree, status, prefixes }: WhereaboutsOptions): WhereaboutsReader {
  return {
    async of(rig, name) {
      const prefix = prefixes.of(rig);
      const seen = prefix === undefined ? null : await worktree(rig, name);
      if (prefix === undefined || seen === null) return status(rig, name);
      return { branch: seen.branch, clonePath: seen.path, sessionId: `${prefix}-${name}` };
    },
  };
}
