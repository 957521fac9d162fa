/** A journal as a timeline: each record with the state that it led to, what was decided, and why. */
import { ACTOR_KINDS } from "../../kinds/index.ts";
import {
  actorName,
  Replayer,
  ReplayError,
  statePath,
  type Effect,
  type JournalLine,
  type ReplayedRecord,
} from "../../host/index.ts";
import { tell, type Told } from "../story.ts";

export interface Moment {
  readonly sequence: number;
  /** Epoch ms. */
  readonly at: number;
  /** Such as `polecat/default/nux`. */
  readonly actor: string;
  readonly uid: string;
  readonly incarnation: number;
  /** The event's type, or `begin`, `restore`, `snapshot`, `stop`. */
  readonly event: string;
  readonly cause: string;
  /** Of all that one cause from outside led to; null where the record has none. */
  readonly trace: string | null;
  /** The state before; null for an actor's first record. */
  readonly from: string | null;
  /** What the actor is then; null after its end, and where the machine failed on the event. */
  readonly told: Told | null;
  /** Transitions that have a name, such as `polecatLost`. */
  readonly transitions: readonly string[];
  /** What was to be carried out, such as `invoke sling`, `wait 5s for …`. */
  readonly effects: readonly string[];
  /** The actor's whole context then. */
  readonly context: unknown;
}

/** A line that is no record, or a record that cannot be replayed. */
export interface Unclear {
  readonly problem: string;
}

export function* timeline(lines: Iterable<JournalLine>): Generator<Moment | Unclear> {
  const replayer = new Replayer(ACTOR_KINDS);
  for (const line of lines) {
    if (!line.ok) {
      yield { problem: line.problem };
      continue;
    }
    try {
      yield momentOf(replayer.take(line.record));
    } catch (error) {
      if (!(error instanceof ReplayError)) throw error;
      yield { problem: error.message };
    }
  }
}

function momentOf({ record, before, step }: ReplayedRecord): Moment {
  const { sequence, at, actor, cause, trace } = record;
  const kind = ACTOR_KINDS.get(record.machine);
  return {
    sequence,
    at,
    actor: actorName(actor),
    uid: actor.uid,
    incarnation: actor.incarnation,
    event: record.type === "event" ? record.event.type : record.type,
    cause,
    trace,
    from: before === null ? null : statePath(before.snapshot.value),
    told: step === null || kind === undefined ? null : tell(actor, kind, step.state),
    transitions: step?.transitions ?? [],
    effects: (step?.effects ?? []).flatMap((effect) => effectText(effect, at)),
    context: step?.state.snapshot.context ?? null,
  };
}

function effectText(effect: Effect, at: number): readonly string[] {
  switch (effect.type) {
    case "invoke":
      return [`invoke ${effect.operation.service}`];
    case "setTimer":
      return [`wait ${Math.round((effect.timer.dueAt - at) / 1000)} s`];
    // Also asked for where the service has answered, and the timer has rung.
    case "abort":
    case "clearTimer":
      return [];
    case "act":
      return [effect.action];
    default:
      return effect satisfies never;
  }
}
