/**
 * Services: the names, inputs and outputs of what machines invoke. The machines know only these shapes; the
 * implementations live in src/services/. An output is an answer that the machine decides from; a service throws
 * only when it could not find out, and then with a `ServiceFault`.
 */
import { fromPromise, type PromiseActorLogic } from "xstate";
import type { SlingOptions } from "./desired.ts";

/** Why a service could not answer. `unavailable`: gt or the API may answer later; nothing is known about the effect. */
export interface ServiceFault {
  readonly reason: string;
  readonly message: string;
  readonly at: number;
}

export interface SlingInput {
  readonly uid: string;
  /** gt's name of the rig. */
  readonly rig: string;
  readonly bead: string;
  /** The polecat that this resource already drives, to sling onto; null asks gt for one. */
  readonly polecat: string | null;
  readonly options: SlingOptions;
}

export type SlingOutput = { readonly at: number } & (
  | {
      readonly outcome: "slung";
      readonly bead: string;
      readonly polecat: string;
      readonly branch: string | null;
      readonly worktree: string | null;
      readonly session: string | null;
    }
  /** It reads `closed`, or as deleted; `closed` names it in the first case. Absent in what older versions recorded. */
  | { readonly outcome: "beadClosed"; readonly closed?: string | null }
  | { readonly outcome: "beadMissing" }
  /** A reason to wait that is nobody's fault: no capacity, held elsewhere, queued by gt's scheduler. */
  | { readonly outcome: "postponed"; readonly reason: string; readonly message: string }
  /** gt's no to this very sling; without a reason in records from before it was recorded. */
  | { readonly outcome: "refused"; readonly reason?: string; readonly message: string }
);

/** One read of a termination proof. */
export interface ProofCheck {
  readonly name: string;
  readonly at: number;
  readonly clean: boolean;
  readonly detail: string;
}

export interface TerminationProof {
  /** RIG/NAME@BRANCH: which polecat of that (reused) name the proof speaks of. */
  readonly incarnation: string;
  readonly decidedAt: number;
  readonly forced: boolean;
  readonly checks: readonly ProofCheck[];
  /** The value by which a person consents to lose what it names; null where that is nothing, or no consent helps. */
  readonly consent: string | null;
}

export interface TerminationInput {
  readonly uid: string;
  /** gt's name of the rig. */
  readonly rig: string;
  readonly polecat: string;
  /** The bead that may be on its hook, closed or not; any other is somebody else's work. */
  readonly bead: string | null;
  /** True for ends that no person asked for by name: they also need the bead closed or held by somebody else. */
  readonly automatic: boolean;
  readonly terminationPolicy: "Safe" | "Force";
  /** The annotation's value, whether the policy heeds it or not. */
  readonly forceConsent: string | null;
  /** The incarnation that gt was asked to nuke already; another one of its name is somebody else's. */
  readonly nuked: string | null;
}

export type ProveOutput = { readonly at: number } & (
  | { readonly outcome: "proven"; readonly proof: TerminationProof }
  | {
      readonly outcome: "blocked";
      readonly reason: string;
      readonly message: string;
      readonly proof: TerminationProof | null;
    }
  | { readonly outcome: "gone" }
  /** The polecat of that name is not the one that was nuked: that one is gone. */
  | { readonly outcome: "replaced" }
);

export interface RecordProofInput {
  readonly uid: string;
  readonly proof: TerminationProof;
}

/** The polecat that the proof speaks of, and nobody who has taken its name since. */
export interface StopInput {
  readonly uid: string;
  /** gt's name of the rig. */
  readonly rig: string;
  readonly polecat: string;
  readonly proof: TerminationProof;
}

export interface NukeInput extends StopInput {
  /** The bead that may be on its hook; any other is somebody else's work. */
  readonly bead: string | null;
}

export type NukeOutput = { readonly at: number } & (
  | { readonly outcome: "nuked" }
  | { readonly outcome: "blocked"; readonly reason: string; readonly message: string }
);

export interface ConvoyInput {
  readonly uid: string;
  readonly description: string;
  readonly beads: readonly string[];
}

export interface FindConvoyOutput {
  readonly at: number;
  readonly id: string | null;
  /** What gt's convoy tracks. */
  readonly tracked: readonly string[];
}

export type CreateConvoyOutput = { readonly at: number } & (
  | { readonly outcome: "created"; readonly id: string; readonly tracked: readonly string[] }
  | { readonly outcome: "refused"; readonly message: string }
);

export interface ExtendConvoyInput {
  readonly uid: string;
  readonly convoyId: string;
  /** Beads that gt's convoy should track, whether it does already or not. */
  readonly beads: readonly string[];
}

export type ExtendConvoyOutput = { readonly at: number } & (
  | { readonly outcome: "extended"; readonly tracked: readonly string[] }
  | { readonly outcome: "refused"; readonly message: string }
);

export interface NotifyInput {
  readonly uid: string;
  readonly address: string;
  readonly description: string;
  readonly convoyId: string;
  readonly total: number;
  /** When the last bead was closed, by gt's clock: it names this completion. Null where gt does not say. */
  readonly closedAt: number | null;
}

export type NotifyOutput = { readonly at: number } & (
  { readonly outcome: "sent" } | { readonly outcome: "refused"; readonly message: string }
);

/** A stuck polecat, as it is told of. */
export interface WarningInput {
  readonly uid: string;
  /** gt's name of the rig. */
  readonly rig: string;
  readonly polecat: string;
  readonly bead: string;
  readonly reason: "SessionDead" | "Silent" | "PodRestarts";
  /** Since when it has given no sign of life, epoch ms. With the uid it names this time without one, so that a mail is sent once. */
  readonly since: number;
  /** Whom to mail. */
  readonly to: string;
  /** How often that was told of before. */
  readonly earlier: number;
}

/** `jitter`: 0 to 1, from the service, because a machine has no chance of its own. */
export type WarningOutput = { readonly at: number; readonly jitter: number } & (
  | { readonly outcome: "told" }
  /** It was tried, and its answer was lost: once more could be once too often. */
  | { readonly outcome: "unsure"; readonly message: string }
  /** gt says that there is nobody to tell. */
  | { readonly outcome: "unreached"; readonly message: string }
);

export interface Done {
  readonly at: number;
}

/** Stands in for an implementation: a machine run without a host must fail loudly, not pretend. */
export function unprovided<Output, Input>(name: string): PromiseActorLogic<Output, Input> {
  return fromPromise<Output, Input>(() =>
    Promise.reject(new Error(`service ${name} has no implementation: run this machine through the host`)),
  );
}

export const polecatServices = {
  sling: unprovided<SlingOutput, SlingInput>("sling"),
  proveTermination: unprovided<ProveOutput, TerminationInput>("proveTermination"),
  recordProof: unprovided<Done, RecordProofInput>("recordProof"),
  stopSession: unprovided<Done, StopInput>("stopSession"),
  nuke: unprovided<NukeOutput, NukeInput>("nuke"),
  nudge: unprovided<WarningOutput, WarningInput>("nudge"),
  mail: unprovided<WarningOutput, WarningInput>("mail"),
  escalate: unprovided<WarningOutput, WarningInput>("escalate"),
};

export const convoyServices = {
  findConvoy: unprovided<FindConvoyOutput, ConvoyInput>("findConvoy"),
  createConvoy: unprovided<CreateConvoyOutput, ConvoyInput>("createConvoy"),
  extendConvoy: unprovided<ExtendConvoyOutput, ExtendConvoyInput>("extendConvoy"),
  notify: unprovided<NotifyOutput, NotifyInput>("notify"),
};

/** Reads a thrown value as a fault: anything else than a `ServiceFault` is a defect of the service, and says so. */
export function asFault(thrown: unknown): ServiceFault {
  if (
    typeof thrown === "object" &&
    thrown !== null &&
    "reason" in thrown &&
    typeof thrown.reason === "string" &&
    "message" in thrown &&
    typeof thrown.message === "string" &&
    "at" in thrown &&
    typeof thrown.at === "number"
  ) {
    return { reason: thrown.reason, message: thrown.message, at: thrown.at };
  }
  return { reason: "InternalError", message: String(thrown), at: 0 };
}
