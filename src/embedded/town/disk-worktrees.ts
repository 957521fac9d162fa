/** Worktrees as folders: a file that a person puts there is uncommitted work, and gone when gt resets the worktree. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { worktreePath } from "./files.ts";
import type { Worktrees } from "./state.ts";

const COMMITTED = new Set(["README.md"]);

export function diskWorktrees(root: string): Worktrees {
  const at = (rig: string, name: string): string => worktreePath(root, rig, name);
  const uncommitted = (rig: string, name: string): readonly string[] => {
    if (!existsSync(at(rig, name))) return [];
    return readdirSync(at(rig, name))
      .filter((file) => !COMMITTED.has(file))
      .sort();
  };
  return {
    uncommitted,
    create(rig, name) {
      mkdirSync(at(rig, name), { recursive: true });
      writeFileSync(path.join(at(rig, name), "README.md"), `# ${rig}\n`);
    },
    remove: (rig, name) => rmSync(path.dirname(at(rig, name)), { recursive: true, force: true }),
    reset(rig, name) {
      for (const file of uncommitted(rig, name)) {
        rmSync(path.join(at(rig, name), file), { recursive: true, force: true });
      }
    },
    leaveFile(rig, name, file) {
      mkdirSync(at(rig, name), { recursive: true });
      writeFileSync(path.join(at(rig, name), file), "work that is not committed\n");
    },
  };
}
