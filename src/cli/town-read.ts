/** When the town was last read, from the Lease that its operator renews; with no more access than kubectl has. */
import { z } from "zod";
import { TOWN_LABEL } from "../kinds/index.ts";
import type { TownRead } from "../explain/index.ts";
import { isApiError, leaseType, listObjects, resourceOf, type KubeApi } from "../kube/index.ts";
import { townReadName } from "./town-read-name.ts";

const leases = resourceOf(
  leaseType,
  z.looseObject({
    metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
    spec: z.looseObject({ renewTime: z.string().nullish(), leaseDurationSeconds: z.number().nullish() }),
  }),
);

/** @param labels of the resource or its Rig: they name the town. @returns null where no such Lease can be read. */
export async function readTownRead(
  api: KubeApi,
  labels: Readonly<Record<string, string>> | undefined,
  namespace: string,
  now: number,
): Promise<TownRead | null> {
  const wanted = townReadName(labels?.[TOWN_LABEL]);
  const all = (await listed(api)) ?? (await listed(api, namespace)) ?? [];
  const times = all
    .filter(({ metadata }) => metadata.name === wanted)
    .map(({ spec }) => ({ at: Date.parse(spec.renewTime ?? ""), validS: spec.leaseDurationSeconds ?? 0 }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => b.at - a.at);
  const [newest] = times;
  if (newest === undefined) return null;
  const secondsAgo = Math.max(0, Math.round((now - newest.at) / 1000));
  return { at: new Date(newest.at).toISOString(), secondsAgo, isStale: secondsAgo > newest.validS };
}

async function listed(api: KubeApi, namespace?: string) {
  try {
    return await listObjects(api, leases, namespace);
  } catch (error) {
    if (isApiError(error, 403, 404)) return null;
    throw error;
  }
}
