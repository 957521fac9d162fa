import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readWorktree } from "../../src/gt/index.ts";

const BRANCH = "polecat/nux/al-1@mwtuf2kb";

describe("A polecat's worktree on disk", () => {
  let root = "";

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "gastown-worktree-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const linked = (head: string, link = path.join(root, "alpha/.repo.git/worktrees/alpha1")): void => {
    write("alpha/polecats/nux/alpha/.git", `gitdir: ${link}\n`);
    write("alpha/.repo.git/worktrees/alpha1/HEAD", head);
  };

  it("names its branch", async () => {
    linked(`ref: refs/heads/${BRANCH}\n`);
    const worktree = path.join(root, "alpha/polecats/nux/alpha");
    expect(await readWorktree(root, "alpha", "nux")).toEqual({ path: worktree, branch: BRANCH });
  });

  it("names it, too, where git links it by a relative path", async () => {
    linked(`ref: refs/heads/${BRANCH}\n`, "../../../.repo.git/worktrees/alpha1");
    expect(await readWorktree(root, "alpha", "nux")).toMatchObject({ branch: BRANCH });
  });

  it("is found in the polecat's own folder, where gt made it earlier", async () => {
    write("alpha/polecats/nux/.git", `gitdir: ${path.join(root, "alpha/.repo.git/worktrees/nux")}\n`);
    write("alpha/.repo.git/worktrees/nux/HEAD", `ref: refs/heads/${BRANCH}\n`);
    const worktree = path.join(root, "alpha/polecats/nux");
    expect(await readWorktree(root, "alpha", "nux")).toEqual({ path: worktree, branch: BRANCH });
  });

  it.each([
    ["a HEAD that is detached", "4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"],
    ["branches in a table, of which HEAD does not tell", "ref: refs/heads/.invalid\n"],
    ["an empty HEAD", ""],
  ])("tells nothing by %s", async (_what, head) => {
    linked(head);
    expect(await readWorktree(root, "alpha", "nux")).toBeNull();
  });

  it("tells nothing where it is not there, or is a repository of its own", async () => {
    expect(await readWorktree(root, "alpha", "nux")).toBeNull();
    write("alpha/polecats/nux/alpha/.git/HEAD", `ref: refs/heads/${BRANCH}\n`);
    expect(await readWorktree(root, "alpha", "nux")).toBeNull();
  });
});
