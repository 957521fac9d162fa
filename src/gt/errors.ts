/** Why a gt call gave no answer. */
import type { SlingError } from "./sling-errors.ts";
import { cutTo, TOLD_LENGTH } from "../grammar/index.ts";

export type GtReason =
  | "GtMissing"
  | "GtUnusable"
  | "NotInTown"
  | "DoltDown"
  | "Timeout"
  | "NotFound"
  | "Refused"
  | "Failed"
  /** A signal ended it, or nobody knows how it ended: it may have done its work all the same. */
  | "Killed"
  | "InvalidArgument"
  | "InvalidOutput"
  | "OutputTooLarge"
  | "Aborted";

export interface GtErrorOptions extends ErrorOptions {
  readonly retryAfterMs?: number;
  readonly sling?: SlingError;
}

/** The message is the real cause in gt's own words where it gave any, also while the circuit is open. */
export class GtError extends Error {
  readonly reason: GtReason;
  /** Such as `polecat list`. */
  readonly command: string;
  /** Set while calls are held back: when the next one is let through. */
  readonly retryAfterMs: number | undefined;
  /** What gt's no to a sling means; undefined where it gave none, as where it was killed. */
  readonly sling: SlingError | undefined;

  constructor(reason: GtReason, command: string, message: string, options: GtErrorOptions = {}) {
    // It goes into journals, snapshots and conditions: 40 kB of gt's words would go into each of them.
    super(cutTo(message.toWellFormed(), TOLD_LENGTH), options);
    this.name = "GtError";
    this.reason = reason;
    this.command = command;
    this.retryAfterMs = options.retryAfterMs;
    this.sling = options.sling;
  }
}
