/** A remote repository on this machine, with a first commit, and whoever else pushes to it. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { emptyFolder, git } from "./git.ts";

export interface Repository {
  /** Bare. */
  readonly folder: string;
  ref(name: string): string | null;
  refs(): readonly string[];
  /** Commits on a branch as somebody else. @returns the commit. */
  commit(branch: string, files: Readonly<Record<string, string>>): string;
}

export const FIRST_FILES = {
  "README.md": "# Town\n",
  "src/a.ts": "export const a = 1;\n",
  ".gitignore": "*.log\n",
};

/** @param files of its first commit; null: it has none. */
export function createRepository(files: Readonly<Record<string, string>> | null = FIRST_FILES): Repository {
  const home = emptyFolder();
  const folder = path.join(home, "remote.git");
  git(home, "init", "--quiet", "--bare", "remote.git");
  const ref = (name: string): string | null => {
    try {
      return git(folder, "rev-parse", "--verify", "--quiet", name);
    } catch {
      return null;
    }
  };
  const commit: Repository["commit"] = (branch, changed) => {
    const clone = path.join(emptyFolder(), "else");
    git(home, "clone", "--quiet", folder, clone);
    if (ref(`refs/heads/${branch}`) === null) git(clone, "checkout", "--quiet", "-B", branch);
    else git(clone, "checkout", "--quiet", "-B", branch, `origin/${branch}`);
    write(clone, changed);
    git(clone, "add", "--all", "--force");
    git(clone, "commit", "--quiet", "--message", `on ${branch}`);
    git(clone, "push", "--quiet", "--force", "origin", `HEAD:refs/heads/${branch}`);
    return git(clone, "rev-parse", "HEAD");
  };
  if (files !== null) commit("main", files);
  return {
    folder,
    ref,
    refs: () =>
      git(folder, "for-each-ref", "--format=%(refname)")
        .split("\n")
        .filter((name) => name !== ""),
    commit,
  };
}

export function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

/** Bytes that no compression makes fewer, the same each time. */
export function noiseOf(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, at) =>
    createHash("sha512").update(String(at)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}
