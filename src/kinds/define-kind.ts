/**
 * A kind of resource, in one place: its names, schema and columns, its machine, what that machine decides from, its
 * status, and what lists and metrics show of it. Whoever serves all kinds loops over the registry and asks each of them.
 */
import type { z } from "zod";
import type { ActorKind, PersistedSnapshot } from "../host/index.ts";
import type { EarlyNews, FactSources, Rigs } from "../projection/index.ts";
import type { Ask, AskedOf } from "./asks.ts";
import type { Column } from "./crd/column.ts";
import type { SchemaNode } from "./crd/structural-schema.ts";
import { GROUP, VERSION } from "./group.ts";
import type { Known } from "./known.ts";
import type { AnyContext, Live, LiveActor, PolecatActor } from "./live-actor.ts";
import { withoutFacts } from "./persisted/context-parts.ts";
import type { RigOfPods } from "./rig/pods-schema.ts";
import type { Effect } from "./schema/effect.ts";
import type { Reader, StoredObject } from "./schema/reader.ts";
import type { Progress, Shown } from "./shown.ts";
import type { ActorStatus } from "./status/conditions.ts";

/** An object of any kind. */
export type AnyObject = StoredObject<object, { readonly snapshot?: unknown }>;

/** What a spec is read with. */
export interface Surroundings {
  /** gt's name of the rig that a Rig stands for; undefined where there is no such Rig. */
  readonly gtName: (rig: string) => string | undefined;
  /** What a Rig lets its polecats use in pods; undefined where there is no such Rig. */
  readonly rig: (name: string) => RigOfPods | undefined;
  /** The Polecat's own actor, where it has one already. */
  readonly polecat: PolecatActor | undefined;
  /** Whether the operator makes pods. */
  readonly hasPods: boolean;
  /** The operator's setting, milliseconds. */
  readonly stuckThresholdMs: number;
}

/** Names and schemas, as a CustomResourceDefinition has them. */
interface Definition {
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly scope: "Cluster" | "Namespaced";
  readonly about: string;
  readonly spec: z.ZodType;
  readonly status: z.ZodType;
  /** Further keywords of the whole object's schema. */
  readonly root?: { readonly metadata: SchemaNode; readonly rules: readonly SchemaNode[] };
  readonly columns: readonly Column[];
  /** When anything comes of a field, by its path below `spec`; one of an object stands for all that is in it. */
  readonly effects: Readonly<Record<string, Effect>>;
  /** Fields of the status that the original API has and this operator never writes. */
  readonly neverWritten?: readonly string[];
  /** The other kinds are served where the API server does not serve this one. */
  readonly isView: boolean;
  /** Its status names beads that it waits for, and `why` says of each how far it is. */
  readonly waitsForBeads?: boolean;
  /** It counts other actors, and is told of an observation when these have become what they are by it. */
  readonly countsActors?: boolean;
  /** Labels of the metric of its phases, `gastown_KIND_phase`; null where there is none. */
  readonly phaseLabels: readonly ("rig" | "name")[] | null;
}

/** What is asked of an actor of this kind. */
interface OfActor<Actor> {
  /**
   * What it is told of an observation; null where that is nothing.
   * @param early of news between two reads: only what they are about is newer than that which it knows.
   */
  readonly facts: (
    actor: Actor,
    sources: FactSources,
    known: Known,
    early: EarlyNews | null,
  ) => object | null;
  /** gt's name of the rig whose list of polecats its facts are cut from; null for those that are told of beads alone. */
  readonly listedRig: (actor: Actor, rigs: Rigs) => string | null;
  /** @param snapshot as it is persisted with the status. */
  readonly statusOf: (actor: Actor, snapshot: PersistedSnapshot) => ActorStatus;
  readonly shown: (actor: Actor, status: ActorStatus) => Shown;
  /** What a person can ask of it; without it, nothing. */
  readonly asks?: (asked: AskedOf) => readonly Ask[];
  /** The Event's reason for its state, where that says more than its conditions do. */
  readonly eventReason?: (actor: Actor) => string | null;
  /** How far it has come, for the metrics; null where that is nobody's question. */
  readonly progress?: (actor: Actor) => Progress;
  /** Beads that it follows. */
  readonly beads?: (actor: Actor) => readonly string[];
  /** How it hears of the end of such a bead between two reads of the town; without it, it waits for the next read. */
  readonly early?: {
    /** Whether it may decide from that, or has forbidden by now to believe a read of that moment. */
    readonly isTold: (actor: Actor, news: EarlyNews) => boolean;
    /** Whether it was told of it already. */
    readonly isKnown: (actor: Actor) => boolean;
  };
  /** How long it waits from one count of the town's issues to the next, ms; without it, it wants none. */
  readonly countWaitMs?: (actor: Actor) => number;
}

/** What is asked of an object of this kind. */
export interface OfObject<Object> {
  readonly read: Reader<Object>;
  /** Name of the Rig that it belongs to; undefined for one of no rig, and for a Rig. */
  readonly rigRef: (object: Object) => string | undefined;
  /** What its machine decides from. */
  readonly desired: (object: Object, around: Surroundings) => object;
  /** With what its machine begins. */
  readonly input: (object: Object, around: Surroundings) => object;
  /** Of a kind whose objects are driven by several machines: the others, and which of them drives an object. */
  readonly variants?: {
    readonly all: readonly ActorKind[];
    /** Null: the kind's own. */
    readonly of: (object: Object, around: Pick<Surroundings, "hasPods">) => ActorKind | null;
  };
}

export interface KindParts<
  Name extends string,
  Singular extends string,
  Object extends AnyObject,
  Context extends AnyContext,
  Tag extends string,
>
  extends
    Definition,
    OfActor<Live<Singular, Context, Tag>>,
    OfObject<Object>,
    Pick<ActorKind, "machine" | "version" | "upcasts" | "incarnation"> {
  readonly name: Name;
  readonly singular: Singular;
  /** Of its machine, as it persists: what a restored actor would distrust anyway is left out. */
  readonly context: z.ZodType<Context>;
  /** Of its machine's states, with what each says. */
  readonly tags: Readonly<Record<Tag, string>>;
}

/** The same of any kind. @throws TypeError where it is asked about an actor of another kind. */
export interface Kind
  extends ActorKind, Definition, Pick<OfActor<LiveActor>, "facts" | "listedRig" | "statusOf" | "shown"> {
  readonly name: string;
  readonly singular: string;
  readonly categories: readonly string[];
  readonly resource: {
    readonly group: string;
    readonly version: string;
    readonly plural: string;
    readonly kind: string;
    readonly namespaced: boolean;
  };
  /** Calls back with what is asked of its objects, whose type only the kind itself knows. */
  readonly ofObjects: <Result>(use: <Object extends AnyObject>(of: OfObject<Object>) => Result) => Result;
  readonly owns: (actor: LiveActor) => boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly asks: (asked: AskedOf) => readonly Ask[];
  readonly eventReason: (actor: LiveActor) => string | null;
  readonly progress: (actor: LiveActor) => Progress | null;
  readonly beads: (actor: LiveActor) => readonly string[];
  /** Whether an actor is told at once that a bead of its has ended. */
  readonly isToldEarly: (actor: LiveActor, news: EarlyNews) => boolean;
  readonly isKnownEarly: (actor: LiveActor) => boolean;
  /** Null where it wants no count. */
  readonly countWaitMs: (actor: LiveActor) => number | null;
}

export interface KindOf<
  Name extends string,
  Singular extends string,
  Object extends AnyObject,
  Context extends AnyContext,
  Tag extends string,
>
  extends Omit<Kind, "owns">, OfObject<Object> {
  readonly name: Name;
  readonly singular: Singular;
  readonly kind: Singular;
  /** Which machine made a context is known by the kind: it is never of another machine's shape. */
  readonly owns: (actor: LiveActor) => actor is Live<Singular, Context, Tag>;
}

/** So that `kubectl get gastown` lists all kinds. */
const CATEGORIES = ["gastown"];

export function defineKind<
  Name extends string,
  Singular extends string,
  Object extends AnyObject,
  Context extends AnyContext,
  Tag extends string,
>({
  context,
  ...parts
}: KindParts<Name, Singular, Object, Context, Tag>): KindOf<Name, Singular, Object, Context, Tag> {
  const { name, singular, plural, scope } = parts;
  const owns = (live: LiveActor): live is Live<Singular, Context, Tag> => live.kind === singular;
  const own = (live: LiveActor): Live<Singular, Context, Tag> => {
    if (owns(live)) return live;
    throw new TypeError(`${live.kind} ${live.ref.name} is no ${name}`);
  };
  const { early } = parts;
  return {
    ...parts,
    kind: singular,
    parseContext: (restored) => context.parse(restored),
    compactContext: (whole) => context.parse(withoutFacts(whole)),
    categories: CATEGORIES,
    resource: { group: GROUP, version: VERSION, plural, kind: name, namespaced: scope === "Namespaced" },
    ofObjects: (use) => use(parts),
    owns,
    facts: (live, ...given) => parts.facts(own(live), ...given),
    listedRig: (live, rigs) => parts.listedRig(own(live), rigs),
    statusOf: (live, snapshot) => parts.statusOf(own(live), snapshot),
    shown: (live, status) => parts.shown(own(live), status),
    asks: (asked) => parts.asks?.(asked) ?? [],
    eventReason: (live) => parts.eventReason?.(own(live)) ?? null,
    progress: (live) => parts.progress?.(own(live)) ?? null,
    beads: (live) => parts.beads?.(own(live)) ?? [],
    isToldEarly: (live, news) => early?.isTold(own(live), news) ?? false,
    isKnownEarly: (live) => early?.isKnown(own(live)) ?? true,
    countWaitMs: (live) => parts.countWaitMs?.(own(live)) ?? null,
  };
}
