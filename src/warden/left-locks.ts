/** Locks in the agent's repository that a git has left which was killed: nobody holds them where no container runs. */
import { bytesOf, type BytePath } from "./byte-path.ts";
import { OpenFolder } from "./open-folder.ts";

/** Objects have no locks, and there are many of them. */
const PASSED_OVER: ReadonlySet<BytePath> = new Set(["objects", "modules"]);
const MOST_DEPTH = 32;

/** @returns what was removed, as paths in the repository. */
export function removeLocks(worktree: string): readonly string[] {
  const root = OpenFolder.open(worktree);
  try {
    return removeIn(root, ".git", "", 0);
  } finally {
    root.close();
  }
}

function removeIn(parent: OpenFolder, name: BytePath, prefix: string, depth: number): readonly string[] {
  const folder = depth < MOST_DEPTH ? parent.folder(name) : null;
  if (folder === null) return [];
  try {
    return folder.names().flatMap((inner) => {
      const shown = prefix + bytesOf(inner).toString("utf8");
      if (PASSED_OVER.has(inner)) return [];
      if (!inner.endsWith(".lock") || folder.stat(inner)?.isFile() !== true)
        return removeIn(folder, inner, `${shown}/`, depth + 1);
      folder.remove(inner);
      return [shown];
    });
  } finally {
    folder.close();
  }
}
