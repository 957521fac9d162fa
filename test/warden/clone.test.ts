/** `clone` and the warden together, over a remote on the same machine: what one attempt leaves, the next one finds. */
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { contentsOf } from "./contents.ts";
import { BRANCH, createPod, type PodOptions } from "./pod.ts";
import { createRepository, FIRST_FILES, write, type Repository } from "./repository.ts";

const CHECKPOINT = "refs/checkpoints/polecat/nux";

async function cloned(repository: Repository, options: Partial<PodOptions> = {}) {
  const pod = createPod({ url: repository.folder, ...options });
  const report = await pod.clone();
  return { pod, report };
}

describe("clone makes a worktree", () => {
  it("from the base, where the remote has no work branch", async () => {
    const repository = createRepository();
    const { pod, report } = await cloned(repository);
    expect(report).toMatchObject({ outcome: "fresh", head: repository.ref("main"), headBranch: BRANCH });
    expect(pod.git("symbolic-ref", "HEAD")).toBe(`refs/heads/${BRANCH}`);
    expect(pod.git("status", "--porcelain")).toBe("");
    expect(Object.keys(contentsOf(pod.worktree))).toEqual(Object.keys(FIRST_FILES).sort());
    expect(repository.refs()).toEqual(["refs/heads/main"]);
  });

  it("from the work branch, where the remote has it, and from the base that is named", async () => {
    const repository = createRepository();
    const release = repository.commit("release", { "b.ts": "b\n" });
    const { report } = await cloned(repository, { baseBranch: "release" });
    expect(report).toMatchObject({ outcome: "fresh", head: release });
    const tip = repository.commit(BRANCH, { "c.ts": "c\n" });
    expect((await cloned(repository, { baseBranch: "release" })).report).toMatchObject({ head: tip });
  });

  it("of an empty repository, whose first commit the agent makes", async () => {
    const repository = createRepository(null);
    const { pod, report } = await cloned(repository);
    expect(report).toMatchObject({ outcome: "fresh", head: null, headBranch: BRANCH });
    write(pod.worktree, { "a.txt": "not committed\n" });
    expect(await pod.save()).toMatchObject({ head: null, uncommitted: ["a.txt"], onlyLocal: [] });
    const { pod: next, report: restored } = await cloned(repository, { attempt: 2 });
    expect(restored).toMatchObject({ outcome: "restored", head: null, headBranch: BRANCH, uncommitted: 1 });
    expect(contentsOf(next.worktree)).toEqual(contentsOf(pod.worktree));
    next.git("add", ".");
    next.git("commit", "--quiet", "--message", "first");
    expect(await next.save()).toMatchObject({ pushed: true, onlyLocal: [] });
    expect(repository.ref(BRANCH)).toBe(next.git("rev-parse", "HEAD"));
  });

  it("that is no other repository's: it can be used after the vault and the remote are gone", async () => {
    const repository = createRepository();
    const { pod } = await cloned(repository);
    rmSync(pod.vault, { recursive: true });
    rmSync(repository.folder, { recursive: true });
    expect(pod.git("fsck", "--full")).toBe("");
    expect(pod.git("config", "remote.origin.url")).toBe(repository.folder);
  });

  it("and names what is missing, where the base is not there", async () => {
    const { report } = await cloned(createRepository(), { baseBranch: "nope" });
    expect(report).toMatchObject({ outcome: "failed", reason: "BranchMissing" });
    expect(report.outcome === "failed" && report.message).toMatch(/no branch polecat\/nux.*there is no nope/);
  });
});

describe("The next attempt finds what the last one has left", () => {
  it("files of every kind, changed, new, deleted, with modes and links, and nothing that is ignored", async () => {
    const repository = createRepository({
      ...FIRST_FILES,
      "old/x.txt": "x\n",
      "run.sh": "#!/bin/sh\n",
      "t.txt": "t\n",
    });
    const { pod } = await cloned(repository);
    write(pod.worktree, {
      "src/a.ts": "changed\n",
      "new/deep/b.bin": Buffer.from([0, 255, 13, 10, 0]),
      "x.log": "ignored",
    });
    rmSync(path.join(pod.worktree, "old"), { recursive: true });
    chmodSync(path.join(pod.worktree, "run.sh"), 0o755);
    symlinkSync("nowhere/at all", path.join(pod.worktree, "link"));
    rmSync(path.join(pod.worktree, "t.txt"));
    mkdirSync(path.join(pod.worktree, "t.txt"));
    writeFileSync(path.join(pod.worktree, "t.txt/inside"), "");
    const status = pod.git("status", "--porcelain");
    const report = await pod.save();
    expect(report).toMatchObject({
      onlyLocal: [],
      uncommittedCount: 7,
      head: repository.ref("main"),
      headBranch: BRANCH,
    });
    expect(repository.ref(`${CHECKPOINT}^`)).toBe(repository.ref("main"));
    const { pod: next, report: restored } = await cloned(repository, { attempt: 2 });
    expect(restored).toMatchObject({ outcome: "restored", fromAttempt: 1, uncommitted: 7, deleted: 2 });
    const { "x.log": _ignored, ...saved } = contentsOf(pod.worktree);
    expect(contentsOf(next.worktree)).toEqual(saved);
    expect(next.git("status", "--porcelain")).toBe(status);
    expect(next.git("rev-parse", "HEAD")).toBe(pod.git("rev-parse", "HEAD"));
  });

  it("commits, pushed to the work branch, and what was changed after them", async () => {
    const repository = createRepository();
    const { pod } = await cloned(repository);
    write(pod.worktree, { "b.ts": "b\n" });
    pod.git("add", ".");
    pod.git("commit", "--quiet", "--message", "b");
    write(pod.worktree, { "b.ts": "b, later\n" });
    expect(await pod.save()).toMatchObject({ pushed: true, uncommitted: ["b.ts"] });
    expect(repository.ref(BRANCH)).toBe(pod.git("rev-parse", "HEAD"));
    const { pod: next } = await cloned(repository, { attempt: 2 });
    expect(next.git("rev-parse", BRANCH)).toBe(pod.git("rev-parse", "HEAD"));
    expect(next.git("diff", "--stat")).toContain("b.ts");
  });

  it("stashes, the newest first, other branches, tags, and a detached HEAD with its commits", async () => {
    const repository = createRepository();
    const { pod } = await cloned(repository);
    for (const text of ["one", "two"]) {
      write(pod.worktree, { "src/a.ts": text });
      pod.git("stash", "push", "--message", text);
    }
    pod.git("checkout", "--quiet", "-b", "try-out");
    pod.git("commit", "--quiet", "--allow-empty", "--message", "tried");
    pod.git("tag", "-a", "-m", "a tag", "good");
    pod.git("checkout", "--quiet", "--detach");
    pod.git("commit", "--quiet", "--allow-empty", "--message", "detached");
    const report = await pod.save();
    expect(report).toMatchObject({ headBranch: null, stashes: 2, onlyLocal: [] });
    const { pod: next, report: restored } = await cloned(repository, { attempt: 2 });
    expect(restored).toMatchObject({ outcome: "restored", headBranch: null, stashes: 2 });
    expect(() => next.git("symbolic-ref", "HEAD")).toThrow();
    expect(next.git("rev-parse", "HEAD")).toBe(pod.git("rev-parse", "HEAD"));
    expect(next.git("rev-parse", "try-out", "good^{commit}")).toBe(
      pod.git("rev-parse", "try-out", "good^{commit}"),
    );
    expect(next.git("stash", "list")).toBe(pod.git("stash", "list"));
    next.git("stash", "pop");
    expect(contentsOf(next.worktree)["src/a.ts"]).toBe('"two"');
  });

  it("a merge in progress: its files, the conflict among them, and the other side's commits", async () => {
    const repository = createRepository();
    const { pod } = await cloned(repository);
    const commit = (text: string): void => {
      write(pod.worktree, { "src/a.ts": text });
      pod.git("commit", "--quiet", "--all", "--message", text);
    };
    pod.git("checkout", "--quiet", "-b", "theirs");
    commit("theirs\n");
    const theirs = pod.git("rev-parse", "HEAD");
    pod.git("checkout", "--quiet", BRANCH);
    commit("ours\n");
    expect(() => pod.git("merge", "theirs")).toThrow();
    pod.git("branch", "--quiet", "-D", "theirs");
    expect(await pod.save()).toMatchObject({ operation: "merge", onlyLocal: [] });
    const { pod: next, report } = await cloned(repository, { attempt: 2 });
    expect(report).toMatchObject({ outcome: "restored", interrupted: "merge" });
    expect(contentsOf(next.worktree)).toEqual(contentsOf(pod.worktree));
    expect(next.git("cat-file", "-t", theirs)).toBe("commit");
  });

  it("a rebase in progress: detached where it stood, the branch where it was", async () => {
    const repository = createRepository();
    const { pod } = await cloned(repository);
    write(pod.worktree, { "src/a.ts": "ours\n" });
    pod.git("commit", "--quiet", "--all", "--message", "ours");
    pod.git("checkout", "--quiet", "-b", "upstream", "origin/main");
    write(pod.worktree, { "src/a.ts": "upstream\n" });
    pod.git("commit", "--quiet", "--all", "--message", "upstream");
    pod.git("checkout", "--quiet", BRANCH);
    expect(() => pod.git("rebase", "upstream")).toThrow();
    expect(await pod.save()).toMatchObject({
      operation: "rebase",
      headBranch: null,
      onlyLocal: [],
      pushed: true,
    });
    const { pod: next, report } = await cloned(repository, { attempt: 2 });
    expect(report).toMatchObject({ outcome: "restored", interrupted: "rebase", headBranch: null });
    expect(contentsOf(next.worktree)).toEqual(contentsOf(pod.worktree));
    expect(next.git("rev-parse", BRANCH, "HEAD")).toBe(pod.git("rev-parse", BRANCH, "HEAD"));
  });
});

describe("A second start of clone", () => {
  it("says again what the first one said, and touches nothing", async () => {
    const repository = createRepository();
    const { pod, report } = await cloned(repository);
    write(pod.worktree, { "src/a.ts": "the agent was here\n", "new.txt": "" });
    const before = contentsOf(pod.worktree);
    expect(await pod.clone()).toEqual(report);
    expect(contentsOf(pod.worktree)).toEqual(before);
  });

  it("after one that was cut off ends where the first would have, whatever half it had done", async () => {
    const repository = createRepository();
    const first = await cloned(repository);
    write(first.pod.worktree, { "src/a.ts": "saved\n" });
    await first.pod.save();
    const whole = await cloned(repository, { attempt: 2 });
    const broken = createPod({ url: path.join(repository.folder, "../gone.git"), attempt: 2 });
    expect(await broken.clone()).toMatchObject({ outcome: "failed", reason: "RemoteMissing" });
    const state = { stage: "begun", worktree: broken.worktree, polecat: "nux", branch: BRANCH, attempt: 2 };
    const empty = {
      version: 1,
      writer: "x",
      report: null,
      checkpoint: null,
      sent: [],
      kept: null,
      branchAt: null,
    };
    write(broken.vault, {
      "state.json": JSON.stringify({ ...state, ...empty }),
      "repository.git/HEAD.lock": "",
    });
    write(broken.worktree, { ".git/index.lock": "", "README.md": "half", "half/of/it": "x" });
    const again = createPod({ url: repository.folder, attempt: 2, volumes: broken.volumes });
    expect(await again.clone()).toMatchObject({ outcome: "restored" });
    expect(contentsOf(again.worktree)).toEqual(contentsOf(whole.pod.worktree));
    expect(again.git("status", "--porcelain=v2", "--branch")).toBe(
      whole.pod.git("status", "--porcelain=v2", "--branch"),
    );
  });

  it("of the next attempt on the same volume keeps what is there, which no checkpoint has yet, without old locks", async () => {
    const repository = createRepository();
    const { pod } = await cloned(repository);
    await pod.save();
    write(pod.worktree, { "newest.txt": "not saved\n", ".git/index.lock": "", ".git/refs/heads/x.lock": "" });
    const next = createPod({ url: repository.folder, attempt: 2, volumes: pod.volumes });
    expect(await next.clone()).toMatchObject({
      outcome: "kept",
      notes: [expect.stringContaining("index.lock")],
    });
    expect(existsSync(path.join(next.worktree, ".git/index.lock"))).toBe(false);
    expect(await next.save()).toMatchObject({ attempt: 2, uncommitted: ["newest.txt"], onlyLocal: [] });
  });

  it("changes nothing in a folder that holds somebody else's files, or other work", async () => {
    const repository = createRepository();
    const pod = createPod({ url: repository.folder });
    write(pod.worktree, { "precious.txt": "mine" });
    expect(await pod.clone()).toMatchObject({ outcome: "failed", reason: "WorktreeOccupied" });
    const { pod: other } = await cloned(repository);
    write(other.worktree, { "precious.txt": "mine" });
    const wrong = createPod({ url: repository.folder, volumes: other.volumes, branch: "polecat/other" });
    expect(await wrong.clone()).toMatchObject({ outcome: "failed", reason: "WorktreeOccupied" });
    for (const { worktree } of [pod, other]) expect(contentsOf(worktree)["precious.txt"]).toBe('"mine"');
  });
});
