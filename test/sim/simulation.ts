/** A simulation: one schedule, step by step, with the invariants after every step. One thread, no real time. */
import { setImmediate } from "node:timers/promises";
import { createMemoryJournal, type Journal } from "../../src/host/index.ts";
import { address } from "../operator/memory-store.ts";
import { act } from "./acts.ts";
import type { Action, Fault, Schedule } from "./actions.ts";
import { createGround, type Ground, type Process } from "./ground.ts";
import { createHoldings } from "./holdings.ts";
import { phaseMoves } from "./invariants/evidence.ts";
import { writeBegins } from "./invariants/forbidden.ts";
import { nukeBegins } from "./invariants/nuke.ts";
import { personsLoss } from "./invariants/persons.ts";
import { doneOnce, slingBegins, slingStrikes } from "./invariants/once.ts";
import { liveSnapshot, replayDifference, type LiveSnapshot } from "./invariants/replays.ts";
import { createToldWrites, type ToldWrites } from "./invariants/told.ts";
import { createWarnings, warningOf, type Warnings } from "./invariants/warnings.ts";
import { startLife, type Life } from "./life.ts";
import { specOf, statusOf } from "./objects.ts";
import { OperatorClock } from "./operator-clock.ts";
import { MOST_STEPS, stepDone } from "./pulse.ts";
import type { Broken, Invariant, Own, Scene, Verdict } from "./scene.ts";
import { createSimApi, type Answered, type Told } from "./sim-api.ts";
import { createHealthSignals, type HealthSignals } from "./health-signals.ts";
import { createSimGt, type Call } from "./sim-gt.ts";
import { createStillness, type Stillness } from "./stillness.ts";
import { createTrace, type Trace } from "./trace.ts";
import { createWatches } from "./watches.ts";
import { createWitnessed, type Witnessed } from "./witnessed.ts";

/** So long after the faults everything must have come to rest: the longest backoffs and limits, a few times over. */
const REST_WITHIN_MS = 45 * 60_000;
/** What a dead operator was told: its orphaned calls are judged by nobody. */
const NOTHING: Told = new Map();
/** A sling may rest on reads that began up to twice as long ago as they took: a list takes 10 s and more, the sling some seconds. */
const JUST_NOW_MS = 30_000;
const WRITES = /^(sling|polecat nuke|session stop|convoy create|convoy add|mail send|nudge|escalate)\b/;

export function simulate(schedule: Schedule, isTraceKept = false): Promise<Verdict> {
  return new Simulation(schedule, isTraceKept).run();
}

class Simulation {
  readonly #schedule: Schedule;
  readonly #trace: Trace;
  readonly #ground: Ground;
  readonly #clock: OperatorClock;
  readonly #witnessed: Witnessed;
  readonly #holdings: ReturnType<typeof createHoldings>;
  readonly #stillness: Stillness;
  readonly #healthSignals: HealthSignals;
  readonly #warnings: Warnings;
  readonly #told: ToldWrites;
  readonly #underWay = new Map<number, Call>();
  readonly #lists: { readonly line: string; readonly at: number }[] = [];
  readonly #bound = new Map<string, Own>();
  readonly #slungFor = new Map<string, Set<string>>();
  #journal: Journal = createMemoryJournal(Infinity);
  #snapshots: LiveSnapshot[] = [];
  /** Journal records of earlier lives. */
  #recordsBefore = 0;
  #life: Life | null = null;
  #lives = 0;
  #calls = 0;
  #broken: Broken | null = null;

  constructor(schedule: Schedule, isTraceKept: boolean) {
    this.#schedule = schedule;
    this.#trace = createTrace(isTraceKept);
    this.#ground = createGround(schedule, this.#trace);
    this.#clock = new OperatorClock(this.#ground.time);
    this.#witnessed = createWitnessed(this.#ground);
    this.#holdings = createHoldings(this.#ground.town);
    this.#stillness = createStillness(this.#ground);
    this.#healthSignals = createHealthSignals(this.#ground, () => this.#clock.mostPassed());
    this.#told = createToldWrites(this.#ground, (what) => this.#fail(10, what));
    this.#warnings = createWarnings({
      ground: this.#ground,
      healthSignals: this.#healthSignals,
      watches: createWatches(this.#ground),
      clock: () => this.#clock.now(),
      mostPassed: () => this.#clock.mostPassed(),
    });
  }

  async run(): Promise<Verdict> {
    const { time, activeFaults } = this.#ground;
    for (const { at, action } of this.#schedule.actions)
      time.after(at, `deed ${JSON.stringify(action)}`, () => this.#do(action));
    time.after(this.#schedule.calmAt, "calm", () => activeFaults.endAll());
    this.#begin();
    const end = this.#schedule.calmAt + REST_WITHIN_MS;
    let steps = 0;
    while (this.#broken === null) {
      const what = time.step(end);
      // Everything that this thing leads to at once happens before the next: no promise is left half-way.
      await setImmediate();
      if (what === null) {
        this.#fail(5, this.#stillness.unrest());
        break;
      }
      steps += 1;
      stepDone();
      if (steps > MOST_STEPS) this.#fail(8, `it has taken ${steps} steps`);
      this.#trace.note(`${Math.round(time.now())} ${what}`);
      if (this.#life === null) continue;
      const { operator } = this.#life;
      this.#told.look(operator);
      if (time.now() < this.#schedule.calmAt || !this.#stillness.isReached()) continue;
      const told = this.#told.leftOver(operator);
      if (told !== null) this.#fail(10, `all writes go through, and it is told that ${told}`);
      break;
    }
    this.#endLife();
    return {
      broken: this.#broken,
      hash: this.#trace.hash(),
      counts: { steps, lives: this.#lives, gtCalls: this.#calls },
      trace: this.#trace.lines,
      journal: [...this.#journal.read()],
    };
  }

  #do(action: Action): void {
    if (action.who === "fault") {
      this.#strike(action.fault);
    } else {
      act(this.#ground, action);
      this.#holdings.look(this.#ground.time.now());
    }
  }

  #strike(fault: Fault): void {
    if (fault.kind === "kill") this.#kill(fault);
    else if (fault.kind === "clock") {
      this.#clock.set(fault.byMs);
      this.#ground.activeFaults.arm(fault);
    } else if (fault.kind === "feed" && fault.how === "pruned") this.#life?.wake();
    else {
      this.#ground.activeFaults.arm(fault);
      // A history that is gone is gone for watches that are about to begin, too.
      if (fault.kind === "watch" && fault.how === "gone")
        this.#ground.store.oldest = this.#ground.store.version;
    }
  }

  #begin(): void {
    this.#lives += 1;
    this.#trace.note(`life ${this.#lives} begins`);
    const ground = this.#ground;
    this.#life = startLife({
      number: this.#lives,
      ground,
      clock: () => this.#clock.now(),
      journal: this.#journal,
      api: (life: Process, told: Told) =>
        createSimApi({
          ...{ ground, life, told },
          onAnswered: (answered) => this.#answered(life, answered),
          onRefused: (refused) => {
            // The operator writes it again with its next read of the town, and rests no sooner.
            this.#stillness.wrote(`${refused.method} ${refused.path} in vain`);
            this.#told.refused(refused);
          },
        }),
      gt: (life: Process) =>
        createSimGt({
          ground,
          life,
          nextCall: () => (this.#calls += 1),
          onBegun: (call) => this.#callBegins(call),
          onEffect: (call) => this.#callStrikes(call),
          onDone: (effect) => {
            if (effect.exitCode !== 0 && effect.call.argv[0] === "sling")
              ground.refused.add(effect.call.argv[1] ?? "");
            if (effect.call.life === this.#lives) this.#witnessed.looked(effect);
            this.#healthSignals.looked(effect);
            this.#warnings.done(this.#scene(), effect);
            this.#holdings.look(ground.time.now());
            doneOnce(this.#scene());
          },
          onAnswer: (call, isHonest) => {
            this.#underWay.delete(call.number);
            this.#trace.note(`answered ${call.line} ${isHonest}`);
            this.#witnessed.answered(call, isHonest);
            this.#healthSignals.answered(call, isHonest);
            this.#warnings.answered(call);
            this.#maybeKill(call.line, "answered");
          },
          onFeed: () => {
            if (!ground.activeFaults.isFeedGone()) ground.time.after(400, "feed", () => this.#life?.wake());
          },
        }),
    });
  }

  #callBegins(call: Call): void {
    this.#underWay.set(call.number, call);
    if (call.line.startsWith("polecat list"))
      this.#lists.push({ line: call.line, at: this.#ground.time.now() });
    this.#trace.note(`begun ${call.line}`);
    const scene = this.#scene();
    if (WRITES.test(call.line)) {
      if (warningOf(call) === null) this.#stillness.wrote(`gt ${call.line}`);
      writeBegins(scene, call);
      slingBegins(scene, call);
      nukeBegins(scene, call);
      this.#warnings.begins(scene, call);
    }
    this.#maybeKill(call.line, "begun");
  }

  #callStrikes(call: Call): void {
    slingStrikes(this.#scene(), call);
    if (call.life === this.#lives) this.#maybeKill(call.line, "effect");
  }

  #answered(life: Process, { method, path, before }: Answered): void {
    if (method === "GET") return;
    const { key, plural, isStatus } = address(path);
    const after = this.#ground.store.objects.get(key);
    this.#trace.note(`${method} ${key}`);
    if (plural === "events") return;
    const lost = personsLoss(method, before, after);
    if (lost !== null) this.#fail(9, lost);
    if (after !== before) this.#stillness.wroteObject(`${method} ${key}`, key, statusOf(after ?? {}));
    if (isStatus) this.#told.accepted(key);
    if (!isStatus || after === undefined || before === undefined || life.isDead()) return;
    const live = liveSnapshot(after);
    if (live !== null) this.#snapshots.push(live);
    phaseMoves(this.#scene(), before, after);
    const { polecatName } = statusOf(after);
    if (polecatName !== undefined && polecatName === statusOf(before).polecatName) return;
    const { rig } = specOf(after);
    const polecat = this.#ground.town.polecats.find((each) => each.rig === rig && each.name === polecatName);
    if (polecat === undefined) this.#bound.delete(after.metadata.uid);
    else this.#bound.set(after.metadata.uid, { polecat, branch: polecat.branch });
  }

  #maybeKill(line: string, moment: "begun" | "effect" | "answered"): void {
    const kill = this.#ground.activeFaults.takeKill(line, moment);
    // In its own step: the operator dies after what has led here, not in the middle of the simulation's own work.
    if (kill !== null) this.#ground.time.after(0, "kill", () => this.#kill(kill));
  }

  #kill({ keepsJournal, downMs }: { readonly keepsJournal: boolean; readonly downMs: number }): void {
    if (this.#life === null) return;
    this.#endLife();
    this.#trace.note("killed");
    if (!keepsJournal) {
      this.#journal = createMemoryJournal(Infinity);
      this.#recordsBefore = 0;
    }
    this.#ground.time.after(downMs, "restart", () => this.#begin());
  }

  #endLife(): void {
    const life = this.#life;
    if (life === null) return;
    life.kill();
    this.#life = null;
    this.#witnessed.forget();
    this.#told.forget();
    this.#underWay.clear();
    const records = [...this.#journal.read()];
    const difference = replayDifference(records.slice(this.#recordsBefore), this.#snapshots);
    this.#recordsBefore = records.length;
    this.#snapshots = [];
    if (difference !== null) this.#fail(6, difference);
  }

  #scene(): Scene {
    return {
      ground: this.#ground,
      phases: this.#life?.phases ?? new Map<string, string>(),
      told: this.#life?.told ?? NOTHING,
      witnessed: this.#witnessed,
      holdings: this.#holdings,
      bound: this.#bound,
      slungFor: this.#slungFor,
      listedSince: (rig) => this.#listedSince(rig),
      underWay: this.#underWay,
      broken: (invariant, what) => this.#fail(invariant, what),
    };
  }

  #listedSince(rig: string): number {
    const since = this.#ground.time.now() - JUST_NOW_MS;
    const recent = this.#lists.find(({ line, at }) => at > since && line.startsWith(`polecat list ${rig} `));
    // An operator that has listed nothing lately is judged as if it had listed just now.
    return recent?.at ?? this.#ground.time.now();
  }

  #fail(invariant: Invariant, what: string): void {
    this.#broken ??= { invariant, what, at: this.#ground.time.now() };
  }
}
