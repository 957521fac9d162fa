/**
 * Lives of several actors in one host, as chance has it: specs, observations, answers, time, restarts, deletions.
 * The same seed gives the same lives.
 */
import {
  createMemoryJournal,
  persist,
  type ActorKind,
  type ActorRef,
  type HostEvent,
  type Journal,
} from "../../src/host/index.ts";
import type { convoyServices, polecatServices } from "../../machines/services.ts";
import {
  closed,
  convoyFacts,
  desiredConvoy,
  hooked,
  open,
  polecatFacts,
  desiredPolecat,
  present,
  rigFacts,
  desiredRig,
} from "../machines/given.ts";
import { createChance, type Chance } from "@gastown/testing";
import { convoyInput, convoyKind, polecatInput, polecatKind, refOf, rigInput, rigKind } from "./kinds.ts";
import { createWorld, type Call, type World } from "./world.ts";

interface Cast {
  readonly kind: ActorKind;
  readonly input: object;
  readonly desired: (chance: Chance) => object;
  readonly facts: (chance: Chance, at: number) => object;
}

const TOWNS = [
  { trusted: true },
  { trusted: true },
  { trusted: true },
  { trusted: false, reason: "TownUnhealthy", message: "Dolt is not running" },
] as const;
const RIGS = [
  { usable: true },
  { usable: true },
  { usable: false, reason: "RigDegraded", message: "" },
] as const;
const generation = (chance: Chance): number => 1 + chance.below(4);

const polecat: Cast = {
  kind: polecatKind,
  input: { ...polecatInput({ maxIdleSeconds: 60 }), stuckThresholdMs: 10_000 },
  desired: (chance) => {
    const bead = chance.pick(["al-1", "al-2", null]);
    return desiredPolecat({
      generation: generation(chance),
      state: chance.pick(["Working", "Working", "Working", "Idle", "Terminated"]),
      bead,
      managed: chance.happens(0.9),
      paused: chance.happens(0.1),
      boundTo: chance.pick([null, null, null, "nux"]),
      finalizer: chance.pick(["none", "none", "none", "awaited", "stored", "leaving"]),
      deletionTerminates: chance.happens(0.1),
      ttlSeconds: chance.pick([null, 30, 90]),
      maxIdleSeconds: chance.pick([null, 30, 90]),
    });
  },
  facts: (chance, at) => {
    const bead = chance.pick(["al-1", "al-2"]);
    const name = chance.pick(["nux", "nux", "slit"]);
    return polecatFacts(at, {
      town: chance.pick(TOWNS),
      rig: chance.pick(RIGS),
      admission: chance.pick([
        { granted: true },
        { granted: false, reason: "NoCapacity", message: "8 of 8" },
      ]),
      polecat: chance.pick([
        null,
        present(name, chance.pick([bead, null, "al-9"]), chance.happens(0.7)),
        { seen: "absent", name, times: chance.pick([1, 2]) },
        { seen: "absent", name: "nux", times: 1 },
        { seen: "unknown", name },
      ]),
      bead: chance.pick([
        null,
        open(bead),
        hooked(bead, name),
        closed(bead),
        { reading: "missing", id: bead, times: chance.pick([1, 2]) },
        { reading: "unknown", id: bead, message: "Dolt is not running" },
      ]),
      holder: chance.pick([null, null, null, name]),
    });
  },
};

/** Its session is dead for most of the time: the witness gets as far as it can. */
const unresponsive: Cast = {
  kind: polecatKind,
  input: polecatInput(),
  desired: () => desiredPolecat(),
  facts: (chance, at) =>
    polecatFacts(at, {
      town: chance.pick(TOWNS),
      rig: chance.pick(RIGS),
      bead: hooked("al-1", "nux"),
      holder: "nux",
      polecat: present("nux", "al-1", chance.happens(0.02)),
      witness: { stuckThresholdMs: 10_000, escalateTo: "mayor/" },
    }),
};

const convoy: Cast = {
  kind: convoyKind,
  input: convoyInput(),
  desired: (chance) =>
    desiredConvoy({ generation: generation(chance), notify: chance.pick([null, "mayor/"]) }),
  facts: (chance, at) =>
    convoyFacts(at, {
      town: chance.pick(TOWNS),
      rig: chance.pick(RIGS),
      ...chance.pick([
        {},
        { closed: ["al-1"], pending: ["al-2"] },
        { closed: ["al-1", "al-2"], pending: [] },
        { closed: ["al-1", "al-2"], pending: [] },
        { pending: [], missing: ["al-1", "al-2"] },
        { closed: ["al-1"], pending: [], unread: ["al-2"] },
      ]),
    }),
};

const rig: Cast = {
  kind: rigKind,
  input: rigInput(),
  desired: (chance) => desiredRig({ generation: generation(chance), paused: chance.happens(0.5) }),
  facts: (chance, at) =>
    rigFacts(at, { town: chance.pick(TOWNS), path: chance.pick(["present", "missing", "unknown"]) }),
};

export const CAST: readonly [ref: ActorRef, cast: Cast][] = [
  [refOf(polecatKind, "nux"), polecat],
  [refOf(polecatKind, "slit"), polecat],
  [refOf(polecatKind, "rictus"), unresponsive],
  [refOf(convoyKind, "wave"), convoy],
  [refOf(rigKind, "alpha"), rig],
];

const proof = { incarnation: "alpha/nux@b", decidedAt: 0, forced: false, checks: [], consent: null };
const refused = { outcome: "refused", message: "no" };
const slung = { outcome: "slung", polecat: "nux", branch: "b", worktree: null, session: "al-nux" };

const WARNED = [
  { outcome: "told", jitter: 0.5 },
  { outcome: "told", jitter: 0 },
  { outcome: "unsure", message: "no answer", jitter: 1 },
  { outcome: "unreached", message: "nobody there", jitter: 0.2 },
];

/** What the services may answer; `at` is added. An answer without its fields is what a defect would give. */
type Service = keyof typeof polecatServices | keyof typeof convoyServices;
const ANSWERS: Readonly<Record<Service, readonly object[]>> = {
  sling: [
    { ...slung, bead: "al-1" },
    { ...slung, bead: "al-1" },
    { ...slung, bead: "al-2", polecat: "slit" },
    { outcome: "beadClosed" },
    { outcome: "beadMissing" },
    { outcome: "postponed", reason: "NoCapacity", message: "8 of 8" },
    refused,
  ],
  proveTermination: [
    { outcome: "proven", proof },
    { outcome: "proven", proof },
    { outcome: "blocked", reason: "UncommittedWork", message: "notes.txt", proof },
    { outcome: "gone" },
  ],
  recordProof: [{}],
  stopSession: [{}],
  nuke: [
    { outcome: "nuked" },
    { outcome: "nuked" },
    { outcome: "nuked" },
    { outcome: "blocked", reason: "ProofExpired", message: "too old" },
  ],
  findConvoy: [
    { id: null, tracked: [] },
    { id: "hq-cv-1", tracked: ["al-1"] },
  ],
  createConvoy: [{ outcome: "created", id: "hq-cv-2", tracked: ["al-1", "al-2"] }, refused],
  extendConvoy: [{ outcome: "extended", tracked: ["al-1", "al-2"] }, refused],
  notify: [{ outcome: "sent" }, refused],
  nudge: WARNED,
  mail: WARNED,
  escalate: WARNED,
};

export interface RandomLife {
  /** The worlds of one operator after another; the journal is the same. */
  readonly worlds: readonly World[];
  /** Answers that were no answers. */
  readonly garbled: number;
}

export interface Fate {
  readonly seed: number;
  readonly events: number;
  /** False: no restart of the operator, no actor that goes and comes back, no garbled answer. */
  readonly isRough: boolean;
}

/** Lives for a number of events. */
export async function liveAtRandom(
  { seed, events, isRough }: Fate,
  journal: Journal = createMemoryJournal(events * 10),
): Promise<RandomLife> {
  const chance = createChance(seed);
  // The journal outlives the hosts: each of them would close it.
  const kept: Journal = { ...journal, close: () => undefined };
  let world = createWorld({ journal: kept });
  for (const [ref, { kind, input }] of CAST) world.host.start(kind, ref, { input });
  const worlds = [world];
  let garbled = 0;
  for (let count = 0; count < events; count += 1) {
    const [ref, cast] = chance.pick(CAST);
    const at = world.clock.now();
    const waiting = waitingCalls(world);
    if (isRough && chance.happens(0.01)) {
      world = reopened(world, kept);
      worlds.push(world);
    } else if (isRough && chance.happens(0.01)) {
      world.host.stop(ref);
      world.host.start(cast.kind, ref, { input: cast.input });
    } else if (waiting.length > 0 && chance.happens(0.4)) {
      garbled += await answerOne(chance, chance.pick(waiting), at, isRough);
    } else if (chance.happens(0.3)) {
      world.clock.advance(chance.below(20_000));
    } else if (chance.happens(0.2)) {
      world.host.send(ref, event("spec.observed", at, { desired: cast.desired(chance) }), "chance");
    } else {
      const startedAt = at - chance.pick([0, 0, 0, 500]);
      world.host.send(ref, event("town.observed", at, { facts: cast.facts(chance, startedAt) }), "chance");
    }
  }
  return { worlds, garbled };
}

function event(type: string, at: number, payload: object): HostEvent {
  return { type, at, ...payload };
}

const answered = new WeakSet<Call>();
function waitingCalls({ calls }: World): readonly Call[] {
  return calls.filter((call) => !answered.has(call) && !call.signal.aborted);
}

const answersByName = new Map<string, readonly object[]>(Object.entries(ANSWERS));

/** @returns 1 where the answer was garbled so that its machine cannot read it. */
async function answerOne(chance: Chance, call: Call, at: number, isRough: boolean): Promise<number> {
  answered.add(call);
  const { service } = call.operation;
  if (chance.happens(0.2)) {
    await call.fail(Object.assign(new Error("no answer"), { reason: chance.pick(["DoltDown", "Timeout"]) }));
    return 0;
  }
  if (isRough && chance.happens(0.02)) {
    await call.answer(undefined);
    return service === "recordProof" ? 0 : 1;
  }
  await call.answer({ ...chance.pick(answersByName.get(service) ?? []), at });
  return 0;
}

/** The next life of the operator: each actor from the JSON of its status. */
function reopened(old: World, journal: Journal): World {
  old.host.close();
  const world = createWorld({ journal, start: old.clock.now() + 1000 });
  for (const [ref, { kind, input }] of CAST) {
    const view = old.host.get(ref);
    if (view === undefined) continue;
    const persisted: unknown = JSON.parse(JSON.stringify(persist(view.kind, view.state)));
    world.host.start(kind, ref, { input, persisted });
  }
  return world;
}
