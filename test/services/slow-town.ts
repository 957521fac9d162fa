/** A town whose gt takes its time over each call, and the desk of an operator beside it. */
import { ALPHA, type GtVersion } from "simulated-town";
import { createSimTown, type SimTown } from "../town/sim-town.ts";
import { createDesk, type Desk } from "./desk.ts";

export interface TimedCall {
  readonly line: string;
  readonly from: number;
  to: number;
}

export interface SlowTown {
  readonly town: SimTown;
  readonly desk: Desk;
  /** In the order of their begins. */
  readonly calls: TimedCall[];
  readonly of: (words: string) => readonly TimedCall[];
  /** What gt takes from now on, ms, by the words that a call begins with; the longest words count. */
  readonly takes: Map<string, number>;
  /** Does something once when the call begins that begins with these words. */
  readonly when: (words: string, act: () => void) => void;
  /** Lets the time of the town pass until all have ended. */
  readonly settle: <Value>(all: readonly Promise<Value>[]) => Promise<readonly PromiseSettledResult<Value>[]>;
}

export const CALL_MS = 200;

/** The bead that the polecat works on, which its resource is called by, too. */
export function beadOf({ state }: SimTown, polecat: string): string {
  const bead = state.beads.find(({ assignee }) => assignee === `alpha/polecats/${polecat}`);
  if (bead === undefined) throw new Error(`${polecat} has no bead`);
  return bead.id;
}

/** @param polecats that work in rig alpha, each driven by the resource of its bead's name. Their worktrees are on this disk. */
export async function slowTown(polecats: number, gtVersion: GtVersion = "1.0.1"): Promise<SlowTown> {
  const beads = Array.from({ length: polecats }, (_, index) => `al-${index + 1}`);
  const rig = { ...ALPHA, names: beads.map((_, index) => `polecat${index + 1}`) };
  const town = createSimTown({ gtVersion, rigs: [rig], beads, isLimited: false });
  const desk = createDesk(town);
  desk.maxPolecats = polecats;
  for (const bead of beads) await desk.sling(bead, bead);
  for (const { name } of town.state.polecats) desk.polecats.set(`alpha/${name}`, beadOf(town, name));
  town.isOnDisk = true;
  town.calls.length = 0;
  const calls: TimedCall[] = [];
  const takes = new Map([["", CALL_MS]]);
  const acts = new Map<string, () => void>();
  const msOf = (line: string): number => {
    const words = [...takes.keys()].filter((each) => line.startsWith(each));
    return takes.get(words.toSorted((one, other) => other.length - one.length)[0] ?? "") ?? CALL_MS;
  };
  town.always("", async (run) => {
    const line = town.calls.at(-1) ?? "";
    const call: TimedCall = { line, from: town.clock.now(), to: Infinity };
    calls.push(call);
    for (const [words, act] of acts) if (line.startsWith(words) && acts.delete(words)) act();
    await new Promise<void>((resolve) => void town.clock.setTimer(msOf(line), resolve));
    call.to = town.clock.now();
    return run();
  });
  const settle: SlowTown["settle"] = async (all) => {
    const settled = Promise.allSettled(all);
    const state = { isOver: false };
    void settled.then(() => (state.isOver = true));
    for (let step = 0; step < 100_000 && !state.isOver; step += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      town.clock.advance(10);
    }
    return settled;
  };
  return {
    town,
    desk,
    calls,
    takes,
    when: (words, act) => void acts.set(words, act),
    settle,
    of: (words) => calls.filter(({ line }) => line.startsWith(words)),
  };
}
