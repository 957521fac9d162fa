/** Lines of the sequence diagram: what came in, what it changed, what went out. Pure. */
import { z } from "zod";
import { liveActor } from "../../../src/kinds/live-actor.ts";
import { kindOf } from "../../../src/kinds/registry.ts";
import { actorName } from "../../../src/host/actor-ref.ts";
import type { ActorView } from "../../../src/host/actor-view.ts";
import type { SeenCall } from "../../../src/inspector/port.ts";
import { shownStatus } from "../../../src/kinds/status/status-of.ts";
import { transitionNote } from "../../../src/kinds/status/transition-note.ts";
import type { ActorStatus } from "../../../src/kinds/status/conditions.ts";
import { eventLabel, plain } from "../chart/chart.ts";
import { viewOf, type Moment } from "../history/moments.ts";
import { duration } from "../page/wording.ts";

/** `pod`: the pods of one polecat, and what is asked of the remote by a pod. */
export type Lifeline = "kubernetes" | "actor" | "gt" | "pod";

export interface Line {
  readonly key: string;
  readonly at: number;
  readonly from: Lifeline;
  readonly to: Lifeline;
  readonly text: string;
  readonly kind: "event" | "effect" | "call" | "state" | "failure";
  /** Position of the moment in its history. */
  readonly moment: Moment | null;
}

/** Whom services ask that do not ask gt. */
const ASKED: Readonly<Record<string, Lifeline>> = {
  recordProof: "kubernetes",
  ensurePod: "pod",
  askRemote: "pod",
  proveEnd: "pod",
  endPod: "pod",
};

function askedBy(service: string): Lifeline {
  return ASKED[service] ?? "gt";
}

export function linesOf(moments: readonly Moment[], calls: readonly SeenCall[]): readonly Line[] {
  const invokedAt = new Map<string, { readonly at: number; readonly service: string }>();
  const lines = moments.flatMap((moment) => [
    cameIn(moment, invokedAt),
    ...changed(moment),
    ...wentOut(moment, invokedAt),
  ]);
  const asked = calls.map((call): Line => ({
    key: `call ${call.sequence}`,
    at: call.at - call.durationMs,
    from: "actor",
    to: "gt",
    text: `gt ${call.argv.join(" ")} · ${duration(call.durationMs)}${call.reason === null ? "" : ` · ${call.reason}`}`,
    kind: call.result === "error" ? "failure" : "call",
    moment: null,
  }));
  return [...withStays(lines), ...asked].sort((a, b) => a.at - b.at);
}

const STATE = "state ";

/** Each state that was left with how long it lasted. */
function withStays(lines: readonly Line[]): readonly Line[] {
  let next: number | null = null;
  return lines
    .toReversed()
    .map((line) => {
      if (!line.key.startsWith(STATE)) return line;
      const text = next === null ? line.text : `${line.text} · for ${duration(next - line.at)}`;
      next = line.at;
      return { ...line, text };
    })
    .reverse();
}

type Invoked = Map<string, { readonly at: number; readonly service: string }>;

function cameIn(moment: Moment, invoked: Invoked): Line {
  const { record } = moment;
  const line = (from: Lifeline, text: string, kind: Line["kind"] = "event"): Line => ({
    key: `in ${record.sequence}`,
    at: record.at,
    from,
    to: "actor",
    text,
    kind,
    moment,
  });
  if (record.type === "begin") return line("kubernetes", "resource seen: the actor begins");
  if (record.type === "restore") return line("kubernetes", "restored from status.snapshot");
  if (record.type === "snapshot") {
    // Their answers name them; when they were asked for may stand in a segment that is gone.
    for (const { effectId, service } of record.running) {
      if (!invoked.has(effectId)) invoked.set(effectId, { at: record.at, service });
    }
    return line("actor", "as it stood when the journal began a new segment");
  }
  if (record.type === "stop") return line("kubernetes", "resource gone: the actor stops");
  const { type } = record.event;
  const answered = invoked.get(record.cause);
  if (answered !== undefined) {
    const from = askedBy(answered.service);
    const isFault = type.startsWith("xstate.error.");
    const said = `${eventLabel(type)}${outcomeOf(record.event)} · ${duration(record.at - answered.at)}`;
    return line(from, said, isFault ? "failure" : "event");
  }
  switch (type) {
    case "spec.observed":
      return line("kubernetes", `spec changed · ${record.cause}`);
    case "town.observed":
      return line("gt", `town observed · ${record.cause}`);
    case "pods.observed":
      return line("pod", podsText(record.event));
    default:
      return line(
        "actor",
        record.cause.startsWith("timer:") ? `timer rings: ${eventLabel(type)}` : eventLabel(type),
      );
  }
}

const podsSeen = z.looseObject({
  facts: z.looseObject({
    pods: z.array(z.looseObject({ name: z.string(), stage: z.string(), cause: z.string() })),
  }),
});

/** Each pod of the polecat with what it is at; `no pod` where there is none. */
function podsText(event: Readonly<Record<string, unknown>>): string {
  const pods = podsSeen.safeParse(event).data?.facts.pods ?? [];
  const said = pods.map(({ name, stage, cause }) => `${name} ${stage} · ${cause}`);
  return said.length === 0 ? "no pod" : said.join("; ");
}

function outcomeOf(event: Readonly<Record<string, unknown>>): string {
  const answer = event["output"] ?? event["error"];
  if (typeof answer !== "object" || answer === null) return "";
  const said = ["outcome", "reason", "polecat", "message"].flatMap((key) => {
    const value: unknown = Reflect.get(answer, key);
    return typeof value === "string" ? [value] : [];
  });
  return said.length === 0 ? "" : `: ${said.join(" · ")}`;
}

const changedLines = new WeakMap<Moment, readonly Line[]>();

/** Kept: what a moment changed stays the same, and an actor may have thousands. */
function changed(moment: Moment): readonly Line[] {
  const known = changedLines.get(moment) ?? changesOf(moment);
  changedLines.set(moment, known);
  return known;
}

/** The status patch and the Event that the change of state deserves, as the operator makes them. */
function changesOf(moment: Moment): readonly Line[] {
  const { record, before } = moment;
  const view = viewOf(moment);
  if (view === null || moment.step === null) return [];
  const earlier = before === null ? null : viewOf(before);
  const actor = liveActor(view);
  const status = shownStatus(kindOf(actor.kind), actor);
  const from = earlier === null ? null : liveActor(earlier).state;
  const base = { at: record.at, moment };
  const lines = [...ownLines(moment, moment.step.transitions, from === actor.state ? null : actor.state)];
  // A snapshot tells what was so already: nothing went out for it.
  if (record.type === "snapshot") return lines;
  const told = earlier === null ? null : shownStatus(kindOf(actor.kind), liveActor(earlier));
  if (told === null || !isSame(told, status)) {
    const ready = status.conditions.find(({ type }) => type === "Ready");
    const text = `status: ${status.phase}${ready === undefined ? "" : ` · Ready=${ready.status} ${ready.reason}`}`;
    lines.push({
      ...base,
      key: `status ${record.sequence}`,
      from: "actor",
      to: "kubernetes",
      text,
      kind: "effect",
    });
  }
  const note = transitionNote(from, actor, kindOf(actor.kind).eventReason(actor), status.conditions);
  if (note !== null) {
    const text = `Event ${note.type} ${note.reason}`;
    lines.push({
      ...base,
      key: `event ${record.sequence}`,
      from: "actor",
      to: "kubernetes",
      text,
      kind: "effect",
    });
  }
  return lines;
}

/** What becomes of the actor itself: its state where that is another one, and changes that have a name. */
function ownLines(moment: Moment, names: readonly string[], state: string | null): readonly Line[] {
  const { at, sequence } = moment.record;
  const own = { at, moment, from: "actor", to: "actor", kind: "state" } as const;
  return [
    ...(state === null ? [] : [{ ...own, key: `${STATE}${sequence}`, text: state }]),
    ...names.map((name) => ({ ...own, key: `named ${sequence} ${name}`, text: plain(name) })),
  ];
}

function isSame(a: ActorStatus, b: ActorStatus): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function wentOut({ record, step, ...moment }: Moment, invoked: Invoked): readonly Line[] {
  const base = {
    at: record.at,
    from: "actor" as const,
    kind: "effect" as const,
    moment: { record, step, ...moment },
  };
  return (step?.effects ?? []).flatMap((effect, index): Line[] => {
    const key = `out ${record.sequence} ${index}`;
    switch (effect.type) {
      case "invoke": {
        const { service, effectId } = effect.operation;
        invoked.set(effectId, { at: record.at, service });
        const to = askedBy(service);
        return [{ ...base, key, to, text: `${service} ${subjectOf(effect.operation.input)}` }];
      }
      case "setTimer": {
        const { id, dueAt } = effect.timer;
        return [
          {
            ...base,
            key,
            to: "actor",
            text: `timer set: ${eventLabel(id)} in ${duration(dueAt - record.at)}`,
          },
        ];
      }
      case "act":
        return [{ ...base, key, to: "gt", text: effect.action }];
      case "abort":
      case "clearTimer":
        return [];
      default:
        return effect satisfies never;
    }
  });
}

function subjectOf(input: unknown): string {
  if (typeof input !== "object" || input === null) return "";
  return ["rig", "polecat", "bead", "address", "attempt"]
    .flatMap((key) => {
      const value: unknown = Reflect.get(input, key);
      // Before the first pod the bead is taken, and it is no attempt yet.
      if (typeof value === "number" && value > 0) return [`${key} ${value}`];
      return typeof value === "string" ? [value] : [];
    })
    .join(" ");
}

/** What a moment changed in the context: the names of its parts, with their values before and after. */
export function contextChanges(
  moment: Moment,
): readonly { readonly key: string; readonly from: unknown; readonly to: unknown }[] {
  const after = viewOf(moment);
  const before = moment.before === null ? null : viewOf(moment.before);
  if (after === null || before === null || actorName(after.ref) !== actorName(before.ref)) return [];
  const earlier = new Map(partsOf(before));
  return partsOf(after).flatMap(([key, to]) => {
    const from: unknown = earlier.get(key);
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ key, from, to }];
  });
}

function partsOf({ state }: ActorView): readonly (readonly [string, unknown])[] {
  const context: unknown = state.snapshot.context;
  return typeof context === "object" && context !== null ? Object.entries(context) : [];
}
