/**
 * The fence around a simulated town's writes, as `src/gt/fence.ts` puts it around a real one: whoever leads takes the lock
 * when no earlier write runs any more, and from then on only its writes begin. It belongs to the town, so it outlives replicas.
 */
import type { ExecOutcome, GtExec } from "../../../src/gt/index.ts";
import type { Term } from "../../../src/kube/index.ts";
import type { Ground, Process } from "../ground.ts";

export interface TownFence {
  readonly forTerm: (term: Term, process: Process, over: AbortSignal) => TermFence;
  /** A child process that writes has begun, or has ended. */
  readonly begun: (call: number) => void;
  readonly gone: (call: number) => void;
}

export interface TermFence {
  readonly take: () => Promise<void>;
  readonly around: (exec: GtExec) => GtExec;
  readonly idle: () => Promise<void>;
}

/** @param onStart a process is about to begin a write: it has looked whether it leads, and not yet at the lock. */
export function createTownFence({ time, chance }: Ground, onStart: (process: Process) => void): TownFence {
  const running = new Set<number>();
  let holder: string | null = null;
  let waiting: (() => void)[] = [];
  const lockAlone = (take: () => void): void => {
    if (running.size === 0) take();
    else waiting.push(() => lockAlone(take));
  };
  return {
    begun: (call) => void running.add(call),
    gone(call) {
      if (!running.delete(call) || running.size > 0) return;
      const next = waiting;
      waiting = [];
      for (const wake of next) wake();
    },
    forTerm(term, process, over) {
      const { token } = term;
      const calls = new Set<Promise<unknown>>();
      let taking: Promise<void> | null = null;
      const take = (): Promise<void> =>
        (taking ??= new Promise((resolve, reject) => {
          over.addEventListener("abort", () => reject(new Error("the term is over")), { once: true });
          lockAlone(() => {
            // A process that has died waits for no lock any more; a frozen one's child gets it all the same.
            if (process.isDead() || over.aborted) return;
            holder = token;
            process.awake(resolve);
          });
        }));
      /** Between the last look at the clock and the start of the call anything may happen, a freeze above all. */
      const start = (): Promise<void> =>
        new Promise((resolve) => {
          onStart(process);
          time.after(chance.between(0, 40, "start of a write"), "start of a write", () =>
            process.awake(() => {
              if (!process.isDead()) resolve();
            }),
          );
        });
      const guarded = async (exec: GtExec, ...[argv, options]: Parameters<GtExec>): Promise<ExecOutcome> => {
        try {
          await take();
        } catch (error) {
          return { outcome: "failed", message: String(error) };
        }
        if (!term.isHeld()) return { outcome: "fenced", message: "this replica has lost leadership" };
        await start();
        if (holder === token) return exec(argv, options);
        return { outcome: "fenced", message: "another operator has taken over the writes of this town" };
      };
      return {
        take,
        around: (exec) => (argv, options) => {
          if (options.isWrite !== true) return exec(argv, options);
          const call = guarded(exec, argv, options).finally(() => calls.delete(call));
          calls.add(call);
          return call;
        },
        async idle() {
          await Promise.allSettled(calls);
        },
      };
    },
  };
}
