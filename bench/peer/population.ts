/** Rigs, Polecats and Convoys of a bench, and their beads. */
import type { Cluster } from "../../test/e2e/harness/cluster.ts";
import { convoy, polecat, rig, type Manifest } from "../../test/e2e/harness/manifests.ts";
import type { PeerOptions } from "./options.ts";

export interface BenchRig {
  readonly name: string;
  readonly prefix: string;
  readonly polecats: number;
}

/** So many requests are under way at once, as `kubectl apply` of many files is not: the bench is not to be what is slow. */
const AT_ONCE = 16;

/** Polecats are spread evenly; the first rigs have one more where that does not come out even. */
export function rigsOf({ polecats, rigs }: Pick<PeerOptions, "polecats" | "rigs">): readonly BenchRig[] {
  return Array.from({ length: rigs }, (_, index) => ({
    name: `rig${index}`,
    prefix: `r${index}`,
    polecats: Math.floor(polecats / rigs) + (index < polecats % rigs ? 1 : 0),
  }));
}

export function beadsOf(rigs: readonly BenchRig[]): readonly string[] {
  return rigs.flatMap(({ prefix, polecats }) =>
    Array.from({ length: polecats }, (_, index) => `${prefix}-${index}`),
  );
}

export async function applyRigs(
  cluster: Cluster,
  townRoot: string,
  rigs: readonly BenchRig[],
): Promise<void> {
  await applyAll(
    cluster,
    rigs.map((one) => rig(townRoot, one, { settings: { maxPolecats: one.polecats } })),
  );
}

/** The Polecat of a bead has its name. The rigs take turns, as gt's own lock lets them work side by side. */
export function polecatsOf(rigs: readonly BenchRig[]): readonly Manifest[] {
  const most = Math.max(...rigs.map(({ polecats }) => polecats));
  return Array.from({ length: most }, (_, index) => index).flatMap((index) =>
    rigs
      .filter(({ polecats }) => index < polecats)
      .map(({ name, prefix }) => polecat(`${prefix}-${index}`, { rig: name, beadID: `${prefix}-${index}` })),
  );
}

/** Beads that each Convoy tracks. */
const TRACKED = 10;

export function convoysOf(count: number, beads: readonly string[]): readonly Manifest[] {
  return Array.from({ length: count }, (_, index) => {
    const tracked = Array.from({ length: Math.min(TRACKED, beads.length) }, (_, offset) => {
      return beads[(index * TRACKED + offset) % beads.length] ?? "";
    });
    return convoy(`wave-${index}`, tracked);
  });
}

/** In this order. */
export async function applyAll(cluster: Cluster, manifests: readonly Manifest[]): Promise<void> {
  await inTurns(manifests, (manifest) => cluster.apply(manifest));
}

export async function inTurns<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
