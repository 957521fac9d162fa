/**
 * The town lease: when the town was last read with an answer that can be trusted, as one object for all resources. A
 * status is written only when something has changed, so that a quiet town and a dead operator look alike there. Like a
 * node's heartbeat in Kubernetes it is a Lease: one small write a minute, however many resources there are.
 */
import { createLease, readLease, replaceLease, type KubeApi } from "../kube/index.ts";
import { microTime } from "@gastown/system";

/** So often it is written at most, ms. */
const EVERY_MS = 60_000;
/** After so long without a trusted read the operator is gone, or cannot read the town, s. */
const STALE_AFTER_S = 300;
const REQUEST_MS = 10_000;

export interface TownLeaseName {
  readonly namespace: string;
  readonly name: string;
}

export interface TownLeasePorts {
  readonly api: KubeApi;
  readonly lease: TownLeaseName;
  /** This process, for people. */
  readonly holder: string;
  readonly onError: (error: unknown) => void;
}

export interface TownLease {
  /** @param readAt start of a trusted read, epoch ms. */
  note(readAt: number): void;
  /** Ends the request under way. */
  close(): void;
}

export function createTownLease({ api, lease, holder, onError }: TownLeasePorts): TownLease {
  const over = new AbortController();
  const { signal } = over;
  let notedAt: number | null = null;
  let isBusy = false;
  const write = async (readAt: number): Promise<void> => {
    const options = { signal, timeoutMs: REQUEST_MS };
    const spec = {
      holderIdentity: holder,
      leaseDurationSeconds: STALE_AFTER_S,
      renewTime: microTime(readAt),
    };
    const there = await readLease(api, lease, options);
    if (there === undefined) await createLease(api, lease, spec, options);
    else await replaceLease(api, there, { ...there.spec, ...spec }, options);
  };
  return {
    note(readAt) {
      if (isBusy || signal.aborted || (notedAt !== null && readAt - notedAt < EVERY_MS)) return;
      isBusy = true;
      notedAt = readAt;
      write(readAt)
        .catch((error: unknown) => {
          if (!signal.aborted) onError(error);
        })
        .finally(() => {
          isBusy = false;
        });
    },
    close: () => over.abort(),
  };
}
