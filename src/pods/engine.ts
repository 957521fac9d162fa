/**
 * The port behind which polecats' pods run. Plain pods are one engine; a sandbox or a queue that makes the pods may be
 * another, and nobody before the port would know.
 */
import type { CloneReport } from "../pod-reports/index.ts";
import type { Finding } from "./causes.ts";
import type { PodPlan } from "./plan.ts";
import type { PodRef, PodSighting } from "./sighting.ts";

export type EnsureOutcome =
  /** `found`: an earlier try has made it, whose answer was lost. */
  | { readonly outcome: "created" | "found"; readonly pod: PodRef }
  /** The API server takes no such pod, or one that is there is in the way. */
  | { readonly outcome: "refused"; readonly finding: Finding };

/** What `clone` says where it could. */
export type RemoteReport = Exclude<CloneReport, { outcome: "failed" }>;

export type AskOutcome =
  | { readonly outcome: "answered"; readonly report: RemoteReport }
  /** Nothing is known yet: ask again. */
  | { readonly outcome: "asking"; readonly finding: Finding }
  | { readonly outcome: "refused"; readonly finding: Finding };

export interface PodWatch {
  /** Resolves once every namespace was listed: what was not seen by then is not there. */
  readonly hasListed: Promise<void>;
  close(): Promise<void>;
}

export interface PodListener {
  readonly onSeen: (sighting: PodSighting) => void;
  /** It is not there any more; with its last word, which may say how it ended. */
  readonly onGone: (sighting: PodSighting) => void;
}

export interface PodEngine {
  /** Makes the pod of an attempt, once. @throws ApiError, ConnectionError where nothing is known of what was done. */
  ensure(plan: PodPlan): Promise<EnsureOutcome>;
  /**
   * Asks for the end of this very pod, with its grace.
   * @returns `gone` where there is none of this uid any more.
   */
  end(pod: PodRef): Promise<"ending" | "gone">;
  /** All pods of a polecat, past every cache: one that an earlier leader has made may not be in any yet. */
  list(polecat: PodPlan["polecat"]): Promise<readonly PodSighting[]>;
  /**
   * What an attempt has left on the remote, asked by a pod of its own, which has the git key that nobody here reads. The
   * first call makes that pod, and the one that gets the answer ends it.
   */
  ask(plan: PodPlan): Promise<AskOutcome>;
  watch(listener: PodListener): PodWatch;
}
