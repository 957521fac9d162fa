/**
 * A polecat's worktree, as git keeps it on disk: `.git` names git's own folder for it, whose HEAD names the branch
 * (gitrepository-layout(5)). Two small files are read, no program runs, and nothing is written.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";

export interface Worktree {
  readonly path: string;
  readonly branch: string;
}

/** The file that git writes into a worktree, and in a repository of its own it is a folder. */
const GIT_FILE = /^gitdir: (.+)$/m;
/** A HEAD that names no branch is detached, or of a kind of repository that keeps its branches elsewhere. */
const HEAD = /^ref: refs\/heads\/(.+)$/m;
/** What git leaves in HEAD where the branches are in a table of their own. */
const ELSEWHERE = ".invalid";

/** @returns null where it is not there, is not git's, or its branch cannot be known: then gt is asked. */
export async function readWorktree(townRoot: string, rig: string, name: string): Promise<Worktree | null> {
  const folder = path.join(townRoot, rig, "polecats", name);
  // As gt looks for it: in a folder of the rig's name, or, as it was made earlier, in the polecat's own.
  return (await read(path.join(folder, rig))) ?? (await read(folder));
}

async function read(folder: string): Promise<Worktree | null> {
  const link = GIT_FILE.exec((await text(path.join(folder, ".git"))) ?? "")?.[1];
  if (link === undefined) return null;
  const head = await text(path.join(path.resolve(folder, link), "HEAD"));
  const branch = HEAD.exec(head ?? "")?.[1];
  return branch === undefined || branch === ELSEWHERE ? null : { path: folder, branch };
}

async function text(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch {
    // Whatever the reason: gt can be asked instead.
    return null;
  }
}
