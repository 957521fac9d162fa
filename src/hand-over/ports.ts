/** What a hand-over needs of the town. */
import type { MergeRequestDraft } from "./merge-request.ts";
import type { SeenWork } from "./work.ts";

export interface HandOverPorts {
  /** One read for bead and request: that the one was found is what makes the other's absence believable. @throws where it fails */
  readonly read: (rig: string, bead: string, request: string | null) => Promise<SeenWork>;
  /** Fails where somebody else has it by then. */
  readonly claim: (rig: string, bead: string, assignee: string) => Promise<void>;
  readonly release: (rig: string, bead: string, assignee: string) => Promise<void>;
  /** Writes over a request of the same id, which opens a closed one again. */
  readonly file: (rig: string, request: MergeRequestDraft, assignee: string) => Promise<void>;
  readonly closeRequest: (rig: string, id: string, reason: string) => Promise<void>;
  readonly closeBead: (rig: string, bead: string, reason: string, assignee: string) => Promise<void>;
}
