/**
 * The circuit breaker: after a failure of the way to gt itself, calls are answered with that failure for a while
 * instead of being made. The message stays the real cause. `health` is always let through: it is the probe.
 */
import { backoff } from "../../machines/index.ts";
import { hasElapsed } from "@gastown/system";
import { circuitOf } from "./circuit.ts";
import type { Command } from "./commands.ts";
import { GtError, type GtReason } from "./errors.ts";

export interface Breaker {
  /** @throws GtError the failure that holds this command back. */
  check(command: Command): void;
  /** True while the newest call of the command's circuit has failed, also once the next one may be made. */
  isSuspect(command: Command): boolean;
  succeeded(command: Command): void;
  failed(command: Command, error: GtError): void;
  /** Circuits that are remembered. */
  readonly size: number;
}

export interface BreakerOptions {
  readonly now: () => number;
  /** First pause after a failure, doubled with each further one, ms. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

/** Failures that say that no call can succeed, and failures that say it of one circuit. */
const TOWN_WIDE = new Set<GtReason>(["GtMissing", "GtUnusable", "NotInTown"]);
const OF_A_CIRCUIT = new Set<GtReason>(["Timeout"]);

/** A failure is forgotten after so many of the longest pauses: nobody asks there any more, such as of a rig that is gone. */
const PAUSES_KEPT = 10;

interface Circuit {
  readonly error: GtError;
  readonly failures: number;
  readonly failedAt: number;
  readonly pauseMs: number;
}

export function createBreaker({ now, firstPauseMs, maxPauseMs }: BreakerOptions): Breaker {
  const circuits = new Map<string, Circuit>();
  const forget = (): void => {
    for (const [key, { failedAt }] of circuits) {
      if (now() - failedAt > PAUSES_KEPT * maxPauseMs) circuits.delete(key);
    }
  };
  return {
    check(command) {
      if (command.label === "health") return;
      for (const key of ["town", circuitOf(command)]) {
        const circuit = circuits.get(key);
        const at = now();
        if (circuit === undefined || hasElapsed(circuit.pauseMs, circuit.failedAt, at)) continue;
        throw heldBack(circuit, command, circuit.pauseMs - (at - circuit.failedAt));
      }
    },
    isSuspect: (command) => circuits.has(circuitOf(command)),
    succeeded(command) {
      circuits.delete("town");
      circuits.delete(circuitOf(command));
    },
    failed(command, error) {
      const isOfCircuit = OF_A_CIRCUIT.has(error.reason) && command.class === "read";
      const key = TOWN_WIDE.has(error.reason) ? "town" : isOfCircuit ? circuitOf(command) : null;
      if (key === null) return;
      forget();
      const failures = (circuits.get(key)?.failures ?? 0) + 1;
      const pauseMs = backoff(failures, firstPauseMs, maxPauseMs);
      circuits.set(key, { error, failures, failedAt: now(), pauseMs });
    },
    get size() {
      return circuits.size;
    },
  };
}

function heldBack({ error }: Circuit, command: Command, retryAfterMs: number): GtError {
  return new GtError(
    error.reason,
    command.label,
    `${error.message} (next try in ${Math.ceil(retryAfterMs / 1000)} s)`,
    { cause: error, retryAfterMs },
  );
}
