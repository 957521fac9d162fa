/**
 * Patience: how long a sync waits for one read before it goes on without it.
 * A read that has once taken long is given three times that, so that a slow town is not called hanging.
 */
import type { Clock } from "./clock.ts";
import type { Reading } from "./observation.ts";

export interface Patience {
  /** The reading of `read`, or a `Timeout` reading when it is late. Never throws. */
  wait<Value>(label: string, read: () => Promise<Value>): Promise<Reading<Value>>;
}

/** No read of gt takes longer than its own deadline, whatever a clock that was set forward makes of it, ms. */
const LONGEST_MS = 60_000;

export function createPatience(clock: Clock, baseMs: number): Patience {
  const durations = new Map<string, number>();
  return {
    wait: (label, read) => {
      const startedAt = clock.now();
      const patienceMs = Math.max(baseMs, Math.min(LONGEST_MS, 3 * (durations.get(label) ?? 0)));
      return new Promise((resolve) => {
        const cancel = clock.setTimer(patienceMs, () => resolve(late(label, patienceMs)));
        read().then(
          (value) => {
            cancel();
            durations.set(label, clock.now() - startedAt);
            resolve({ ok: true, value });
          },
          (error: unknown) => {
            cancel();
            resolve(failed(error));
          },
        );
      });
    },
  };
}

function late(label: string, patienceMs: number): Reading<never> {
  return {
    ok: false,
    reason: "Timeout",
    message: `gt ${label} has not answered for ${Math.round(patienceMs / 1000)} s`,
  };
}

function failed(error: unknown): Reading<never> {
  const reason =
    typeof error === "object" && error !== null && "reason" in error && typeof error.reason === "string"
      ? error.reason
      : "InternalError";
  return { ok: false, reason, message: error instanceof Error ? error.message : String(error) };
}
