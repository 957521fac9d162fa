/** When towns were last read, from the Leases that their operators renew; with no more access than kubectl has. */
import { z } from "zod";
import { TOWN_LABEL } from "../kinds/index.ts";
import type { TownRead, TownReading } from "../explain/index.ts";
import { isApiError, leaseType, listObjects, resourceOf, type KubeApi } from "../kube/index.ts";
import { townOfReadName } from "./town-read-name.ts";

const leases = resourceOf(
  leaseType,
  z.looseObject({
    metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
    spec: z.looseObject({ renewTime: z.string().nullish(), leaseDurationSeconds: z.number().nullish() }),
  }),
);

export interface TownReads {
  /** The newest of each town; null is the town without a name. */
  readonly reads: ReadonlyMap<string | null, TownRead>;
  /** Whether all Leases could be seen, so that a town that is not among them was never read. */
  readonly isComplete: boolean;
}

export async function readTowns(api: KubeApi, namespace: string, now: number): Promise<TownReads> {
  const everywhere = await listed(api);
  const all = everywhere ?? (await listed(api, namespace)) ?? [];
  const reads = new Map<string | null, TownRead>();
  for (const { metadata, spec } of all) {
    const town = townOfReadName(metadata.name);
    const at = Date.parse(spec.renewTime ?? "");
    if (town === undefined || Number.isNaN(at) || Date.parse(reads.get(town)?.at ?? "") >= at) continue;
    const secondsAgo = Math.max(0, Math.round((now - at) / 1000));
    const isStale = secondsAgo > (spec.leaseDurationSeconds ?? 0);
    reads.set(town, { at: new Date(at).toISOString(), secondsAgo, isStale });
  }
  return { reads, isComplete: everywhere !== null };
}

export function readingOf({ reads, isComplete }: TownReads, town: string | null): TownReading {
  return reads.get(town) ?? (isComplete ? "never" : "unknown");
}

/** @param labels of the resource or its Rig: they name the town. */
export async function readTownRead(
  api: KubeApi,
  labels: Readonly<Record<string, string>> | undefined,
  namespace: string,
  now: number,
): Promise<TownReading> {
  return readingOf(await readTowns(api, namespace, now), labels?.[TOWN_LABEL] ?? null);
}

async function listed(api: KubeApi, namespace?: string) {
  try {
    return await listObjects(api, leases, namespace);
  } catch (error) {
    if (isApiError(error, 403, 404)) return null;
    throw error;
  }
}
