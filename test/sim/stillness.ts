/** Stillness: whether the operator has come to rest, which is to be quiet where spec and town ask for nothing more. */
import { advance } from "simulated-town/testing";
import type { Ground } from "./ground.ts";
import { unrest } from "./invariants/rest.ts";
import { conditionIn, specOf, type Status } from "./objects.ts";

export interface Stillness {
  readonly wrote: (what: string) => void;
  readonly wroteObject: (what: string, key: string, status: Status) => void;
  /** Quiet for long enough, and nothing is left to do. */
  readonly isReached: () => boolean;
  /** What is left to do, in words. */
  readonly unrest: () => string;
}

/**
 * So long nothing may be written before the operator counts as quiet: longer than any try waits for the next. A view that
 * the API refused is made with the next read of the town alone, for that says which polecats are there: it comes after the
 * longest rest of a town, 300 s, and may take a minute itself.
 */
const QUIET_MS = 370_000;
/** After a no the question is asked again only so much later: it costs more than a step. */
const ASK_EVERY_MS = 10_000;
/** A stuck polecat that nobody cares for: its state is saved before a warning and told after it, so many patches. */
const PATCHES_A_WARNING = 4;
/** After so many slings of a bead gt hands it to nobody any more; a scheduler takes it in all the same, and drops it. */
const SLINGS_UNTIL_DROPPED = 3;
/** Late warnings lie so far apart, ms; that they do is the witness's own invariant. */
const SHORTEST_LATE_WAIT_MS = 90_000;

export function createStillness(ground: Ground): Stillness {
  /** When each object's status was written last, a few times back. */
  const patches = new Map<string, readonly number[]>();
  const { time } = ground;
  let quietSince = 0;
  let lastWrite = "none";
  const wrote = (what: string): void => {
    quietSince = time.now();
    lastWrite = `${what} at ${Math.round(quietSince)} ms`;
  };
  /** Nothing says that a scheduler has dropped it: it is queued again by and by, and the Polecat reads Queued. */
  const isDropped = (bead: string | undefined): boolean =>
    ground.town.schedulerMax > 0 &&
    ground.town.beads.some(({ id, slings }) => id === bead && slings >= SLINGS_UNTIL_DROPPED);
  const isWarning = (key: string, status: Status): boolean => {
    const times = patches.get(key) ?? [];
    patches.set(key, [...times.slice(1 - PATCHES_A_WARNING), time.now()]);
    const earlier = times.at(1 - PATCHES_A_WARNING) ?? -Infinity;
    return conditionIn(status, "Stuck")?.status === "True" && time.now() - earlier > SHORTEST_LATE_WAIT_MS;
  };
  const restlessness = (): string | null => {
    // The town has gone on by itself; what is asked is whether the operator has followed.
    advance(ground.town, {
      now: ground.wallClock(),
      root: "/town",
      cwd: "/town",
      caller: 0,
      doltDown: false,
      worktrees: ground.worktrees,
      emit: () => undefined,
    });
    const problem = unrest(ground);
    return problem === null ? null : `${problem}; the last write was ${lastWrite}`;
  };
  return {
    wrote(what) {
      const [, program, bead] = what.split(" ");
      if (program !== "sling" || !isDropped(bead)) wrote(what);
    },
    wroteObject(what, key, status) {
      const object = ground.store.objects.get(key);
      const isAskedAgain = object?.kind === "Polecat" && isDropped(specOf(object).beadID);
      if (!isWarning(key, status) && !isAskedAgain) wrote(`${what} ${status.state ?? ""}`);
    },
    isReached() {
      if (time.now() < quietSince + QUIET_MS) return false;
      if (restlessness() === null) return true;
      quietSince = time.now() - QUIET_MS + ASK_EVERY_MS;
      return false;
    },
    unrest: () => restlessness() ?? `it wrote again and again, at last ${lastWrite}`,
  };
}
