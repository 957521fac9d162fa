/** A clock that stands still until a test moves it. Timers fire in the order of their deadlines, then of their setting. */
import type { Clock } from "../../src/host/index.ts";

export interface FakeClock extends Clock {
  /** Moves time by `ms`; each timer on the way fires at its own deadline. */
  readonly advance: (ms: number) => void;
  /** A person sets the machine's clock back: timers go on as before. */
  readonly setBack: (ms: number) => void;
  /** Deadlines of the timers that are set, epoch ms, earliest first. */
  deadlines(): readonly number[];
}

interface FakeTimer {
  readonly dueAt: number;
  readonly fire: () => void;
}

export function createFakeClock(start = 0): FakeClock {
  let now = start;
  let backMs = 0;
  const timers = new Set<FakeTimer>();
  const inOrder = (): FakeTimer[] => [...timers].sort((one, other) => one.dueAt - other.dueAt);
  return {
    now: () => now - backMs,
    setBack(ms) {
      backMs += ms;
    },
    setTimer(ms, fire) {
      const timer = { dueAt: now + Math.max(0, ms), fire };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (let next = inOrder()[0]; next !== undefined && next.dueAt <= end; next = inOrder()[0]) {
        timers.delete(next);
        now = next.dueAt;
        next.fire();
      }
      now = end;
    },
    deadlines: () => inOrder().map(({ dueAt }) => dueAt),
  };
}
