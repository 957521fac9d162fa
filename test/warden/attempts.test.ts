/** Checkpoints and branches that somebody else has pushed: each is kept, whoever comes first. */
import { rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { git } from "./git.ts";
import { LOGIN, serveHttp } from "./http-remote.ts";
import { BRANCH, createPod, type Pod } from "./pod.ts";
import { createRepository, write, type Repository } from "./repository.ts";
import { emptyFolder } from "./git.ts";

const CHECKPOINT = "refs/checkpoints/polecat/nux";
const KEPT = "refs/checkpoints/kept/polecat/nux/";

async function attempt(repository: Repository, number: number, branch = BRANCH): Promise<Pod> {
  const pod = createPod({ url: repository.folder, attempt: number, branch });
  await pod.clone();
  return pod;
}

/** What a file holds in each checkpoint that the remote has. */
function textsOf(repository: Repository, file: string): Readonly<Record<string, string>> {
  const refs = repository.refs().filter((ref) => ref.startsWith("refs/checkpoints/"));
  return Object.fromEntries(
    refs.map((ref) => [
      ref.startsWith(KEPT) ? ref.slice(KEPT.length).replace(/-[0-9a-f]{12}$/, "") : "newest",
      git(repository.folder, "show", `${ref}:${file}`),
    ]),
  );
}

describe("Two attempts that live at once", () => {
  it("the later one has the first place, and what the earlier one saved after it is kept", async () => {
    const repository = createRepository();
    const first = await attempt(repository, 1);
    const second = await attempt(repository, 2);
    write(first.worktree, { "a.txt": "of the first" });
    await first.save();
    write(second.worktree, { "a.txt": "of the second" });
    expect(await second.save()).toMatchObject({ onlyLocal: [], problem: null });
    expect(textsOf(repository, "a.txt")).toEqual({ newest: "of the second", "attempt-1": "of the first" });
  });

  it("the earlier one saves beside it, again and again, and leaves the branch alone", async () => {
    const repository = createRepository();
    const first = await attempt(repository, 1);
    const second = await attempt(repository, 2);
    write(second.worktree, { "a.txt": "of the second" });
    second.git("add", ".");
    second.git("commit", "--quiet", "--message", "second");
    await second.save();
    write(first.worktree, { "a.txt": "of the first" });
    first.git("add", ".");
    first.git("commit", "--quiet", "--message", "first");
    const watched = first.watch();
    const report = await watched.nextLook();
    expect(report).toMatchObject({ onlyLocal: [], pushed: false });
    expect(report.problem).toMatch(/^attempt 2 .* has taken over; .* kept under refs\/checkpoints\/kept/);
    write(first.worktree, { "a.txt": "of the first, later" });
    expect(await watched.nextLook()).toMatchObject({ onlyLocal: [] });
    expect(textsOf(repository, "a.txt")).toEqual({
      newest: "of the second",
      "attempt-1": "of the first, later",
    });
    expect(repository.ref(BRANCH)).toBe(second.git("rev-parse", "HEAD"));
  });

  it("of one number, which only a lost vault makes, lose nothing of either", async () => {
    const repository = createRepository();
    const [one, other] = [await attempt(repository, 1), await attempt(repository, 1)];
    for (const [pod, text] of [
      [one, "one"],
      [other, "other"],
      [one, "one, later"],
    ] as const) {
      write(pod.worktree, { "a.txt": text });
      expect(await pod.save()).toMatchObject({ onlyLocal: [] });
    }
    const texts = repository
      .refs()
      .flatMap((ref) =>
        ref.startsWith("refs/checkpoints/") ? [git(repository.folder, "show", `${ref}:a.txt`)] : [],
      );
    expect(texts.sort()).toEqual(["one", "one, later", "other"]);
  });
});

describe("What was there before", () => {
  it("a checkpoint of other work is not restored, and is kept before it is replaced", async () => {
    const repository = createRepository();
    const earlier = await attempt(repository, 4, "polecat/nux-earlier");
    write(earlier.worktree, { "a.txt": "earlier" });
    await earlier.save();
    const pod = createPod({ url: repository.folder });
    expect(await pod.clone()).toMatchObject({
      outcome: "fresh",
      notes: [expect.stringContaining("polecat/nux-earlier")],
    });
    write(pod.worktree, { "a.txt": "now" });
    expect(await pod.save()).toMatchObject({ onlyLocal: [] });
    expect(textsOf(repository, "a.txt")).toEqual({ newest: "now", "attempt-4": "earlier" });
  });

  it("a ref that is no checkpoint at all is kept under its commit", async () => {
    const repository = createRepository();
    const main = repository.ref("main") ?? "";
    git(repository.folder, "update-ref", CHECKPOINT, main);
    const pod = createPod({ url: repository.folder });
    expect(await pod.clone()).toMatchObject({ outcome: "fresh" });
    write(pod.worktree, { "a.txt": "now" });
    await pod.save();
    expect(repository.ref(KEPT + main)).toBe(main);
  });

  it("a note that claims commits which its checkpoint does not hold is not believed", async () => {
    const repository = createRepository();
    const pod = await attempt(repository, 1);
    write(pod.worktree, { "a.txt": "a" });
    await pod.save();
    const message = git(repository.folder, "log", "-1", "--format=%B", CHECKPOINT);
    const forged = message.replace(/"head":"[0-9a-f]+"/, `"head":"${"1".repeat(40)}"`);
    const commit = git(repository.folder, "commit-tree", `${CHECKPOINT}^{tree}`, "-m", forged);
    git(repository.folder, "update-ref", CHECKPOINT, commit);
    expect(await createPod({ url: repository.folder, attempt: 2 }).clone()).toMatchObject({
      outcome: "fresh",
    });
  });
});

it("A push whose answer was lost is taken for what it was: one of this attempt's own", async () => {
  const repository = createRepository();
  const remote = await serveHttp(repository.folder);
  const secretFolder = emptyFolder();
  write(secretFolder, LOGIN);
  const pod = createPod({ url: remote.url, secretFolder });
  await pod.clone();
  const watched = pod.watch();
  await watched.nextLook();
  // The remote takes it, and the connection ends before it has said so.
  remote.dropsAnswerOf("/git-receive-pack");
  write(pod.worktree, { "a.txt": "one" });
  expect((await watched.nextLook()).onlyLocalCount).toBeGreaterThan(0);
  await expect.poll(() => repository.ref(CHECKPOINT)).not.toBeNull();
  remote.dropsAnswerOf(null);
  write(pod.worktree, { "a.txt": "two" });
  expect(await watched.nextLook()).toMatchObject({ onlyLocal: [], problem: null });
  expect(repository.refs()).toEqual([CHECKPOINT, "refs/heads/main"]);
  expect(git(repository.folder, "show", `${CHECKPOINT}:a.txt`)).toBe("two");
});

describe("The work branch", () => {
  async function committed(text = "one") {
    const repository = createRepository();
    const pod = await attempt(repository, 1);
    write(pod.worktree, { "a.txt": text });
    pod.git("add", ".");
    pod.git("commit", "--quiet", "--message", text);
    await pod.save();
    return { repository, pod, tip: pod.git("rev-parse", "HEAD") };
  }

  it("that the agent has rewritten is rewritten, and what it was is in the checkpoint, and comes back", async () => {
    const { repository, pod, tip } = await committed();
    pod.git("commit", "--quiet", "--amend", "--message", "amended");
    expect(await pod.save()).toMatchObject({ pushed: true, onlyLocal: [] });
    expect(repository.ref(BRANCH)).toBe(pod.git("rev-parse", "HEAD"));
    expect(() => git(repository.folder, "merge-base", "--is-ancestor", tip, CHECKPOINT)).not.toThrow();
    pod.git("reset", "--quiet", "--hard", "origin/main");
    expect(await pod.save()).toMatchObject({ onlyLocal: [] });
    const next = await attempt(repository, 2);
    next.git("merge-base", "--is-ancestor", tip, "refs/restored/checkpoint");
    write(next.worktree, { "b.txt": "b" });
    await next.save();
    expect(() => git(repository.folder, "merge-base", "--is-ancestor", tip, CHECKPOINT)).not.toThrow();
  });

  it("with commits of somebody else is left as it is, which is reported, until the worktree has them", async () => {
    const { repository, pod } = await committed();
    const theirs = repository.commit(BRANCH, { "theirs.txt": "theirs" });
    pod.git("commit", "--quiet", "--allow-empty", "--message", "mine");
    const report = await pod.save();
    expect(report).toMatchObject({
      pushed: false,
      problem: expect.stringContaining("nothing was overwritten") as string,
    });
    expect(repository.ref(BRANCH)).toBe(theirs);
    git(
      pod.worktree,
      "-c",
      "protocol.file.allow=always",
      "pull",
      "--quiet",
      "--no-rebase",
      repository.folder,
      BRANCH,
    );
    expect(await pod.save()).toMatchObject({ pushed: true, onlyLocal: [] });
    expect(repository.ref(BRANCH)).toBe(pod.git("rev-parse", "HEAD"));
  });

  it("with commits that the checkpoint has not is not replaced by the next attempt either", async () => {
    const { repository } = await committed();
    const theirs = repository.commit(BRANCH, { "theirs.txt": "theirs" });
    const next = createPod({ url: repository.folder, attempt: 2 });
    expect(await next.clone()).toMatchObject({
      outcome: "restored",
      notes: [expect.stringContaining("git merge origin/")],
    });
    next.git("commit", "--quiet", "--allow-empty", "--message", "more");
    expect(await next.save()).toMatchObject({ pushed: false });
    expect(repository.ref(BRANCH)).toBe(theirs);
    next.git("merge", "--quiet", `origin/${BRANCH}`);
    expect(await next.save()).toMatchObject({ pushed: true, onlyLocal: [] });
  });

  it("that was deleted on the remote, as after a merge, comes back with the next commit only", async () => {
    const { repository, pod } = await committed();
    git(repository.folder, "update-ref", "-d", `refs/heads/${BRANCH}`);
    write(pod.worktree, { "b.txt": "b" });
    await pod.save();
    expect(repository.ref(BRANCH)).toBeNull();
    pod.git("commit", "--quiet", "--allow-empty", "--message", "more");
    expect(await pod.save()).toMatchObject({ pushed: true, onlyLocal: [] });
    expect(repository.ref(BRANCH)).toBe(pod.git("rev-parse", "HEAD"));
  });

  it("without a commit of its own is not made on the remote, and nothing is in the pod only", async () => {
    const repository = createRepository();
    const pod = await attempt(repository, 1);
    expect(await pod.save()).toMatchObject({ pushed: false, onlyLocal: [], checkpoint: null });
    expect(repository.refs()).toEqual(["refs/heads/main"]);
  });

  it("that the agent has deleted, or is on, is not deleted on the remote", async () => {
    const { repository, pod, tip } = await committed();
    pod.git("checkout", "--quiet", "-b", "another");
    pod.git("branch", "--quiet", "-D", BRANCH);
    expect(await pod.save()).toMatchObject({ onlyLocal: [], headBranch: "another" });
    expect(repository.ref(BRANCH)).toBe(tip);
    const next = await attempt(repository, 2);
    expect(next.git("symbolic-ref", "HEAD")).toBe("refs/heads/another");
    expect(next.git("rev-parse", BRANCH)).toBe(tip);
  });
});

it("A vault that was lost is not begun anew by the warden: clone has to be first", async () => {
  const repository = createRepository();
  const pod = await attempt(repository, 1);
  rmSync(path.join(pod.vault, "state.json"));
  await expect(pod.save()).rejects.toThrow("clone has to end first");
});
