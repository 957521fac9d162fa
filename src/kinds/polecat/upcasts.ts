/** What older versions of the Polecat's machine wrote, as the next version would have. */
import { z } from "zod";
import type { PersistedSnapshot, Upcast } from "../../host/index.ts";
import { raiseWish } from "../persisted/raised-wish.ts";
import { plainNames } from "../persisted/renamed.ts";

const described = z.looseObject({ facts: z.looseObject({}) });

/** Version 3 remembers a sling whose answer was lost, and is told which polecat had the bead when it closed. */
const lostSlings: Upcast = {
  from: 2,
  event(event) {
    const { data } = described.safeParse(event);
    return data === undefined ? event : { ...event, facts: { ...data.facts, finisher: null } };
  },
  snapshot: (snapshot) => ({ ...snapshot, context: { ...snapshot.context, lostSling: null } }),
  decision: (decision) =>
    // A first decision names the whole context.
    "incarnation" in decision.changed
      ? { ...decision, changed: { ...decision.changed, lostSling: null } }
      : decision,
};

/** Version 4 is told of restarts of the polecat's pod. It releases a bead that went back to open also where it rests. */
const podRestarts: Upcast = {
  from: 3,
  event(event) {
    const { data } = described.safeParse(event);
    return data === undefined ? event : { ...event, facts: { ...data.facts, podRestarts: null } };
  },
};

/** Version 5 counts the silence of a new session, or of new work, from the first look at its terminal. */
const newSessions: Upcast = { from: 4 };

/** What a context of version 6 has more, where it begins. */
const MORE = {
  awaitsTakeover: false,
  finalizerProblem: null,
  consentedTo: null,
  nuked: null,
  stoppedAt: null,
};

/** Older wishes did not tell of the finalizer: the next one does. */
const unfinalized = <Value>(given: Value): Value => raiseWish(given, () => ({ finalizer: "none" }));

/**
 * Version 6 takes over views, begins no work before the finalizer that its resource asks for is stored, and believes a
 * nuke only once its polecat is missed in two lists.
 */
const takeovers: Upcast = {
  from: 5,
  input: unfinalized,
  event: unfinalized,
  snapshot: (snapshot) => ({ ...snapshot, context: { ...unfinalized(snapshot.context), ...MORE } }),
  decision(decision) {
    const changed = unfinalized(decision.changed);
    const effects = decision.effects.map(raiseProof);
    return { ...decision, changed: "incarnation" in changed ? { ...changed, ...MORE } : changed, effects };
  },
};

const proofAsked = z.looseObject({
  operation: z.looseObject({ service: z.literal("proveTermination"), input: z.looseObject({}) }),
});

/** What a proof is asked with since then. */
function raiseProof<Effect extends object>(effect: Effect): Effect {
  const { data } = proofAsked.safeParse(effect);
  if (data === undefined) return effect;
  const input = { ...data.operation.input, consentedTo: null, nuked: null };
  return { ...effect, operation: { ...data.operation, input } };
}

/** A Rig had gt's own name before. */
const ofOwnName = <Value>(given: Value): Value => raiseWish(given, ({ rig }) => ({ gtRig: rig }));

/** Version 7 knows gt's name of its rig beside the Rig's own. */
const gtRigs: Upcast = {
  from: 6,
  input: ofOwnName,
  event: ofOwnName,
  snapshot: (snapshot) => ({ ...snapshot, context: ofOwnName(snapshot.context) }),
  decision: (decision) => ({ ...decision, changed: ofOwnName(decision.changed) }),
};

const withLimit = z.looseObject({ wish: z.looseObject({ idleLimitSeconds: z.number().nullable() }) });

/** Older wishes told of one limit for all rest, the smaller one: the next wish tells of both. */
function raiseLimit<Value extends object>(given: Value): Value {
  const { data } = withLimit.safeParse(given);
  if (data === undefined) return given;
  const { idleLimitSeconds, ...wish } = data.wish;
  return { ...given, wish: { ...wish, ttlSeconds: null, maxIdleSeconds: idleLimitSeconds } };
}

/** What is waited for is reckoned anew with the first event. */
const NO_END = { finishedAt: null, limitedUntil: null, awaitedThresholdMs: null };

/**
 * Version 8 counts a polecat's limits from the closing of its bead and from the end of its work, and a lapse over an end
 * that is taken back; it waits for the threshold that its witness has now.
 */
const restEnds: Upcast = {
  from: 7,
  input: (input) => (typeof input === "object" && input !== null ? raiseLimit(input) : input),
  event: raiseLimit,
  snapshot: (snapshot) => ({ ...snapshot, context: { ...raiseLimit(snapshot.context), ...NO_END } }),
  decision(decision) {
    const changed = raiseLimit(decision.changed);
    return { ...decision, changed: "incarnation" in changed ? { ...changed, ...NO_END } : changed };
  },
};

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Wherever it stands: a proof tells what consents to it, and who speaks of a consent tells of the policy, too. */
function boundConsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(boundConsent);
  if (!isTree(value)) return value;
  const { consentedTo: _proof, ...rest } = value;
  const raised = eachOf(rest);
  if ("forceConsent" in raised)
    return { ...raised, terminationPolicy: raised["forceConsent"] === null ? "Safe" : "Force" };
  return "incarnation" in raised && "decidedAt" in raised ? { ...raised, consent: null } : raised;
}

function eachOf(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, boundConsent(value)]));
}

/**
 * Version 9 has consents that name what they were given for, in place of the proof that was known when one was heard of.
 * One from before names its polecat alone, and is not enough any more.
 */
const namedLosses: Upcast = {
  from: 8,
  input: boundConsent,
  event: (event) => ({ ...event, ...eachOf(event) }),
  snapshot: (snapshot) => ({ ...snapshot, context: withoutShown(snapshot.context) }),
  decision: (decision) => ({
    ...decision,
    changed: withoutShown(decision.changed),
    effects: decision.effects.map((effect) => ({ ...effect, ...eachOf({ ...effect }) })),
  }),
};

function withoutShown(context: object): Record<string, unknown> {
  const { consentedTo: _proof, ...rest }: Tree = { ...context };
  return eachOf(rest);
}

/** In which of its two parts each state of an end is since version 10. */
const ENDING: Readonly<Record<string, "revocable" | "committed">> = {
  waiting: "revocable",
  proving: "revocable",
  recording: "revocable",
  blocked: "revocable",
  stopping: "committed",
  nuking: "committed",
  nuked: "committed",
};

/** `terminating.blocked`, also where it stands in the name of a timer. */
function parted(text: string): string {
  return text.replace(/\bterminating\.(\w+)/, (whole, inner: string) =>
    inner in ENDING ? `terminating.${ENDING[inner] ?? ""}.${inner}` : whole,
  );
}

function partedValue(value: PersistedSnapshot["value"]): PersistedSnapshot["value"] {
  const inner = typeof value === "string" ? undefined : value["terminating"];
  if (inner === undefined) return value;
  const part = ENDING[typeof inner === "string" ? inner : (Object.keys(inner)[0] ?? "")];
  return part === undefined ? value : { terminating: { [part]: inner } };
}

const timerSet = z.looseObject({ type: z.literal("setTimer"), timer: z.looseObject({ id: z.string() }) });
const timerCleared = z.looseObject({ type: z.literal("clearTimer"), id: z.string() });

function partedTimer<Effect extends object>(effect: Effect): Effect {
  const timer = timerSet.safeParse(effect).data?.timer;
  if (timer !== undefined) return { ...effect, timer: { ...timer, id: parted(timer.id) } };
  const id = timerCleared.safeParse(effect).data?.id;
  return id === undefined ? effect : { ...effect, id: parted(id) };
}

/** Version 10 knows an end that can be taken back from one that is carried out, by its state. */
const pointOfNoReturn: Upcast = {
  from: 9,
  event: (event) => ({ ...event, type: parted(event.type) }),
  snapshot: (snapshot) => ({
    ...snapshot,
    value: partedValue(snapshot.value),
    timers: snapshot.timers.map((timer) => ({ ...timer, id: parted(timer.id) })),
  }),
  decision: (decision) => ({
    ...decision,
    state: parted(decision.state),
    effects: decision.effects.map(partedTimer),
  }),
};

export const POLECAT_UPCASTS: readonly Upcast[] = [
  lostSlings,
  podRestarts,
  newSessions,
  takeovers,
  gtRigs,
  restEnds,
  namedLosses,
  pointOfNoReturn,
  /** Version 11 has its names from the glossary. */
  plainNames(10, { desired: "state" }),
];
