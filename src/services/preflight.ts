/**
 * A preflight: what is read of a rig before slings to it. It is read for all beads that wait there, and while another
 * sling of the rig runs, so that the reads of a mass of slings neither multiply nor lie between them.
 */
import type { Blocker } from "../../machines/index.ts";
import { type Bead, type GitState, type GtReads, isReused, type PolecatEntry } from "../gt/index.ts";
import { unknownWork } from "../preconditions/index.ts";
import { ServiceError } from "./errors.ts";
import { requireHealth } from "./health.ts";
import { listed } from "./wording.ts";

export type BeadRead =
  | { readonly read: "found"; readonly bead: Bead }
  /** A healthy town says that there is no such bead. */
  | { readonly read: "missing" }
  /** It cannot be known. */
  | { readonly read: "failed"; readonly error: ServiceError };

export interface RigRead {
  readonly beads: ReadonlyMap<string, BeadRead>;
  readonly polecats: readonly PolecatEntry[];
}

export interface Preflight extends RigRead {
  /** The idle polecat that gt might reuse and empty although it has work, or null. */
  readonly endangered: Blocker | null;
}

export interface PreflightReads {
  readonly gt: Pick<GtReads, "health" | "showBeads" | "listRigPolecats" | "mergeQueue" | "gitState">;
  /** Resolves once a health read that began after it was asked says that the database runs. @throws ServiceError */
  readonly requireHealth: () => Promise<void>;
}

/**
 * @param beads asked for once the town's health is known: whoever has come to wait by then is read, too.
 * @throws GtError or ServiceError where nothing can be said of the rig.
 */
export async function readPreflight(
  reads: PreflightReads,
  rig: string,
  beads: () => readonly string[],
): Promise<Preflight> {
  const read = await readRig(reads, rig, beads);
  const idle = read.polecats.filter((entry) => isReused(entry, { endsSession: true }));
  return { ...read, endangered: await firstEndangered(reads, rig, idle) };
}

/** @throws GtError or ServiceError where nothing can be said of the rig. */
export async function readRig(
  reads: PreflightReads,
  rig: string,
  beads: () => readonly string[],
): Promise<RigRead> {
  const { gt } = reads;
  await reads.requireHealth();
  const [shown, polecats] = await Promise.all([gt.showBeads(beads()), gt.listRigPolecats(rig)]);
  const unknown = shown.unknown.map(({ id, message }) => {
    const error = new ServiceError("BeadUnreadable", message);
    return [id, { read: "failed", error }] as const;
  });
  return {
    beads: new Map<string, BeadRead>([
      ...shown.found.map((bead) => [bead.id, { read: "found", bead }] as const),
      ...unknown,
      ...(await missing(reads, shown.missing)),
    ]),
    polecats,
  };
}

/** A bead is missing only between two health reads: without its database every bead looks so. */
async function missing(
  { gt }: PreflightReads,
  ids: readonly string[],
): Promise<readonly (readonly [string, BeadRead])[]> {
  if (ids.length === 0) return [];
  const read = await requireHealth(gt).then(
    (): BeadRead => ({ read: "missing" }),
    (error: unknown): BeadRead => {
      if (error instanceof ServiceError) return { read: "failed", error };
      throw error;
    },
  );
  return ids.map((id) => [id, read]);
}

async function firstEndangered(
  { gt }: PreflightReads,
  rig: string,
  idle: readonly PolecatEntry[],
): Promise<Blocker | null> {
  if (idle.length === 0) return null;
  const unknown = idle.map(unknownWork).find((found) => found !== null);
  if (unknown !== undefined) {
    const message = `${unknown.message}, and gt would reuse and empty it: end that polecat by hand, or update this operator`;
    return { ...unknown, message };
  }
  const queue = await gt.mergeQueue(rig);
  for (const { name } of idle) {
    const isQueued = queue.some(({ worker }) => worker === name);
    const work = localWork(await gt.gitState(rig, name), isQueued);
    if (work === null) continue;
    return {
      reason: "IdlePolecatHasWork",
      message: `gt would reuse and empty idle polecat ${rig}/${name}, which has ${work}: save that work first`,
    };
  }
  return null;
}

/** Work that exists in this worktree only, in words. Commits of an open merge request have been pushed for it. */
function localWork(state: GitState, isQueued: boolean): string | null {
  const { clean, uncommittedFiles, unpushedCommits, stashCount } = state;
  if (uncommittedFiles.length > 0) return `uncommitted files: ${listed(uncommittedFiles)}`;
  if (stashCount > 0) return `${stashCount} stashes`;
  if (unpushedCommits > 0) return isQueued ? null : `${unpushedCommits} unpushed commits`;
  return clean ? null : "changes that gt does not name";
}
