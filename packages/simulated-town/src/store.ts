/** The town's state on disk, for one process at a time. */
import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Answer } from "./answer.ts";
import { noteCommits } from "./commits.ts";
import { diskWorktrees } from "./disk-worktrees.ts";
import { execute, type Program } from "./engine.ts";
import { readFaults } from "./faults.ts";
import { feedOf } from "./feed.ts";
import { townFiles } from "./files.ts";
import { withLock } from "./lock.ts";
import { readTownFile } from "./read-file.ts";
import { townStateSchema } from "./schema.ts";
import type { TownState } from "./state.ts";

/** Runs one call against the town in `root`, as the executable does in `cwd`, but without latency or faults of the call. */
export function runInTown(
  root: string,
  program: Program,
  argv: readonly string[],
  now: number,
  cwd: string = process.cwd(),
): Answer {
  return withState(root, (state) => {
    const { doltDown } = readFaults(root);
    const answer = execute(state, program, argv, {
      now,
      root,
      cwd,
      caller: process.pid,
      doltDown,
      worktrees: diskWorktrees(root),
      emit: feedOf(root, now),
    });
    if (!doltDown) noteCommits(root, state, { program, argv, answer });
    return answer;
  });
}

export function isTown(root: string): boolean {
  return existsSync(townFiles(root).state);
}

/** The town that a folder lies in; null where it lies in none. */
export function townAround(folder: string): string | null {
  if (isTown(folder)) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? null : townAround(parent);
}

/** Without the lock: a file is put in place whole, so that what is read was true a moment ago. */
export function readState(root: string): TownState {
  return readTownFile(townFiles(root).state, townStateSchema);
}

/** Reads, lets `change` work on it, writes where it changed something; alone. */
export function withState<Value>(root: string, change: (state: TownState) => Value): Value {
  return withLock(townFiles(root).lock, () => {
    const state = readState(root);
    const before = JSON.stringify(state);
    const value = change(state);
    if (JSON.stringify(state) !== before) save(root, state);
    return value;
  });
}

/** A reader never sees half a file: it is written beside and put in place. */
export function save(root: string, state: TownState): void {
  const { state: file } = townFiles(root);
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(state));
  renameSync(beside, file);
}
