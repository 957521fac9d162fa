/**
 * Worktrees as folders: a file that a person puts there is uncommitted work, and gone when gt resets the worktree. Of
 * git's own files they have those that name the branch.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { worktreePath } from "./files.ts";
import type { Worktrees } from "./state.ts";

/** The link to git's own folder for the worktree. */
const LINK = ".git";
/** What a person has not put there. */
const OWN_FILES = new Set(["README.md", LINK]);

export function diskWorktrees(root: string): Worktrees {
  const at = (rig: string, name: string): string => worktreePath(root, rig, name);
  const gitFolder = (rig: string, name: string): string =>
    path.join(root, rig, ".repo.git", "worktrees", name);
  const uncommitted = (rig: string, name: string): readonly string[] => {
    if (!existsSync(at(rig, name))) return [];
    return readdirSync(at(rig, name))
      .filter((file) => !OWN_FILES.has(file))
      .sort();
  };
  return {
    uncommitted,
    create(rig, name) {
      mkdirSync(at(rig, name), { recursive: true });
      writeFileSync(path.join(at(rig, name), "README.md"), `# ${rig}\n`);
    },
    checkOut(rig, name, branch) {
      mkdirSync(gitFolder(rig, name), { recursive: true });
      mkdirSync(at(rig, name), { recursive: true });
      writeFileSync(path.join(gitFolder(rig, name), "HEAD"), `ref: refs/heads/${branch}\n`);
      writeFileSync(path.join(at(rig, name), LINK), `gitdir: ${gitFolder(rig, name)}\n`);
    },
    remove(rig, name) {
      rmSync(path.dirname(at(rig, name)), { recursive: true, force: true });
      rmSync(gitFolder(rig, name), { recursive: true, force: true });
    },
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
