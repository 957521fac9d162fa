/**
 * A lock between processes, as a file with its holder's name. The one of a holder that was killed is taken over.
 *
 * Two that find the same dead holder must not both take over, nor may a slow one remove the lock of whoever took over
 * first. So the right to take over from one holder is a lock itself, named after that holder; whoever has it looks
 * again, and only then puts its own file in the place of the old one, in one step.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isMissing } from "./read-file.ts";

const POLL_MS = 3;

/** Runs `work` alone among all processes that name the same file. Not to be nested. */
export function withLock<Value>(lock: string, work: () => Value): Value {
  acquire(lock);
  try {
    return work();
  } finally {
    rmSync(lock);
  }
}

/** `PID-TIME`: a process id that is given out again names another holder. */
function acquire(lock: string): void {
  const name = `${process.pid}-${process.hrtime.bigint()}`;
  const own = `${lock}.${name}`;
  writeFileSync(own, name);
  try {
    for (;;) {
      if (links(own, lock)) return;
      const holder = holderOf(lock);
      if (holder === null || isAlive(holder)) pause(POLL_MS);
      else if (takesOver(own, lock, holder)) return;
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** The file appears with its content or not at all: a lock never has no holder. */
function links(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function takesOver(own: string, lock: string, dead: string): boolean {
  const right = `${lock}.after.${dead}`;
  acquire(right);
  try {
    if (holderOf(lock) !== dead) return false;
    renameSync(own, lock);
    return true;
  } finally {
    rmSync(right);
  }
}

function holderOf(lock: string): string | null {
  try {
    return readFileSync(lock, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isAlive(holder: string): boolean {
  try {
    process.kill(Number(holder.split("-")[0]), 0);
    return true;
  } catch (error) {
    // A process of somebody else (EPERM) lives, too.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Blocks this process; the executable has nothing else to do. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
