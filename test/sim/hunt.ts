/**
 * A hunt: many seeds on several threads, each guarded from outside of it. A schedule that takes no step for a while, or too
 * long as a whole, hangs, be it in microtasks: its thread is ended, its seed is reported, and another thread plays the rest.
 */
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { createStarvation } from "../../src/watchdog/starvation.ts";
import { readHang } from "./hang.ts";
import { flagsOf, type SimOptions } from "./options.ts";
import { pulseOf, sharedPulse } from "./pulse.ts";
import { reportHang } from "./report.ts";
import type { Job } from "./serve.ts";

export interface HuntOptions extends Pick<SimOptions, "actors" | "faults" | "gt" | "rivals" | "workers"> {
  readonly seeds: readonly number[];
  /** The module that a thread runs: it serves one way of playing. */
  readonly entry: URL;
  readonly stopsAtFirst?: boolean;
  /** Tries of shrinking a failure. */
  readonly shrinking?: number;
  readonly limits?: Limits;
  /** A bug to be planted, for the thread that knows how. */
  readonly bug?: string;
}

/** Real ms. Generous: a thread of a loaded machine waits for its turn, too. */
export interface Limits {
  readonly stepMs: number;
  readonly scheduleMs: number;
}

const LIMITS: Limits = { stepMs: 30_000, scheduleMs: 600_000 };
const LOOKS_A_LIMIT = 20;
/** Shrinking and printing every one of many failures would hide the first. */
const MOST_REPORTS = 3;
const MOST_TRIES = 400;

const heardSchema = z.union([
  z.object({ seed: z.number(), hash: z.string(), counts: z.record(z.string(), z.number()) }),
  z.object({ seed: z.number(), breaks: z.string() }),
  z.object({ seed: z.number(), failure: z.string() }),
]);

export type Heard =
  | { readonly seed: number; readonly hash: string; readonly counts: Readonly<Record<string, number>> }
  | { readonly seed: number; readonly failure: string };

/** @param hear is told of each seed, in the order in which they end. */
export async function hunt(options: HuntOptions, hear: (heard: Heard) => void): Promise<void> {
  const { workers, stopsAtFirst = false, shrinking = MOST_TRIES } = options;
  const seeds = [...options.seeds].reverse();
  let failures = 0;
  let reports = 0;
  const tell = (heard: Heard): void => {
    if ("failure" in heard) failures += 1;
    hear(heard);
  };
  const next = (): Job | undefined => {
    const seed = stopsAtFirst && failures > 0 ? undefined : seeds.pop();
    if (seed === undefined) return undefined;
    return { seed, shrinking: reports < MOST_REPORTS ? shrinking : 0 };
  };
  const seat = async (): Promise<void> => {
    for (let job = next(); job !== undefined; job = next()) {
      const thread = new Thread(options);
      for (let mine: Job | undefined = job; mine !== undefined; mine = next()) {
        const { heard, hasHung } = await thread.play(mine);
        if ("failure" in heard) reports += 1;
        tell(heard);
        if (hasHung) break;
      }
      await thread.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, seeds.length) }, seat));
}

let threads = 0;

class Thread {
  readonly #options: HuntOptions;
  readonly #pulse = sharedPulse();
  readonly #name = `sim-${(threads += 1)}-`;
  readonly #worker: Worker;

  constructor(options: HuntOptions) {
    this.#options = options;
    const { actors, faults, gt, rivals, bug } = options;
    this.#worker = new Worker(options.entry, {
      name: this.#name,
      workerData: { actors, faults: [...faults], gt, rivals, bug, pulse: this.#pulse },
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  async play(job: Job): Promise<{ readonly heard: Heard; readonly hasHung: boolean }> {
    const { promise: hung, resolve: onHang } = Promise.withResolvers<string>();
    const stopGuard = this.#guard(onHang);
    const stop = new AbortController();
    let breaks: string | null = null;
    const heard = new Promise<Heard>((resolve, reject) => {
      const onMessage = (raw: unknown): void => {
        const message = heardSchema.parse(raw);
        if ("breaks" in message) breaks = message.breaks;
        else resolve(message);
      };
      this.#worker.on("message", onMessage);
      this.#worker.once("error", reject);
      stop.signal.addEventListener("abort", () => {
        this.#worker.off("message", onMessage);
        this.#worker.off("error", reject);
      });
    });
    this.#worker.postMessage(job);
    try {
      const first = await Promise.race([heard, hung]);
      if (typeof first !== "string") return { heard: first, hasHung: false };
      const { stack, lines } = await readHang(this.#name);
      const flags = flagsOf(this.#options);
      const failure = reportHang(job.seed, { problem: first, breaks, stack, lines }, flags);
      return { heard: { seed: job.seed, failure }, hasHung: true };
    } finally {
      stopGuard();
      stop.abort();
    }
  }

  /** @returns how to stop. */
  #guard(onHang: (problem: string) => void): () => void {
    const { stepMs, scheduleMs } = this.#options.limits ?? LIMITS;
    const everyMs = Math.min(1_000, stepMs / LOOKS_A_LIMIT);
    const ofSteps = createStarvation(everyMs);
    const ofPlays = createStarvation(everyMs);
    const timer = setInterval(() => {
      const { plays, steps } = pulseOf(this.#pulse);
      // A thread that still loads its modules plays nothing yet; on a loaded machine that takes its time.
      if (plays === 0) return;
      const now = performance.now();
      if (ofSteps.look(now, steps) >= stepMs) onHang(`no step has ended for ${stepMs} ms`);
      if (ofPlays.look(now, plays) >= scheduleMs) onHang(`it has not ended after ${scheduleMs} ms`);
    }, everyMs);
    return () => clearInterval(timer);
  }
}
