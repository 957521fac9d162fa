/** What leader election needs from around it. */
import type { SetTimer } from "@gastown/system";
import type { ObjectName } from "./resource.ts";
import type { KubeApi } from "./transport.ts";

/** client-go's are 15 s, 10 s and 2 s. */
export interface ElectionTimings {
  /** A candidate waits so long for a sign of the holder. */
  readonly leaseMs: number;
  /** A holder that could not renew for so long has ended its term; shorter than the lease. */
  readonly renewDeadlineMs: number;
  /** Between two renewals, and between two tries. */
  readonly retryMs: number;
}

export interface ElectionPorts {
  readonly api: KubeApi;
  readonly lease: ObjectName;
  /** No two processes ever have the same. */
  readonly identity: string;
  readonly timings: ElectionTimings;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ms on a clock that nobody can set. */
  readonly monotonic: () => number;
  readonly random: () => number;
  readonly setTimer: SetTimer;
  /** A request that failed; the election goes on. */
  readonly onDisturbance: (error: unknown) => void;
}
