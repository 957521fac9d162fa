/** When a call of gt has to end before it ends by itself: its deadline, its length, the operator's stop. */
import type { ExecOptions, ExecOutcome } from "./exec-port.ts";
import type { OutputFiles } from "./output-files.ts";

/** A call that has to end is given up after this long, whether or not its streams have closed, ms. */
const ABANDON_AFTER_MS = 3_000;
/** How often the size of what a write has printed is looked at, ms. */
const LOOK_EVERY_MS = 100;

export interface CallEndOptions extends Pick<ExecOptions, "deadlineMs" | "maxOutputBytes" | "signal"> {
  readonly files: OutputFiles | null;
  /** Whether the next operator waits for its end. */
  readonly isFenced: boolean;
}

type Ended = Extract<ExecOutcome, { outcome: "timedOut" | "aborted" | "left" | "tooMuchOutput" }>;

/** When a call has to end before it ends by itself, and when it is waited for no longer. */
export interface CallEnd {
  /** Aborts when it has to be killed. */
  readonly kill: AbortSignal;
  /** Resolves when nobody waits for it any longer, whether or not it runs. */
  readonly givenUp: Promise<Ended>;
  /** Why it has to end; null while it need not. */
  outcome(): Ended | null;
  settle(): void;
}

export function createCallEnd(options: CallEndOptions): CallEnd {
  const { deadlineMs, maxOutputBytes, signal, files, isFenced } = options;
  const kill = new AbortController();
  const { promise: givenUp, resolve } = Promise.withResolvers<Ended>();
  const timers = new Set<NodeJS.Timeout>();
  let why: Ended | null = null;
  const end = (outcome: Ended["outcome"]): void => {
    if (why !== null) return;
    const ended: Ended = { outcome };
    why = ended;
    kill.abort();
    timers.add(setTimeout(() => resolve(ended), ABANDON_AFTER_MS).unref());
  };
  const isTooLong = (): boolean => files !== null && files.size() > maxOutputBytes;
  const onAbort = (): void => (isFenced ? resolve({ outcome: "left" }) : end("aborted"));
  signal.addEventListener("abort", onAbort, { once: true });
  timers.add(setTimeout(end, deadlineMs, "timedOut"));
  if (files !== null) timers.add(setInterval(() => isTooLong() && end("tooMuchOutput"), LOOK_EVERY_MS));
  return {
    kill: kill.signal,
    givenUp,
    outcome: () => why ?? (isTooLong() ? { outcome: "tooMuchOutput" } : null),
    settle() {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}
