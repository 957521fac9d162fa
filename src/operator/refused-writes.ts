/**
 * What the API server refuses of the operator's writes: told in the log, in the metrics and in /readyz until a later
 * write of the same resource goes through. Nobody else would know: the resource itself shows what was written before.
 */
import { cutTo } from "../grammar/index.ts";
import { isApiError, type ObjectRef } from "../kube/index.ts";
import type { HealthCheck, Logger, Metrics } from "../telemetry/index.ts";
import { textOf } from "./error-text.ts";

export type WriteKind = "status" | "event" | "finalizer" | "create" | "delete" | "lease";

/** Of what: an object, or, without a uid, a name that was to become one. */
export type Written = Omit<ObjectRef, "uid"> & Partial<Pick<ObjectRef, "uid">>;

export interface RefusedWrites {
  /**
   * Of an object that has gone meanwhile nothing is owed: its answer may come after it was forgotten.
   * @returns whether it went through before, and why it does not now.
   */
  refused(
    write: WriteKind,
    of: Written,
    error: unknown,
  ): { readonly isNews: boolean; readonly reason: string };
  accepted(write: WriteKind, of: Written): void;
  /** The resource is gone: nothing of it is owed any more. */
  forget(of: Written): void;
  check(): HealthCheck;
}

export interface RefusedWritesPorts {
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, "writeRefused" | "writesRefused">;
  readonly now: () => number;
  /** Whether this very object is there. */
  readonly isServed: (uid: string) => boolean;
}

interface Refusal {
  readonly write: WriteKind;
  readonly reason: string;
  readonly message: string;
  readonly since: number;
}

/** The same refusal is logged again after this time, ms. */
const AGAIN_MS = 10 * 60_000;
/** A right that is missing refuses the writes of every resource: so many are logged one by one in a minute. */
const LINES_A_MINUTE = 10;
/** /readyz names so many. */
const SHOWN = 5;
/** Characters of a refusal in /readyz. */
const SHOWN_LENGTH = 300;

export function createRefusedWrites(ports: RefusedWritesPorts): RefusedWrites {
  const { logger, metrics, now, isServed } = ports;
  const refusals = new Map<string, Refusal>();
  const mayLog = createPacing(now);
  const drop = (key: string): void => {
    if (refusals.delete(key)) metrics.writesRefused(refusals.size);
  };
  return {
    refused(write, of, error) {
      const key = keyOf(write, of);
      const reason = reasonOf(error);
      if (of.uid !== undefined && !isServed(of.uid)) return { isNews: false, reason };
      const message = textOf(error) ?? "";
      const before = refusals.get(key);
      const since = before?.since ?? now();
      refusals.set(key, { write, reason, message, since });
      metrics.writeRefused(write, of.resource.kind, reason);
      metrics.writesRefused(refusals.size);
      const unlogged = mayLog(`${key} ${reason}`);
      if (unlogged !== null) {
        const more = unlogged === 0 ? "" : ` (${unlogged} refusals before it were not logged)`;
        logger.warn({ resource: nameOf(of), write, reason, error: message }, `a write was refused${more}`);
      }
      return { isNews: before === undefined, reason };
    },
    accepted: (write, of) => drop(keyOf(write, of)),
    forget(of) {
      for (const write of WRITES) drop(keyOf(write, of));
    },
    check: () => ({ name: "writes", ok: refusals.size === 0, message: summary(refusals) }),
  };
}

const WRITES: readonly WriteKind[] = ["status", "event", "finalizer", "create", "delete", "lease"];

function nameOf({ resource, namespace = "", name }: Written): string {
  return [resource.kind.toLowerCase(), namespace, name].filter((part) => part !== "").join("/");
}

function keyOf(write: WriteKind, of: Written): string {
  return `${write} of ${nameOf(of)}`;
}

/** Kubernetes' own word where there is one. */
function reasonOf(error: unknown): string {
  if (isApiError(error)) return /^[A-Za-z]{1,40}$/.test(error.reason) ? error.reason : String(error.code);
  return error instanceof Error ? error.name : "Error";
}

function summary(refusals: ReadonlyMap<string, Refusal>): string {
  if (refusals.size === 0) return "none is refused";
  const shown = [...refusals].slice(0, SHOWN).map(([key, { reason, message, since }]) => {
    const words = cutTo(message.replaceAll(/\s+/g, " "), SHOWN_LENGTH);
    return `${key} is refused since ${new Date(since).toISOString()} (${reason}): ${words}`;
  });
  const rest = refusals.size - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}

/** @returns how many lines were held back since the last one, or null where this one is. */
function createPacing(now: () => number): (line: string) => number | null {
  const told = new Map<string, number>();
  let minute = -Infinity;
  let lines = 0;
  let heldBack = 0;
  return (line) => {
    const at = now();
    for (const [key, toldAt] of told) if (at - toldAt >= AGAIN_MS) told.delete(key);
    if (told.has(line)) return null;
    if (at - minute >= 60_000) [minute, lines] = [at, 0];
    if (lines >= LINES_A_MINUTE) {
      heldBack += 1;
      return null;
    }
    lines += 1;
    told.set(line, at);
    const held = heldBack;
    heldBack = 0;
    return held;
  };
}
