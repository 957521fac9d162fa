/** What the services need from around them. */
import type { GtClient } from "../gt/index.ts";
import type { SetTimer } from "@gastown/system";
import type { Claims } from "../preconditions/index.ts";
import type { PodPorts } from "./pods/ports.ts";
import type { TerminationProof } from "../../machines/index.ts";

export interface ServicePorts {
  readonly gt: GtClient;
  /** Epoch ms. */
  readonly now: () => number;
  readonly setTimer: SetTimer;
  /** Of polecats in pods; null where the operator makes none. */
  readonly pods: PodPorts | null;
  readonly claims: Claims;
  /** `maxPolecats` of the Rig that serves a rig of gt. */
  readonly maxPolecats: (gtRig: string) => number;
  /**
   * What forbids a gt write for a resource at this very moment, or null. An operation may have waited in a queue while
   * a person paused the resource or its rig became degraded.
   * @param bead for a sling: the spec has to ask for this one still.
   */
  readonly blocker: (
    uid: string,
    bead?: string,
  ) => { readonly reason: string; readonly message: string } | null;
  /**
   * What the spec asks for at this very moment: it may have changed its mind since a termination began. The consent is
   * null while `terminationPolicy` is Safe.
   */
  readonly end: (uid: string) => { readonly isRequested: boolean; readonly forceConsent: string | null };
  /** What a person runs to give a resource's polecat up to this consent. */
  readonly consentCommand: (uid: string, consent: string) => string;
  /** 0 to 1. */
  readonly random: () => number;
  /** Since when the resource's polecat is stuck, epoch ms, by the newest that is known; null where it is not. */
  readonly stuckSince: (uid: string) => number | null;
  /**
   * Resolves once the API server has the resource's present state, so that a restart knows what was about to be done.
   * Rejects as soon as the signal aborts: nobody waits for it any more.
   */
  readonly persistState: (uid: string, signal: AbortSignal) => Promise<void>;
  /**
   * Writes the proof to the resource's status and to the journal; resolves once the API server has taken it. Rejects as
   * soon as the signal aborts.
   */
  readonly persistProof: (uid: string, proof: TerminationProof, signal: AbortSignal) => Promise<void>;
}
