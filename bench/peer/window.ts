/** What an operator did between two moments. */
import { setTimeout as delay } from "node:timers/promises";
import type { OperatorUnderTest } from "./operator-under-test.ts";
import { idleSince, machineTicks } from "./process-figures.ts";
import type { Scene } from "./scene.ts";
import { callsByCommand, type Counts, type StubCall } from "./stub/calls.ts";

export interface Taken {
  readonly seconds: number;
  /** Of gt, that ended meanwhile. */
  readonly calls: Counts;
  readonly callCount: number;
  /** Of the API. */
  readonly writes: Counts;
  readonly cpuSeconds: number;
  /** gt is the least of it here: this is what starting it costs. */
  readonly childrenCpuSeconds: number;
  /** Of the bench itself, with its stub. */
  readonly benchCpuSeconds: number;
  /** Of all cores, what nobody used, 0 to 1: where it is near 0, the operator had to wait for its CPU. */
  readonly idleShare: number;
}

export interface Window {
  readonly beganMs: number;
  /** Calls of gt that have ended since it began. */
  readonly calls: () => readonly StubCall[];
  readonly end: () => Taken;
}

export function openWindow({ town, writes }: Scene, operator: OperatorUnderTest): Window {
  const beganMs = Date.now();
  const firstCall = town.calls.length;
  const mark = writes.mark();
  const before = operator.cpu();
  const ofBench = process.cpuUsage();
  const ofMachine = machineTicks();
  const calls = (): readonly StubCall[] => town.calls.slice(firstCall);
  return {
    beganMs,
    calls,
    end() {
      const after = operator.cpu();
      const seconds = (Date.now() - beganMs) / 1000;
      const idleShare = idleSince(ofMachine);
      const { user, system } = process.cpuUsage(ofBench);
      const made = calls();
      return {
        seconds,
        calls: callsByCommand(made),
        callCount: made.length,
        writes: writes.since(mark),
        cpuSeconds: after.own - before.own,
        childrenCpuSeconds: after.children - before.children,
        benchCpuSeconds: (user + system) / 1e6,
        idleShare,
      };
    },
  };
}

const LOOK_EVERY_MS = 20;

/** Waits until `isSo`, for so long at most. @returns whether it is. @throws Error where the operator has ended. */
export async function reached(
  operator: OperatorUnderTest,
  isSo: () => boolean,
  giveUpAfterMs: number,
): Promise<boolean> {
  const giveUpAt = Date.now() + giveUpAfterMs;
  while (!isSo()) {
    operator.mustRun();
    if (Date.now() > giveUpAt) return false;
    await delay(LOOK_EVERY_MS);
  }
  return true;
}
