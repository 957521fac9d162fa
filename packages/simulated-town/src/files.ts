/** Names of the files that a simulated town keeps in its folder. */
import path from "node:path";

/** The variable by which the launcher hands Node its cache; the call log leaves it out, as it is not the caller's. */
export const COMPILE_CACHE = "NODE_COMPILE_CACHE";

export interface TownFiles {
  readonly state: string;
  readonly lock: string;
  readonly faults: string;
  readonly calls: string;
  readonly events: string;
  readonly bin: string;
}

export function townFiles(root: string): TownFiles {
  const at = (name: string): string => path.join(root, name);
  return {
    state: at(".simulated-town.json"),
    lock: at(".simulated-town.lock"),
    faults: at(".simulated-faults.json"),
    calls: at(".gt-calls.jsonl"),
    events: at(".events.jsonl"),
    bin: at("bin"),
  };
}

export function worktreePath(root: string, rig: string, name: string): string {
  return path.join(root, rig, "polecats", name, rig);
}
