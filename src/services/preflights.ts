/**
 * Preflights of all rigs: kept while slings wait in a rig, read anew before they are too old, and never believed about
 * what the operator itself has written since.
 */
import type { GtClient, PolecatEntry } from "../gt/index.ts";
import type { SetTimer } from "@gastown/system";
import { requireHealth } from "./health.ts";
import { readPreflight, type Preflight } from "./preflight.ts";

export interface PreflightPorts {
  readonly gt: GtClient;
  readonly now: () => number;
  readonly setTimer: SetTimer;
}

/**
 * A sling begins at most so long after its reads began, ms; where they alone take more than half of that, at most twice as
 * long as they took. A person who takes a bead or writes into an idle polecat's worktree in between is not seen.
 */
const MOST_AGE_MS = 3_000;
const MOST_READ_TIMES = 2;

/** Beads that one preflight reads: more are not slung while it is young, and each takes gt its time. */
const MOST_BEADS = 16;

/** A sling may end so much earlier than the shortest of those before it, ms; what was read ahead is there by then. */
const EARLY_MS = 1_000;
/** And by this part of what that took: real ones take 9 to 16 s, by what else the machine does. */
const EARLY_PART = 3;

/** So many slings tell how long one takes: on a machine with other work the longest takes twice as long as the shortest. */
const TELLING = 3;

/** So often it is read for the next sling while one runs: a sling that hangs must not load the town. */
const MOST_AHEAD = 6;

/** Beads of whom it is known when they were written last. */
const MOST_WRITTEN = 1_000;

/** A preflight that was read. */
interface Read {
  /** Place of its begin in the order of reads and writes. */
  readonly order: number;
  readonly startedAt: number;
  readonly tookMs: number;
  readonly preflight: Preflight;
}

interface Rig {
  /** How many slings wait for each bead, in the order of their asking; the one that runs is among them. */
  readonly waiting: Map<string, number>;
  newest: Read | null;
  /** The one that is being read. */
  reading: Promise<Read> | null;
  /** What began before this place in the order says nothing any more. */
  forgotten: number;
  /** How long the newest slings took, ms. */
  slingMs: readonly number[];
  /** The sling that runs, and when it began, epoch ms. */
  running: { readonly bead: string; readonly since: number } | null;
  /** Of own slings, which the newest preflight may not have seen. */
  slung: readonly { readonly order: number; readonly name: string; readonly bead: string }[];
  cancel: () => void;
}

export class Preflights {
  readonly #ports: PreflightPorts;
  readonly #rigs = new Map<string, Rig>();
  /** When beads were last written, by place in the order: two rigs may be asked for one. */
  readonly #written = new Map<string, number>();
  /** Nothing that was read before this place in the order is believed of any bead. */
  #writtenBefore = 0;
  /** The newest read of the town's health, and the one that is to begin behind it. */
  #health: Promise<void> = Promise.resolve();
  #nextHealth: Promise<void> | null = null;
  #order = 0;

  constructor(ports: PreflightPorts) {
    this.#ports = ports;
  }

  /** Says that a sling of the bead waits in the rig. @returns what says that it waits no more. */
  expect(rig: string, bead: string): () => void {
    const state = this.#rigs.get(rig) ?? newRig();
    this.#rigs.set(rig, state);
    state.waiting.set(bead, (state.waiting.get(bead) ?? 0) + 1);
    // Nobody waited when the one that runs began, and so nothing is read ahead yet.
    const { running } = state;
    if (running !== null && nextAfter(state, running.bead) === bead) this.#prepareNext(rig, state, running);
    return () => {
      const count = (state.waiting.get(bead) ?? 1) - 1;
      if (count > 0) state.waiting.set(bead, count);
      else state.waiting.delete(bead);
      if (state.waiting.size === 0) this.#forget(rig, state);
    };
  }

  /**
   * What is known of the rig and this bead, young enough to sling by. One sling of a rig asks at a time.
   * @throws GtError or ServiceError where it cannot be known.
   */
  async of(rig: string, bead: string): Promise<Preflight> {
    const state = this.#rigs.get(rig) ?? newRig();
    if (this.#youngOf(state, bead) === null) {
      // A read ahead that fails says nothing of this bead: it is asked for by itself.
      await state.reading?.catch(() => undefined);
    }
    return withOwnSlings(rig, this.#youngOf(state, bead) ?? (await this.#read(rig, state, bead)), state);
  }

  /** A sling of the rig begins now: what the next one has to know is read before it ends. */
  readAhead(rig: string, bead: string): void {
    const state = this.#rigs.get(rig);
    if (state === undefined) return;
    state.running = { bead, since: this.#ports.now() };
    this.#prepareNext(rig, state, state.running);
  }

  /** A sling has ended. @param polecat null where nobody knows which has it, or whether one has. */
  noteSling(rig: string, bead: string, polecat: string | null, tookMs: number): void {
    const order = ++this.#order;
    this.#noteWritten(bead, order);
    const state = this.#rigs.get(rig);
    if (state === undefined) return;
    state.cancel();
    state.running = null;
    state.slingMs = [...state.slingMs, tookMs].slice(-TELLING);
    // Whoever has its answer is not waited for any more, though it may take a while yet to go.
    state.waiting.delete(bead);
    if (polecat === null) this.forgetReads(rig);
    else state.slung = [...state.slung, { order, name: polecat, bead }];
  }

  /** Something else was written in the rig: what was read before says nothing any more. */
  forgetReads(rig: string): void {
    const state = this.#rigs.get(rig);
    if (state === undefined) return;
    state.cancel();
    state.forgotten = ++this.#order;
    state.slung = [];
  }

  #prepareNext(rig: string, state: Rig, { bead, since }: NonNullable<Rig["running"]>): void {
    state.cancel();
    const next = nextAfter(state, bead);
    if (next === undefined || this.#lasts(state, next)) return;
    const shortest = state.slingMs.length === 0 ? 0 : Math.min(...state.slingMs);
    const earliest = shortest - Math.max(EARLY_MS, shortest / EARLY_PART);
    const due = since + earliest - (state.newest?.tookMs ?? 0);
    this.#readBefore(rig, state, bead, Math.max(0, due - this.#ports.now()));
  }

  /**
   * Reads for the sling after the one that runs, and again before that is too old: how long a sling takes nobody knows.
   * @param count how often it was read already.
   */
  #readBefore(rig: string, state: Rig, running: string, inMs: number, count = 0): void {
    const next = nextAfter(state, running);
    if (next === undefined || count === MOST_AHEAD) return;
    state.cancel = this.#ports.setTimer(inMs, () => {
      if (state.reading !== null) return;
      let isOver = false;
      state.cancel = () => {
        isOver = true;
      };
      const goOn = (read: Read): void => {
        const untilDue = oldFrom(read) - read.tookMs - this.#ports.now();
        if (!isOver) this.#readBefore(rig, state, running, Math.max(0, untilDue), count + 1);
      };
      // Where it fails: whoever needs it reads again, and is told why.
      this.#read(rig, state, next, running).then(goOn, () => undefined);
    });
  }

  #read(rig: string, state: Rig, bead: string, running?: string): Promise<Read> {
    const beads = (): readonly string[] => {
      const others = [...state.waiting.keys()].filter((id) => id !== bead && id !== running);
      return [bead, ...others].slice(0, MOST_BEADS);
    };
    const reading = this.#readNow(rig, ++this.#order, beads);
    state.reading = reading;
    const end = (read: Read | null): void => {
      if (state.reading === reading) state.reading = null;
      if (read === null || read.order < (state.newest?.order ?? 0)) return;
      state.newest = read;
      state.slung = state.slung.filter(({ order }) => order > read.order);
    };
    reading.then(end, () => end(null));
    return reading;
  }

  async #readNow(rig: string, order: number, beads: () => readonly string[]): Promise<Read> {
    const { gt, now } = this.#ports;
    const startedAt = now();
    const reads = { gt: gt.beside(rig), requireHealth: () => this.#requireHealth() };
    const preflight = await readPreflight(reads, rig, beads);
    return { order, startedAt, tookMs: now() - startedAt, preflight };
  }

  #noteWritten(bead: string, order: number): void {
    this.#written.delete(bead);
    this.#written.set(bead, order);
    for (const [oldest, at] of this.#written) {
      if (this.#written.size <= MOST_WRITTEN) break;
      this.#written.delete(oldest);
      this.#writtenBefore = at;
    }
  }

  /** One read for all rigs that ask while another runs: each began after it was asked for. */
  #requireHealth(): Promise<void> {
    const begin = (): Promise<void> => {
      this.#nextHealth = null;
      this.#health = requireHealth(this.#ports.gt.beside("health"));
      return this.#health;
    };
    this.#nextHealth ??= this.#health.then(begin, begin);
    return this.#nextHealth;
  }

  /** The newest preflight, where it tells of the bead and is young enough to sling by. */
  #youngOf(state: Rig, bead: string): Read | null {
    const read = this.#telling(state, bead);
    if (read === null) return null;
    return this.#ports.now() <= oldFrom(read) ? read : null;
  }

  /** Whether the newest preflight will be young enough still when the sling after the next one wants to begin. */
  #lasts(state: Rig, next: string): boolean {
    const read = this.#telling(state, next);
    if (read === null) return false;
    return this.#ports.now() + Math.max(0, ...state.slingMs) + read.tookMs <= oldFrom(read);
  }

  #telling({ newest, forgotten }: Rig, bead: string): Read | null {
    if (newest === null || newest.order < forgotten) return null;
    const isNewer = newest.order > (this.#written.get(bead) ?? this.#writtenBefore);
    return isNewer && newest.preflight.beads.has(bead) ? newest : null;
  }

  #forget(rig: string, state: Rig): void {
    state.cancel();
    this.#rigs.delete(rig);
    if (this.#rigs.size === 0) this.#written.clear();
  }
}

/** Epoch ms. */
const oldFrom = ({ startedAt, tookMs }: Read): number =>
  startedAt + Math.max(MOST_AGE_MS, tookMs * MOST_READ_TIMES);

function nextAfter({ waiting }: Rig, bead: string): string | undefined {
  return [...waiting.keys()].find((id) => id !== bead);
}

function newRig(): Rig {
  return {
    ...{ waiting: new Map<string, number>(), newest: null, reading: null },
    ...{ forgotten: 0, slingMs: [], running: null, slung: [], cancel: () => undefined },
  };
}

/** Whom this operator has given a bead since is at work, whatever the list said before. */
function withOwnSlings(rig: string, { preflight, order }: Read, { slung }: Rig): Preflight {
  const since = slung.filter((own) => own.order > order);
  if (since.length === 0) return preflight;
  const beads = new Map(since.map(({ name, bead }) => [name, bead]));
  const listed = preflight.polecats.map((entry) => atWork(entry, beads.get(entry.name)));
  const names = new Set(listed.map(({ name }) => name));
  const made = [...beads].filter(([name]) => !names.has(name));
  return { ...preflight, polecats: [...listed, ...made.map(([name, bead]) => newPolecat(rig, name, bead))] };
}

function atWork(entry: PolecatEntry, bead: string | undefined): PolecatEntry {
  return bead === undefined ? entry : { ...entry, ...given(bead) };
}

/** gt's verdict about it is from before. */
function given(issue: string): Omit<PolecatEntry, "rig" | "name" | "branch"> {
  return { state: "working", issue, sessionRunning: true, isReusable: false, verdict: null };
}

function newPolecat(rig: string, name: string, issue: string): PolecatEntry {
  return { rig, name, branch: null, ...given(issue) };
}
