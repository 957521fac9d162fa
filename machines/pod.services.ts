/** What the machine of a polecat in a pod invokes. Each is idempotent: whoever lost an answer asks again. */
import { unprovided, type Done, type RecordProofInput, type TerminationProof } from "./services.ts";

export interface PodTarget {
  readonly uid: string;
  readonly bead: string;
  readonly attempt: number;
}

type Refused = { readonly outcome: "refused"; readonly reason: string; readonly message: string };
type Answer<Outcome> = { readonly at: number } & (Outcome | Refused);

/** `isFinal`: asking again comes to the same until a person acts. */
export type ClaimOutput = Answer<{ readonly outcome: "held" }>;
export type EnsureOutput = Answer<{ readonly outcome: "there" }>;
/** What of an attempt whose pod has left no word is on the remote. */
export type RemoteOutput = Answer<{ readonly outcome: "known" }>;
export type HandOverOutput = Answer<{ readonly outcome: "handedOver" }>;
export type EndProofOutput = Answer<{ readonly outcome: "proven"; readonly proof: TerminationProof }>;

export const podServices = {
  claimBead: unprovided<ClaimOutput, PodTarget>("claimBead"),
  ensurePod: unprovided<EnsureOutput, PodTarget>("ensurePod"),
  askRemote: unprovided<RemoteOutput, PodTarget>("askRemote"),
  handOver: unprovided<HandOverOutput, PodTarget>("handOver"),
  proveEnd: unprovided<EndProofOutput, PodTarget>("proveEnd"),
  recordProof: unprovided<Done, RecordProofInput>("recordProof"),
  endPod: unprovided<Done, PodTarget>("endPod"),
  releaseBead: unprovided<Done, PodTarget>("releaseBead"),
};
