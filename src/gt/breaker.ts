/**
 * The circuit breaker: after a failure of the way to gt itself, calls are answered with that failure for a while
 * instead of being made. The message stays the real cause. `health` is always let through: it is the probe.
 */
import type { Command } from "./commands.ts";
import { GtError, type GtReason } from "./errors.ts";

export interface Breaker {
  /** @throws GtError the failure that holds this command back. */
  check(command: Command): void;
  succeeded(command: Command): void;
  failed(command: Command, error: GtError): void;
}

export interface BreakerOptions {
  readonly now: () => number;
  /** First pause after a failure, doubled with each further one, ms. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

/** Failures that say that no call can succeed, and failures that say it of one rig. */
const TOWN_WIDE = new Set<GtReason>(["GtMissing", "NotInTown"]);
const OF_A_RIG = new Set<GtReason>(["Timeout"]);

interface Circuit {
  readonly error: GtError;
  readonly failures: number;
  readonly failedAt: number;
  readonly pauseMs: number;
}

export function createBreaker({ now, firstPauseMs, maxPauseMs }: BreakerOptions): Breaker {
  const circuits = new Map<string, Circuit>();
  return {
    check(command) {
      if (command.label === "health") return;
      for (const key of ["town", keyOf(command)]) {
        const circuit = circuits.get(key);
        const waitedMs = circuit === undefined ? Infinity : now() - circuit.failedAt;
        // Less than nothing: the clock was set back, and nobody knows how long ago the failure was.
        if (circuit === undefined || waitedMs < 0 || waitedMs >= circuit.pauseMs) continue;
        throw heldBack(circuit, command, circuit.pauseMs - waitedMs);
      }
    },
    succeeded(command) {
      circuits.delete("town");
      circuits.delete(keyOf(command));
    },
    failed(command, error) {
      const isOfRig = OF_A_RIG.has(error.reason) && command.class === "read";
      const key = TOWN_WIDE.has(error.reason) ? "town" : isOfRig ? keyOf(command) : null;
      if (key === null) return;
      const failures = (circuits.get(key)?.failures ?? 0) + 1;
      const pauseMs = Math.min(maxPauseMs, firstPauseMs * 2 ** (failures - 1));
      circuits.set(key, { error, failures, failedAt: now(), pauseMs });
    },
  };
}

/** A hanging rig is one circuit for all its reads; reads of the town have one each. */
function keyOf({ rig, label }: Command): string {
  return rig === null ? `command ${label}` : `rig ${rig}`;
}

function heldBack({ error }: Circuit, command: Command, retryAfterMs: number): GtError {
  return new GtError(
    error.reason,
    command.label,
    `${error.message} (next try in ${Math.ceil(retryAfterMs / 1000)} s)`,
    { cause: error, retryAfterMs },
  );
}
