/**
 * Where the reads of a rig's ends have their turn: beside the two places that all share, or else the ends of a rig with
 * many polecats would hold up what is read of every other rig.
 */
import type { GtClient, GtReads } from "../gt/index.ts";

export interface EndPlaces {
  /** Of proofs: the list of polecats, their worktrees. */
  readonly polecats: GtReads;
  /** Of work: what gt would recover, the merge queue, beads. */
  readonly work: GtReads;
  /** Of last looks, which wait for no proof: the list of polecats, or each, and their worktrees. */
  readonly looks: GtReads;
  /** One for all rigs, and for their slings: those who ask at the same time share an answer. */
  readonly health: GtReads;
}

export function endPlaces(gt: Pick<GtClient, "beside">, rig: string): EndPlaces {
  return {
    polecats: gt.beside(`polecats to end of ${rig}`),
    looks: gt.beside(`last looks of ${rig}`),
    work: gt.beside(`work to end of ${rig}`),
    health: gt.beside("health"),
  };
}
