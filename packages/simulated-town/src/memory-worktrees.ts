/** Worktrees that exist in memory only, for towns in process. */
import type { Worktrees } from "./state.ts";

export function memoryWorktrees(): Worktrees {
  const files = new Map<string, Set<string>>();
  const at = (rig: string, name: string): Set<string> => files.get(`${rig}/${name}`) ?? new Set();
  return {
    create: (rig, name) => void files.set(`${rig}/${name}`, new Set()),
    // Nobody looks for git's files where there is no disk.
    checkOut: () => undefined,
    remove: (rig, name) => void files.delete(`${rig}/${name}`),
    reset: (rig, name) => at(rig, name).clear(),
    uncommitted: (rig, name) => [...at(rig, name)].sort(),
    leaveFile: (rig, name, file) => void files.set(`${rig}/${name}`, at(rig, name).add(file)),
  };
}
