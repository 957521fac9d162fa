/** The town's state on disk, for one process at a time. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execute } from "./engine.ts";
import { diskWorktrees } from "./disk-worktrees.ts";
import type { Answer } from "./answer.ts";
import { readFaults } from "./faults.ts";
import { townFiles } from "./files.ts";
import { stamp, type TownState } from "./state.ts";

/** Runs one call against the town in `root`, as the executable does, but without latency or faults of the call. */
export function runInTown(root: string, program: "gt" | "bd", argv: readonly string[], now: number): Answer {
  return withState(root, (state) =>
    execute(state, program, argv, {
      now,
      root,
      doltDown: readFaults(root).doltDown,
      worktrees: diskWorktrees(root),
      emit: (type, actor, payload) => {
        const event = { ts: stamp(now), source: "gt", type, actor, payload, visibility: "feed" };
        appendFileSync(townFiles(root).events, `${JSON.stringify(event)}\n`);
      },
    }),
  );
}

/** Reads, lets `change` work on it, writes; alone. */
export function withState<Value>(root: string, change: (state: TownState) => Value): Value {
  const { lock, state: file } = townFiles(root);
  acquire(lock);
  try {
    const state = JSON.parse(readFileSync(file, "utf8")) as TownState;
    const value = change(state);
    save(file, state);
    return value;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** A reader never sees half a file: it is written beside and put in place. */
export function save(file: string, state: TownState): void {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(state));
  renameSync(beside, file);
}

/** A folder is made by one process only. The one of a process that was killed is taken over. */
function acquire(lock: string): void {
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(path.join(lock, "pid"), String(process.pid));
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true });
      else pause(3);
    }
  }
}

function isAbandoned(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(path.join(lock, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** Blocks this process; the executable has nothing else to do. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
