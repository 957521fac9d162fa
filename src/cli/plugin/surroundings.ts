/** What of the cluster bears on a convoy: who works on its beads, and how the rigs are. */
import type { Around, Shown } from "../../explain/index.ts";
import type { Cluster } from "./cluster.ts";
import { listable } from "./find.ts";
import type { Held } from "./held.ts";

/** Beads may be worked on from any namespace; whoever may not see all of them is told what can be seen. */
export async function surroundings({ api, namespace }: Cluster): Promise<Around> {
  const polecats = (await listable(api, "Polecat", undefined)) ?? (await listable(api, "Polecat", namespace));
  return { polecats: shownOf(polecats), rigs: shownOf(await listable(api, "Rig", undefined)) };
}

function shownOf(held: readonly Held[] | null): readonly Shown[] | null {
  return held?.map(({ shown }) => shown) ?? null;
}
