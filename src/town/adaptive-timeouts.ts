/**
 * Adaptive timeouts: how long a sync waits for one read before it goes on without it, counted from when it is gt that is waited
 * for: a read that waits for its place behind others says nothing of gt.
 * A read that has once taken long is given three times that, so that a slow town is not called hanging.
 */
import type { Clock } from "./clock.ts";
import type { Reading } from "../projection/index.ts";

export interface AdaptiveTimeouts {
  /**
   * The reading of `read`, or a `Timeout` reading when it is late. Never throws.
   * @param read calls back when it is gt that it waits for.
   */
  wait<Value>(label: string, read: (onTurn: () => void) => Promise<Value>): Promise<Reading<Value>>;
  /** Whether the newest read of this label that was waited for came too late. */
  isLate(label: string): boolean;
}

/** No read of gt takes longer than its own deadline, whatever a clock that was set forward makes of it, ms. */
const LONGEST_MS = 60_000;

/** Labels that are remembered, newest first: rigs and databases come and go. */
const MOST_LABELS = 1_000;

/** What is known of the reads of a label. */
interface Known {
  /** The newest read that was answered, ms. */
  tookMs: number;
  isLate: boolean;
}

export function createAdaptiveTimeouts(clock: Clock, baseMs: number): AdaptiveTimeouts {
  const known = new Map<string, Known>();
  const note = (label: string, news: Partial<Known>): void => {
    const before = known.get(label) ?? { tookMs: 0, isLate: false };
    known.delete(label);
    known.set(label, { ...before, ...news });
    for (const oldest of known.keys()) {
      if (known.size <= MOST_LABELS) break;
      known.delete(oldest);
    }
  };
  return {
    wait: (label, read) => {
      const timeoutMs = Math.max(baseMs, Math.min(LONGEST_MS, 3 * (known.get(label)?.tookMs ?? 0)));
      return new Promise((resolve) => {
        let cancel = (): void => undefined;
        let askedAt = clock.now();
        const begin = (): void => {
          cancel();
          askedAt = clock.now();
          cancel = clock.setTimer(timeoutMs, () => {
            note(label, { isLate: true });
            resolve(late(label, timeoutMs));
          });
        };
        read(begin).then(
          (value) => {
            cancel();
            note(label, { tookMs: clock.now() - askedAt, isLate: false });
            resolve({ ok: true, value });
          },
          (error: unknown) => {
            cancel();
            resolve(failed(error));
          },
        );
      });
    },
    isLate: (label) => known.get(label)?.isLate ?? false,
  };
}

function late(label: string, timeoutMs: number): Reading<never> {
  return {
    ok: false,
    reason: "Timeout",
    message: `gt ${label} has not answered for ${Math.round(timeoutMs / 1000)} s`,
  };
}

function failed(error: unknown): Reading<never> {
  const reason =
    typeof error === "object" && error !== null && "reason" in error && typeof error.reason === "string"
      ? error.reason
      : "InternalError";
  return { ok: false, reason, message: messageOf(error) };
}

/** Of a call that was held back, what failed before: when the next try comes would be other words in each sync. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isHeldBack = "retryAfterMs" in error && error.retryAfterMs !== undefined;
  return isHeldBack && error.cause instanceof Error ? error.cause.message : error.message;
}
