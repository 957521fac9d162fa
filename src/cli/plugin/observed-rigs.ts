/** Rigs that are only observed: who takes over a polecat in one is told, for nothing comes of it alone. */
import { isApiError, readObject } from "../../kube/index.ts";
import { complain } from "../output.ts";
import type { Changed } from "./change.ts";
import type { Cluster } from "./cluster.ts";
import { heldResource } from "./held.ts";

/** @returns those of the polecats among what was changed, each once; nothing where Rigs may not be read. */
export async function observedRigs(
  { api }: Pick<Cluster, "api">,
  changed: readonly Pick<Changed, "kind" | "held">[],
): Promise<readonly string[]> {
  const named = changed.flatMap(({ kind, held }) => (kind === "Polecat" ? [held.shown.spec.rig ?? ""] : []));
  const observed: string[] = [];
  for (const name of new Set(named)) {
    try {
      const rig = await readObject(api, heldResource("Rig"), { name });
      if (rig?.shown.spec.management === "Observe") observed.push(name);
    } catch (error) {
      if (!isApiError(error, 403)) throw error;
    }
  }
  return observed;
}

export function tellObservedRigs(rigs: readonly string[]): void {
  for (const rig of rigs) {
    complain(`rig/${rig} is only observed, and so are its polecats with it: kubectl gastown take rig/${rig}`);
  }
}
