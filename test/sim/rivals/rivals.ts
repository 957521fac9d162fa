/**
 * Rivals: two replicas over one town and one API, each of which may be frozen, cut off, killed or have its clock set, so
 * that one goes on believing that it leads. Whatever happens, one of them writes at a time, and everything is done once.
 */
import { setImmediate } from "node:timers/promises";
import type { Journal } from "../../../src/host/index.ts";
import type { Term } from "../../../src/kube/index.ts";
import { createChance } from "@gastown/testing";
import { act } from "../acts.ts";
import type { Action, Schedule } from "../actions.ts";
import { createGround, NOON, type Ground, type Process } from "../ground.ts";
import { MOST_STEPS, stepDone } from "../pulse.ts";
import { createSimApi, type Told } from "../sim-api.ts";
import { createSimGt, type Call } from "../sim-gt.ts";
import type { Broken, Invariant, Verdict } from "../scene.ts";
import { createStillness, type Stillness } from "../stillness.ts";
import { createTrace, type Trace } from "../trace.ts";
import { personsLoss } from "../invariants/persons.ts";
import { warningOf } from "../invariants/warnings.ts";
import { statusOf } from "../objects.ts";
import { address } from "../../operator/memory-store.ts";
import { startContender, type Contender } from "./contender.ts";
import { createTownFence, type TownFence } from "./town-fence.ts";

const REST_WITHIN_MS = 45 * 60_000;
const WRITES = /^(sling|polecat nuke|session stop|convoy create|mail send|nudge|escalate)\b/;

export function simulateRivals(schedule: Schedule, isTraceKept = false): Promise<Verdict> {
  return new Rivalry(schedule, isTraceKept).run();
}

class Rivalry {
  readonly #schedule: Schedule;
  readonly #trace: Trace;
  readonly #ground: Ground;
  readonly #fence: TownFence;
  readonly #stillness: Stillness;
  readonly #contenders = new Map<number, Contender>();
  readonly #byProcess = new Map<number, Contender>();
  readonly #offsets = [0, 0];
  readonly #told: Told = new Map();
  /** Writes that run, by the token of the term that began them. */
  readonly #writing = new Map<number, { readonly call: Call; readonly token: string }>();
  #processes = 0;
  #calls = 0;
  #terms = 0;
  #writes = 0;
  #steps = 0;
  #journal: Journal | null = null;
  #broken: Broken | null = null;

  constructor(schedule: Schedule, isTraceKept: boolean) {
    this.#schedule = schedule;
    this.#trace = createTrace(isTraceKept);
    this.#ground = createGround(schedule, this.#trace);
    this.#fence = createTownFence(this.#ground, ({ number }) => this.#maybeFreeze(number));
    this.#stillness = createStillness(this.#ground);
  }

  async run(): Promise<Verdict> {
    const { time, activeFaults } = this.#ground;
    const { actions, calmAt, seed } = this.#schedule;
    for (const { at, action } of actions)
      time.after(at, `deed ${JSON.stringify(action)}`, () => this.#do(action));
    this.#plan(seed, calmAt);
    time.after(calmAt, "calm", () => activeFaults.endAll());
    for (const seat of [0, 1]) this.#begin(seat);
    for (const end = calmAt + REST_WITHIN_MS; this.#broken === null;) {
      const what = time.step(end);
      await setImmediate();
      if (what === null) {
        this.#fail(5, this.#stillness.unrest());
        break;
      }
      this.#steps += 1;
      stepDone();
      if (this.#steps > MOST_STEPS) this.#fail(8, `it has taken ${this.#steps} steps`);
      this.#trace.note(`${Math.round(time.now())} ${what}`);
      if (time.now() >= calmAt && this.#stillness.isReached()) break;
    }
    for (const contender of this.#contenders.values()) contender.kill();
    return {
      broken: this.#broken,
      hash: this.#trace.hash(),
      counts: { steps: this.#steps, gtCalls: this.#calls, terms: this.#terms, writes: this.#writes },
      trace: this.#trace.lines,
      journal: [...(this.#journal?.read() ?? [])],
    };
  }

  /** The worst of moments: with a write about to begin, or just begun, for longer than the lease. */
  #maybeFreeze(process: number): void {
    const { chance, time } = this.#ground;
    if (time.now() > this.#schedule.calmAt || !chance.happens(0.2, "freeze at a write")) return;
    const forMs = chance.between(50_000, 200_000, "freeze at a write for");
    this.#trace.note(`process ${process} is frozen for ${Math.round(forMs)} ms`);
    this.#byProcess.get(process)?.freeze(forMs);
  }

  /** What befalls the replicas, for longer and shorter than a lease. */
  #plan(seed: number, calmAt: number): void {
    const { time } = this.#ground;
    const chance = createChance(Math.imul(seed + 7, 0x9e3779b1));
    // Calls that last longer than a lease.
    if (chance.happens(0.6)) {
      const how = chance.pick(["slow", "slow", "hangs"] as const);
      this.#ground.activeFaults.arm({
        kind: "gt",
        how,
        words: "sling",
        forMs: calmAt,
        times: 1 + chance.below(3),
      });
    }
    for (let count = 2 + chance.below(8); count > 0; count -= 1) {
      const seat = chance.below(2);
      const forMs = chance.happens(0.5) ? chance.below(30_000) : 30_000 + chance.below(120_000);
      const what = chance.pick(["freeze", "freeze", "cut", "cut", "kill", "clock"] as const);
      time.after(chance.below(calmAt), `${what} replica ${seat} for ${forMs} ms`, () => {
        const contender = this.#contenders.get(seat);
        if (what === "freeze") contender?.freeze(forMs);
        else if (what === "cut") contender?.cut(forMs);
        else if (what === "kill") this.#kill(seat, forMs);
        else this.#offsets[seat] = (this.#offsets[seat] ?? 0) + (forMs % 2 === 0 ? 30 : -30) * forMs;
      });
    }
  }

  #do(action: Action): void {
    if (action.who !== "fault") act(this.#ground, action);
    else if (action.fault.kind === "kill") this.#kill(0, action.fault.downMs);
    else if (!["clock", "killAt", "feed"].includes(action.fault.kind))
      this.#ground.activeFaults.arm(action.fault);
  }

  #kill(seat: number, downMs: number): void {
    const contender = this.#contenders.get(seat);
    if (contender === undefined) return;
    contender.kill();
    this.#contenders.delete(seat);
    this.#ground.time.after(downMs, `restart of replica ${seat}`, () => this.#begin(seat));
  }

  #begin(seat: number): void {
    const ground = this.#ground;
    this.#processes += 1;
    const contender = startContender({
      number: this.#processes,
      ground,
      fence: this.#fence,
      clock: () => Math.floor(NOON + ground.time.now() + (this.#offsets[seat] ?? 0)),
      api: (life) =>
        createSimApi({
          ground,
          life,
          told: this.#told,
          onAnswered: ({ method, path, before }) => {
            const { key, plural } = address(path);
            if (method === "GET" || plural === "events" || plural === "leases") return;
            const after = ground.store.objects.get(key);
            const lost = personsLoss(method, before, after);
            if (lost !== null) this.#fail(9, lost);
            if (after !== before) this.#stillness.wroteObject(`${method} ${key}`, key, statusOf(after ?? {}));
          },
        }),
      gt: (process, term) => this.#gt(process, term),
      onTerm: ({ token }, journal) => {
        this.#terms += 1;
        this.#journal = journal;
        this.#trace.note(`replica ${seat} leads, term ${token}`);
      },
    });
    this.#contenders.set(seat, contender);
    this.#byProcess.set(this.#processes, contender);
  }

  #gt(life: Process, term: Term): ReturnType<typeof createSimGt> {
    return createSimGt({
      ground: this.#ground,
      life,
      nextCall: () => (this.#calls += 1),
      onBegun: (call) => this.#writeBegins(call, term.token),
      onEffect: () => undefined,
      onDone: ({ call, exitCode }) => {
        if (exitCode !== 0 && call.argv[0] === "sling") this.#ground.refused.add(call.argv[1] ?? "");
        this.#doneOnce();
      },
      onAnswer: () => undefined,
      onFeed: () => undefined,
      onGone: (call) => {
        this.#writing.delete(call.number);
        this.#fence.gone(call.number);
      },
    });
  }

  #writeBegins(call: Call, token: string): void {
    if (!WRITES.test(call.line)) return;
    this.#writes += 1;
    this.#trace.note(`term ${token} begins ${call.line}`);
    if (warningOf(call) === null) this.#stillness.wrote(`gt ${call.line}`);
    for (const other of this.#writing.values()) {
      if (other.token !== token)
        this.#fail(2, `${call.line} of ${token} while ${other.call.line} of ${other.token} runs`);
      const isSame =
        call.argv[0] === "sling" && other.call.argv[0] === "sling" && other.call.argv[1] === call.argv[1];
      if (isSame) this.#fail(2, `${call.line} while ${other.call.line} runs`);
    }
    this.#writing.set(call.number, { call, token });
    this.#fence.begun(call.number);
    this.#maybeFreeze(call.life);
  }

  /** By their keys: convoys, notices of their ends, mails about a stuck polecat; and beads on two hooks. */
  #doneOnce(): void {
    const { convoys, mail } = this.#ground.town;
    const keys = [
      ...convoys.map(({ title }) => `convoy ${title}`),
      ...mail.map(({ subject }) => `mail ${subject}`),
    ];
    const keyed = keys.flatMap((text) => /^(\w+) .*\[(uid-[^\]]+)\]/.exec(text)?.slice(1).join(" ") ?? []);
    const twice = keyed.find((key, index) => keyed.indexOf(key) < index);
    if (twice !== undefined) this.#fail(2, `done twice: ${twice}`);
  }

  #fail(invariant: Invariant, what: string): void {
    this.#broken ??= { invariant, what, at: this.#ground.time.now() };
  }
}
