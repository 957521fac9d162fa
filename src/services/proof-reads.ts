/** What the proofs of a rig's ends have in common: read once for all that wait together. */
import type { TerminationInput } from "../../machines/index.ts";
import type { Bead, Lanes, MergeRequest, PolecatEntry } from "../gt/index.ts";
import { Batches } from "./batches.ts";
import { endPlaces } from "./end-places.ts";
import type { ServicePorts } from "./ports.ts";
import { checkHealth, type Finding } from "./termination-checks.ts";

/** Each proof has reads of its own: what was read for so many is not much older than them. */
const MOST_PROOFS = 16;

/** A read of its own moment, epoch ms. */
interface Answer<Value> {
  readonly at: number;
  readonly value: Value;
}

/** Each part is awaited by whoever needs it: what cannot be read fails the proofs that depend on it. */
export interface ProofReads {
  readonly polecats: Promise<readonly PolecatEntry[]>;
  readonly queue: Promise<Answer<readonly MergeRequest[]>>;
  /** The beads of ends that nobody asked for by name. */
  readonly beads: Promise<Answer<readonly Bead[]>>;
}

/** Where the town is unwell, nothing else is read. */
export interface SharedProof {
  readonly health: Finding;
  readonly reads: ProofReads | null;
}

export type Proofs = Batches<TerminationInput, SharedProof>;

export function createProofs(ports: Pick<ServicePorts, "gt" | "now">, lanes: Lanes): Proofs {
  return new Batches({
    lanes,
    name: "proofs",
    most: () => MOST_PROOFS,
    read: (rig, ends) => readShared(ports, rig, ends),
  });
}

async function readShared(
  { gt, now }: Pick<ServicePorts, "gt" | "now">,
  rig: string,
  ends: readonly TerminationInput[],
): Promise<SharedProof> {
  const { polecats, work, health } = endPlaces(gt, rig);
  const found = await checkHealth({ gt: health, now });
  if (!found.check.clean) return { health: found, reads: null };
  const beads = ends.flatMap(({ automatic, bead }) => (automatic && bead !== null ? [bead] : []));
  const dated = async <Value>(reading: Promise<Value>): Promise<Answer<Value>> => {
    const value = await reading;
    return { at: now(), value };
  };
  const reads = {
    polecats: polecats.listRigPolecats(rig),
    queue: dated(work.mergeQueue(rig)),
    beads: dated(
      beads.length === 0 ? Promise.resolve([]) : work.showBeads(beads).then((shown) => shown.found),
    ),
  };
  // Of a proof that ends before it needs a part, nobody waits for that.
  await Promise.allSettled(Object.values(reads));
  return { health: found, reads };
}
