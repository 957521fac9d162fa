/** Large files: sent after all else, so that a remote that takes them slowly, or not at all, keeps nothing else back. */
import { rmSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { emptyFolder, git } from "./git.ts";
import { LOGIN, serveHttp } from "./http-remote.ts";
import { createPod, type PodOptions } from "./pod.ts";
import { createRepository, FIRST_FILES, noiseOf, write } from "./repository.ts";

const CHECKPOINT = "refs/checkpoints/polecat/nux";
const LARGE = 100_000;

async function begun(options: Partial<PodOptions> = {}) {
  const repository = createRepository({ ...FIRST_FILES, "tracked.bin": "x".repeat(LARGE) });
  const pod = createPod({ url: repository.folder, largeBytes: LARGE, ...options });
  await pod.clone();
  const files = (): readonly string[] =>
    git(repository.folder, "ls-tree", "-r", "--name-only", CHECKPOINT).split("\n");
  return { repository, pod, files };
}

it("They are in the checkpoint, and what has not changed of them is not sent again", async () => {
  const { repository, pod, files } = await begun();
  const watched = pod.watch();
  write(pod.worktree, { "large.bin": noiseOf(LARGE), "small.txt": "small" });
  expect(await watched.nextLook()).toMatchObject({ onlyLocal: [], uncommitted: ["large.bin", "small.txt"] });
  expect(files()).toEqual(expect.arrayContaining(["large.bin", "small.txt", "tracked.bin"]));
  const checkpoint = repository.ref(CHECKPOINT);
  expect(await watched.nextLook()).toMatchObject({ onlyLocal: [] });
  expect(repository.ref(CHECKPOINT)).toBe(checkpoint);
  write(pod.worktree, { "small.txt": "changed" });
  await watched.nextLook();
  expect(git(repository.folder, "rev-parse", `${CHECKPOINT}:large.bin`)).toBe(
    git(repository.folder, "rev-parse", `${checkpoint ?? ""}:large.bin`),
  );
});

it("A remote that takes none gets the rest without them, and the pod is not ready to go until they are gone", async () => {
  const { repository, pod, files } = await begun();
  git(repository.folder, "config", "receive.maxInputSize", "50000");
  write(pod.worktree, {
    "core.dump": noiseOf(2 * LARGE),
    "small.txt": "small",
    "tracked.bin": noiseOf(LARGE),
  });
  const watched = pod.watch();
  const report = await watched.nextLook();
  const told = ["core.dump", "tracked.bin"].map(
    (name) => expect.stringMatching(`^${name}: it is large, and left out`) as string,
  );
  expect(report).toMatchObject({ onlyLocal: told, uncommitted: ["small.txt"] });
  expect(files()).toContain("small.txt");
  expect(files()).not.toContain("core.dump");
  // What HEAD has of it stands in for it, so that nobody restores it as deleted.
  expect(git(repository.folder, "show", `${CHECKPOINT}:tracked.bin`)).toBe("x".repeat(LARGE));
  rmSync(path.join(pod.worktree, "core.dump"));
  pod.git("checkout", "tracked.bin");
  expect(await watched.nextLook()).toMatchObject({ onlyLocal: [], problem: null });
});

it("They are offered again every tenth time, in case that the remote was only full", async () => {
  const { repository, pod, files } = await begun();
  git(repository.folder, "config", "receive.maxInputSize", "50000");
  write(pod.worktree, { "core.dump": noiseOf(2 * LARGE) });
  const watched = pod.watch();
  await watched.nextLook();
  git(repository.folder, "config", "--unset", "receive.maxInputSize");
  const looks: number[] = [];
  for (let look = 0; look < 12; look += 1) looks.push((await watched.nextLook()).onlyLocalCount);
  expect(looks.at(-1)).toBe(0);
  expect(looks.filter((count) => count > 0).length).toBeGreaterThan(7);
  expect(files()).toContain("core.dump");
});

it("At SIGTERM, with an upload that does not end in time, all else is saved, and they are reported", async () => {
  const repository = createRepository();
  const remote = await serveHttp(repository.folder);
  const secretFolder = emptyFolder();
  write(secretFolder, LOGIN);
  const pod = createPod({ url: remote.url, secretFolder, largeBytes: LARGE });
  await pod.clone();
  const watched = pod.watch();
  await watched.nextLook();
  write(pod.worktree, { "core.dump": noiseOf(LARGE), "small.txt": "small" });
  const second = Promise.withResolvers<boolean>();
  // The first push is that of the small files.
  remote.holds("/git-receive-pack", (release) => {
    remote.holds("/git-receive-pack", () => second.resolve(true));
    release();
  });
  watched.end();
  await second.promise;
  pod.clock.advance(200_000);
  const report = await watched.ended;
  expect(report).toMatchObject({ uncommitted: ["small.txt"], onlyLocalCount: 1 });
  expect(report.onlyLocal.join()).toMatch(/^large files: .*its container ends/);
  expect(git(repository.folder, "show", `${CHECKPOINT}:small.txt`)).toBe("small");
});
