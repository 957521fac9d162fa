/** Files of every kind: what is saved of them, byte by byte, and what is told of the rest. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createChance } from "@gastown/testing";
import { contentsOf } from "./contents.ts";
import { emptyFolder, git } from "./git.ts";
import { createPod, type Pod, type PodOptions } from "./pod.ts";
import { createRepository, FIRST_FILES, noiseOf, write, type Repository } from "./repository.ts";

const CHECKPOINT = "refs/checkpoints/polecat/nux";

async function begun(
  files: Readonly<Record<string, string>> = FIRST_FILES,
  options: Partial<PodOptions> = {},
) {
  const repository = createRepository(files);
  const pod = createPod({ url: repository.folder, ...options });
  await pod.clone();
  return { repository, pod };
}

/** A worktree that was restored from what the pod has saved. */
async function restored({ folder }: Repository): Promise<Pod> {
  const pod = createPod({ url: folder, attempt: 2 });
  expect(await pod.clone()).toMatchObject({ outcome: "restored" });
  return pod;
}

function writeBytes(folder: string, name: Buffer, text: string): void {
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), text);
}

it("Names of every kind come back: spaces, newlines, quotes, no UTF-8, and those that look like options", async () => {
  const { repository, pod } = await begun();
  const names = [
    "a b",
    "new\nline",
    "tab\t",
    '"quoted"',
    "back\\slash",
    "-rf",
    "--exec=touch x",
    "*",
    ":(top)x",
    "ünïcödé 🦀",
  ];
  const more = [
    "$(touch x)",
    "; rm x",
    " leading",
    "trailing ",
    "\u001b[31mred",
    "HEAD",
    "refs",
    "@{-1}",
    "a:b",
    "0 x\ty",
  ];
  for (const name of [...names, ...more]) write(pod.worktree, { [name]: name, [`-d/${name}/${name}`]: name });
  writeBytes(pod.worktree, Buffer.from([0xff, 0xfe, 0x20, 0xc3]), "no UTF-8");
  mkdirSync(Buffer.concat([Buffer.from(`${pod.worktree}/`), Buffer.from([0xe9])]));
  writeBytes(pod.worktree, Buffer.from([0xe9, 0x2f, 0x80]), "in a folder of no UTF-8");
  const report = await pod.save();
  expect(report).toMatchObject({ onlyLocal: [], uncommittedCount: 42 });
  expect(contentsOf((await restored(repository)).worktree)).toEqual(contentsOf(pod.worktree));
});

it("Attributes change no byte: line ends, encodings, keywords, and the pointers of a filter that is not there", async () => {
  const attributes =
    "*.txt text eol=crlf ident\n*.u16 working-tree-encoding=UTF-16\n*.bin filter=lfs -text\n";
  const { repository, pod } = await begun({
    ".gitattributes": attributes,
    "a.txt": "one\ntwo\n",
    "same.txt": "$Id$\n",
  });
  const clean = await pod.save();
  write(pod.worktree, {
    "b.txt": "mixed\r\nline\nends\r",
    "c.u16": Buffer.from([0xff, 0xfe, 0x41, 0]),
    "d.bin": noiseOf(99),
  });
  expect(clean).toMatchObject({ uncommitted: ["same.txt"], onlyLocal: [] });
  expect(await pod.save()).toMatchObject({
    uncommitted: ["b.txt", "c.u16", "d.bin", "same.txt"],
    onlyLocal: [],
  });
  expect(contentsOf((await restored(repository)).worktree)).toEqual(contentsOf(pod.worktree));
});

it("What is tracked is saved although it is ignored, and what a sparse checkout leaves out is not deleted", async () => {
  const { repository, pod } = await begun({ ...FIRST_FILES, "kept/x.txt": "x\n", "sparse/y.txt": "y\n" });
  write(pod.worktree, { "forced.log": "forced", "ignored.log": "ignored", "assumed.txt": "" });
  pod.git("add", "--force", "forced.log", "assumed.txt");
  pod.git("commit", "--quiet", "--message", "forced");
  write(pod.worktree, {
    "forced.log": "changed",
    "assumed.txt": "changed, though git was told to assume that it is not",
  });
  pod.git("update-index", "--assume-unchanged", "assumed.txt");
  pod.git("sparse-checkout", "set", "--no-cone", "/*", "!/sparse/");
  expect(() => readFileSync(path.join(pod.worktree, "sparse/y.txt"))).toThrow();
  expect(await pod.save()).toMatchObject({ onlyLocal: [], uncommitted: ["assumed.txt", "forced.log"] });
  const { "ignored.log": _ignored, ...saved } = contentsOf(pod.worktree);
  expect(contentsOf((await restored(repository)).worktree)).toEqual({ ...saved, "sparse/y.txt": '"y\\n"' });
});

it("Files of a submodule and of repositories inside of the worktree are saved, as files", async () => {
  const inner = createRepository({ "inner.txt": "inner\n" });
  const { repository, pod } = await begun();
  pod.git("submodule", "--quiet", "add", inner.folder, "lib");
  pod.git("submodule", "--quiet", "add", inner.folder, "unused");
  pod.git("commit", "--quiet", "--message", "submodules");
  pod.git("submodule", "--quiet", "deinit", "--force", "unused");
  const clean = await pod.save();
  expect(clean).toMatchObject({ onlyLocal: [], uncommitted: [] });
  write(pod.worktree, { "lib/inner.txt": "changed\n", "lib/new.txt": "new\n" });
  git(pod.worktree, "clone", "--quiet", inner.folder, "cloned");
  write(pod.worktree, { "cloned/deep/er.txt": "deep\n" });
  expect(await pod.save()).toMatchObject({
    onlyLocal: [],
    uncommitted: ["cloned/deep/er.txt", "cloned/inner.txt"],
  });
  const next = await restored(repository);
  expect(contentsOf(next.worktree)).toEqual(contentsOf(pod.worktree));
  expect(await next.save()).toMatchObject({ onlyLocal: [] });
  expect(git(repository.folder, "ls-tree", "-r", CHECKPOINT, "unused")).toMatch(/^160000 commit /);
  expect(git(repository.folder, "show", `${CHECKPOINT}:lib/new.txt`)).toBe("new");
});

it("What git may not have, and what may not be read, is reported, and keeps nothing else from being saved", async () => {
  const { repository, pod } = await begun();
  write(pod.worktree, { "a/.GIT/x": "x", "git~1": "x", "fine.txt": "fine", "secret.txt": "secret" });
  chmodSync(path.join(pod.worktree, "secret.txt"), 0);
  const report = await pod.save();
  const told = [
    "a/.GIT/x: git may not have a file of this name",
    "git~1: git may not have a file of this name",
  ];
  const unread = process.getuid?.() === 0 ? [] : ["secret.txt: it cannot be read (EACCES)"];
  expect(report).toMatchObject({ onlyLocal: [...unread, ...told], problem: null });
  expect(git(repository.folder, "show", `${CHECKPOINT}:fine.txt`)).toBe("fine");
});

it("A lock on the index, an index that is damaged, and none at all keep nothing from being saved", async () => {
  const { repository, pod } = await begun();
  const index = path.join(pod.worktree, ".git/index");
  write(pod.worktree, { ".git/index.lock": "", "a.txt": "locked" });
  expect(await pod.save()).toMatchObject({ onlyLocal: [], uncommitted: ["a.txt"] });
  expect(readFileSync(`${index}.lock`, "utf8")).toBe("");
  writeFileSync(index, "this is no index of any version, and long enough to look like one");
  write(pod.worktree, { "a.txt": "damaged" });
  expect((await pod.save()).onlyLocal).toEqual([expect.stringMatching(/index cannot be read/)]);
  expect(git(repository.folder, "show", `${CHECKPOINT}:a.txt`)).toBe("damaged");
  rmSync(index);
  write(pod.worktree, { "a.txt": "gone" });
  expect(await pod.save()).toMatchObject({ onlyLocal: [] });
  expect(git(repository.folder, "show", `${CHECKPOINT}:a.txt`)).toBe("gone");
});

it("The worktree's index and its repository are left as they are, to the byte", async () => {
  const { pod } = await begun();
  write(pod.worktree, { "a.txt": "a", "src/a.ts": "changed" });
  pod.git("add", "a.txt");
  pod.git("stash", "push", "--quiet", "src/a.ts");
  const files = (): Readonly<Record<string, string>> => contentsOf(path.join(pod.worktree, ".git"));
  const before = files();
  expect(await pod.save()).toMatchObject({ onlyLocal: [] });
  expect(files()).toEqual(before);
});

it("A change that leaves size and time of a file as they were is seen", async () => {
  const { repository, pod } = await begun();
  const file = path.join(pod.worktree, "src/a.ts");
  const watched = pod.watch();
  const long = new Date(2_020, 1, 1);
  for (const text of ["export const a = 2;\n", "export const a = 3;\n"]) {
    writeFileSync(file, text);
    utimesSync(file, long, long);
    expect(await watched.nextLook()).toMatchObject({ onlyLocal: [], uncommitted: ["src/a.ts"] });
    expect(git(repository.folder, "show", `${CHECKPOINT}:src/a.ts`)).toBe(text.trim());
  }
});

it("Any history of changes ends in the same files, looked at now and then by one warden", async () => {
  const seed = Number(process.env["WARDEN_SEED"] ?? 5);
  const chance = createChance(seed);
  // A clock that is far ahead takes each file for one that has not changed for long, and believes what is noted of it.
  const { repository, pod } = await begun(FIRST_FILES, {
    start: Date.parse("2099-05-01T12:00:00Z"),
    vaultGrowthBytes: 20_000,
  });
  const watched = pod.watch();
  const names = ["a", "b", "d/x", "d/y", "d/e/z", "README.md", "src/a.ts", "src"];
  const at = (name: string): string => path.join(pod.worktree, name);
  const acts: readonly ((name: string) => void)[] = [
    (name) => write(pod.worktree, { [name]: String(chance.below(1_000)) }),
    (name) => appendFileSync(at(name), "more"),
    (name) => rmSync(at(name), { recursive: true }),
    (name) => chmodSync(at(name), chance.happens(0.5) ? 0o755 : 0o644),
    (name) => symlinkSync("elsewhere", at(name)),
    (name) => mkdirSync(at(name)),
    () => void pod.git("add", "--all"),
    () => void pod.git("commit", "--quiet", "--all", "--message", "some"),
    () => void pod.git("checkout", "--quiet", "--force", "HEAD"),
  ];
  for (let round = 0; round < 12; round += 1) {
    for (let step = 0; step < 6; step += 1) {
      try {
        chance.pick(acts)(chance.pick(names));
      } catch {
        // Such as a file in the place of a folder: then nothing has changed.
      }
    }
    expect(await watched.nextLook(), `seed ${seed}, round ${round}`).toMatchObject({ onlyLocal: [] });
    if (repository.ref(CHECKPOINT) === null) continue;
    const copy = path.join(emptyFolder(), "copy");
    git(repository.folder, "worktree", "add", "--quiet", "--detach", copy, CHECKPOINT);
    expect(contentsOf(copy), `seed ${seed}, round ${round}`).toEqual(contentsOf(pod.worktree));
    git(repository.folder, "worktree", "remove", "--force", copy);
  }
});

it("A file that changes each minute does not fill the vault, and what is left there is enough to go on", async () => {
  const { repository, pod } = await begun(FIRST_FILES, { vaultGrowthBytes: 2_000_000 });
  const watched = pod.watch();
  const sizes: number[] = [];
  for (let look = 0; look < 12; look += 1) {
    const noise = noiseOf(500_000 + 64 * look);
    write(pod.worktree, {
      "db.bin": noise.reverse(),
      "one.txt": String(look % 2),
      [`kept-${look}`]: noise.subarray(0, 99),
    });
    if (look === 5) pod.git("commit", "--quiet", "--allow-empty", "--message", "five");
    if (look === 7) pod.git("stash", "push", "--quiet", "--include-untracked", "--", "kept-3");
    expect(await watched.nextLook()).toMatchObject({ onlyLocal: [] });
    const counts = git(path.join(pod.vault, "repository.git"), "count-objects", "-v");
    sizes.push(Number(/^size: (\d+)/m.exec(counts)?.[1]) + Number(/^size-pack: (\d+)/m.exec(counts)?.[1]));
  }
  expect(Math.max(...sizes)).toBeLessThan(4_000);
  watched.end();
  expect(await watched.ended).toMatchObject({ onlyLocal: [], stashes: 1 });
  const next = await restored(repository);
  expect(contentsOf(next.worktree)).toEqual(contentsOf(pod.worktree));
  expect(git(path.join(pod.vault, "repository.git"), "fsck", "--connectivity-only")).not.toMatch(
    /missing|broken/,
  );
});
