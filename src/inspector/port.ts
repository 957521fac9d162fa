/** Ports: all that the inspector may see. Nothing in it writes, and the host knows nothing of who looks. */
import type {
  ActorRef,
  ActorView,
  JournalIndex,
  JournalLine,
  JournalRecord,
  Transition,
} from "../host/index.ts";

export interface ActorListener {
  readonly onTransition: (transition: Transition) => void;
  readonly onStop: (ref: ActorRef) => void;
}

/** The running actors. */
export interface ActorFeed {
  actors(): readonly ActorView[];
  /** Tells of each transition and each stop until the returned function is called. */
  subscribe(listener: ActorListener): () => void;
}

/** The journal, as far as it reaches back. */
export interface JournalFeed {
  /** Its records, and where a line is none, what is wrong with it; from the part on that holds a record. */
  readLines(from?: number): Iterable<JournalLine>;
  /** The same lines as they are written. */
  readTexts(from?: number): Iterable<string>;
  /** What is kept, without reading it. */
  index(): JournalIndex;
  /** Tells of each record as it is appended until the returned function is called. */
  subscribe(listener: (record: JournalRecord) => void): () => void;
}

/** One call of gt that has ended. `actor` is null for the observer's reads. */
export interface SeenCall {
  readonly sequence: number;
  readonly actor: string | null;
  readonly argv: readonly string[];
  readonly result: "success" | "error";
  readonly reason: string | null;
  /** Epoch ms of its end. */
  readonly at: number;
  readonly durationMs: number;
}

export interface CallFeed {
  recent(): readonly SeenCall[];
  subscribe(listener: (call: SeenCall) => void): () => void;
}

/** A polecat's terminal, as text. @throws where gt cannot show it. */
export type Peek = (rig: string, name: string) => Promise<string>;

/** What is wrong with the operator, the town or what lies between, as /readyz knows it. */
export interface Concern {
  /** Of the check, such as `town`, `gt` or `journal`. */
  readonly name: string;
  readonly message: string;
}

/** All concerns of now; none while all is well. */
export type Health = () => Promise<readonly Concern[]>;
