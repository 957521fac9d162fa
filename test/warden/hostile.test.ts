/** An agent that wants the warden's key, or wants it to run something: it may write whatever it likes into the worktree. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it, onTestFinished } from "vitest";
import { emptyFolder, git } from "./git.ts";
import { createPod, type Pod } from "./pod.ts";
import { createRepository, write, type Repository } from "./repository.ts";

const CHECKPOINT = "refs/checkpoints/polecat/nux";

interface Scene {
  readonly repository: Repository;
  readonly pod: Pod;
  /** A file that whatever the agent manages to run makes. */
  readonly owned: string;
  /** A folder of the warden's container, with a key in it. */
  readonly secrets: string;
}

const KEY = "the warden's own key";

async function hostile(): Promise<Scene> {
  const repository = createRepository();
  const pod = createPod({ url: repository.folder });
  await pod.clone();
  const secrets = emptyFolder();
  write(secrets, { key: KEY });
  return { repository, pod, owned: path.join(secrets, "owned"), secrets };
}

/** All that the remote holds, objects that nothing names among them. */
function everythingOn({ folder }: Repository): string {
  const ids = git(folder, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split("\n");
  return execFileSync("git", ["cat-file", "--batch"], { cwd: folder, input: ids.join("\n") }).toString(
    "latin1",
  );
}

/** Saves, and looks that work goes to the remote all the same. */
async function savesAnyway({ pod, repository }: Scene) {
  write(pod.worktree, { "work.txt": "work" });
  const report = await pod.save();
  expect(git(repository.folder, "show", `${CHECKPOINT}:work.txt`)).toBe("work");
  return report;
}

describe("Nothing of the agent's is run by", () => {
  it("settings that are commands, in any file that its repository includes", async () => {
    const scene = await hostile();
    const { pod, owned } = scene;
    const run = `sh -c 'touch ${owned}'`;
    const settings = {
      core: {
        fsmonitor: run,
        sshCommand: run,
        editor: run,
        pager: run,
        askPass: run,
        gitProxy: run,
        alternateRefsCommand: run,
      },
      credential: { helper: `!${run}` },
      gpg: { program: run },
      diff: { external: run },
      uploadpack: { packObjectsHook: run },
      'remote "origin"': { uploadpack: run, receivepack: run, vcs: "ext", pushurl: `ext::${run}` },
      'filter "evil"': { clean: run, smudge: run, process: run, required: "true" },
      'merge "evil"': { driver: run },
      'diff "evil"': { textconv: run, command: run },
      alias: { push: `!${run}`, fetch: `!${run}`, "ls-files": `!${run}` },
      gc: { auto: "1", recentObjectsHook: run },
      extensions: { partialClone: "origin" },
    };
    const text = Object.entries(settings)
      .map(
        ([name, values]) =>
          `[${name}]\n${Object.entries(values)
            .map(([key, value]) => `\t${key} = "${value.replaceAll('"', '\\"')}"\n`)
            .join("")}`,
      )
      .join("");
    write(pod.worktree, { "included.cfg": text, ".gitattributes": "* filter=evil diff=evil merge=evil\n" });
    appendFileSync(path.join(pod.worktree, ".git/config"), `${text}[include]\n\tpath = ../included.cfg\n`);
    write(pod.worktree, {
      ".git/info/attributes": "* filter=evil text eol=crlf ident working-tree-encoding=UTF-16\n",
    });
    expect(await savesAnyway(scene)).toMatchObject({ onlyLocal: [] });
    expect(existsSync(owned)).toBe(false);
  });

  it("hooks, of any name, nor by programs in its worktree with the names of git's own", async () => {
    const scene = await hostile();
    const { pod, owned } = scene;
    const names = [
      "pre-push",
      "pre-commit",
      "post-commit",
      "post-checkout",
      "reference-transaction",
      "post-index-change",
    ];
    const more = [
      "pre-auto-gc",
      "update",
      "pre-receive",
      "post-update",
      "fsmonitor-watchman",
      "post-rewrite",
    ];
    for (const name of [...names, ...more]) {
      write(pod.worktree, { [`.git/hooks/${name}`]: `#!/bin/sh\ntouch ${owned}\n` });
      chmodSync(path.join(pod.worktree, ".git/hooks", name), 0o755);
    }
    for (const name of ["git", "ssh", "git-upload-pack", "git-remote-file"]) {
      write(pod.worktree, { [name]: `#!/bin/sh\ntouch ${owned}\n` });
      chmodSync(path.join(pod.worktree, name), 0o755);
    }
    await savesAnyway(scene);
    expect(existsSync(owned)).toBe(false);
  });

  it("clone either, once more in a worktree where an agent has been", async () => {
    const { pod, repository, owned } = await hostile();
    write(pod.worktree, { ".git/hooks/post-checkout": `#!/bin/sh\ntouch ${owned}\n`, "a.txt": "a" });
    chmodSync(path.join(pod.worktree, ".git/hooks/post-checkout"), 0o755);
    appendFileSync(path.join(pod.worktree, ".git/config"), `[core]\n\tfsmonitor = touch ${owned}\n`);
    await pod.clone();
    const next = createPod({ url: repository.folder, volumes: pod.volumes, attempt: 2 });
    expect(await next.clone()).toMatchObject({ outcome: "kept" });
    expect(existsSync(owned)).toBe(false);
  });
});

describe("Nothing of the warden's container is read by", () => {
  it("links: a file's, a folder's, the worktree's own, .git's, and those of files in .git", async () => {
    const scene = await hostile();
    const { pod, repository, secrets } = scene;
    symlinkSync(path.join(secrets, "key"), path.join(pod.worktree, "file"));
    symlinkSync(secrets, path.join(pod.worktree, "folder"));
    rmSync(path.join(pod.worktree, "src"), { recursive: true });
    symlinkSync(secrets, path.join(pod.worktree, "src"));
    write(secrets, { "a.ts": KEY, exclude: KEY });
    mkdirSync(path.join(pod.worktree, ".git/info"), { recursive: true });
    symlinkSync(path.join(secrets, "key"), path.join(pod.worktree, ".git/info/exclude"));
    symlinkSync(path.join(secrets, "key"), path.join(pod.worktree, ".git/MERGE_HEAD"));
    symlinkSync(secrets, path.join(pod.worktree, ".git/refs/tags-of"));
    expect(await savesAnyway(scene)).toMatchObject({ onlyLocal: [] });
    expect(everythingOn(repository)).not.toContain(KEY);
    const names = git(repository.folder, "ls-tree", "-r", "--name-only", CHECKPOINT);
    expect(names.split("\n").sort()).toEqual([
      ".gitignore",
      "README.md",
      "file",
      "folder",
      "src",
      "work.txt",
    ]);
    renameSync(pod.worktree, `${pod.worktree}.away`);
    symlinkSync(secrets, pod.worktree);
    const report = await pod.save();
    expect(report.onlyLocal.join()).toMatch(/work: (ELOOP|ENOTDIR)/);
    expect(everythingOn(repository)).not.toContain(KEY);
  });

  it.each([
    ["a link", (pod: Pod, elsewhere: string) => symlinkSync(elsewhere, path.join(pod.worktree, ".git"))],
    [
      "a file",
      (pod: Pod, elsewhere: string) =>
        writeFileSync(path.join(pod.worktree, ".git"), `gitdir: ${elsewhere}\n`),
    ],
    ["gone", () => undefined],
  ])("a .git that is %s: it is reported, and files are saved on what HEAD was", async (_what, replace) => {
    const scene = await hostile();
    const { pod, repository } = scene;
    write(pod.worktree, { "one.txt": "one" });
    pod.git("add", ".");
    pod.git("commit", "--quiet", "--message", "one");
    write(pod.worktree, { "src/a.ts": "stashed" });
    pod.git("stash");
    await pod.save();
    const head = pod.git("rev-parse", "HEAD");
    const elsewhere = path.join(emptyFolder(), "elsewhere.git");
    renameSync(path.join(pod.worktree, ".git"), elsewhere);
    replace(pod, elsewhere);
    const report = await savesAnyway(scene);
    expect(report).toMatchObject({ head, stashes: 1, onlyLocal: [expect.stringContaining("commits: ")] });
    expect(repository.ref(`${CHECKPOINT}^`)).toBe(head);
  });

  it("files and folders that are swapped for links to the key, again and again, while they are read", async () => {
    const { pod, repository, secrets } = await hostile();
    const names = Array.from({ length: 60 }, (_, at) => `swapped/${at}/key`);
    write(pod.worktree, { real: "real", ...Object.fromEntries(names.map((name) => [name, "real"])) });
    const swapper = new Worker(
      `const { copyFileSync, renameSync, rmSync, symlinkSync } = require("node:fs");
       const { parentPort, workerData: { real, secrets, files } } = require("node:worker_threads");
       for (let round = 0; ; round += 1) {
         for (const file of files) { symlinkSync(secrets + "/key", file + ".new"); renameSync(file + ".new", file); }
         for (const file of files) { copyFileSync(real, file + ".new"); renameSync(file + ".new", file); }
         for (const file of files) {
           const folder = file.slice(0, -4);
           renameSync(folder, folder + "-away"); symlinkSync(secrets, folder);
           rmSync(folder); renameSync(folder + "-away", folder);
         }
         if (round === 0) parentPort.postMessage("begun");
       }`,
      {
        eval: true,
        workerData: {
          real: path.join(pod.worktree, "real"),
          secrets,
          files: names.map((name) => path.join(pod.worktree, name)),
        },
      },
    );
    onTestFinished(() => void swapper.terminate());
    await new Promise((resolve) => swapper.once("message", resolve));
    const watched = pod.watch();
    for (let look = 0; look < 25; look += 1) await watched.nextLook();
    await swapper.terminate();
    expect(everythingOn(repository)).not.toContain(KEY);
  });
});

describe("The agent's objects and refs", () => {
  it("that are damaged are reported, and what is not is saved", async () => {
    const scene = await hostile();
    const { pod } = scene;
    pod.git("commit", "--quiet", "--allow-empty", "--message", "good");
    const good = pod.git("rev-parse", "HEAD");
    expect(await pod.save()).toMatchObject({ onlyLocal: [] });
    write(pod.worktree, { "b.txt": "b" });
    pod.git("add", ".");
    pod.git("commit", "--quiet", "--message", "broken");
    const blob = pod.git("rev-parse", "HEAD:b.txt");
    const object = path.join(pod.worktree, ".git/objects", blob.slice(0, 2), blob.slice(2));
    chmodSync(object, 0o644);
    writeFileSync(
      object,
      readFileSync(path.join(pod.worktree, ".git/objects", good.slice(0, 2), good.slice(2))),
    );
    const report = await savesAnyway(scene);
    expect(report).toMatchObject({ head: good, pushed: false, uncommitted: ["b.txt", "work.txt"] });
    expect(report.onlyLocal.join()).toMatch(/HEAD|branch polecat\/nux/);
  });

  it("that say they are elsewhere, or are of names that would leave the folder, lead nowhere", async () => {
    const scene = await hostile();
    const { pod, repository, secrets } = scene;
    const head = pod.git("rev-parse", "HEAD");
    write(pod.worktree, {
      ".git/objects/info/alternates": `${secrets}\n/proc/self/fd\n../../../../etc\n`,
      ".git/packed-refs": `${head} refs/heads/../../x\n${head} refs/heads/a b\n${head} refs/heads/-x\n${head} refs/heads/ok\nnonsense\n`,
      ".git/refs/heads/evil.lock": `${head}\n`,
      ".git/refs/heads/text": "ref: refs/heads/text\n",
      ".git/refs/replace/x": head,
    });
    expect(await savesAnyway(scene)).toMatchObject({ onlyLocal: [] });
    expect(repository.refs()).toEqual([CHECKPOINT, "refs/heads/main"]);
  });

  it("with a HEAD that is nonsense, or refs that are in a table, are reported", async () => {
    const scene = await hostile();
    const { pod } = scene;
    await savesAnyway(scene);
    writeFileSync(path.join(pod.worktree, ".git/HEAD"), "ref: ../../../etc/passwd\n");
    expect((await pod.save()).onlyLocal).toEqual([
      expect.stringContaining("names neither a branch nor a commit"),
    ]);
    mkdirSync(path.join(pod.worktree, ".git/reftable"));
    expect((await pod.save()).onlyLocal).toEqual([expect.stringContaining("reftable")]);
  });
});

it("A pipe in the place of a file, of the index or of HEAD keeps nobody waiting", async () => {
  const scene = await hostile();
  const { pod } = scene;
  for (const name of ["pipe", ".git/info/exclude", ".git/MERGE_HEAD"]) {
    const file = path.join(pod.worktree, name);
    mkdirSync(path.dirname(file), { recursive: true });
    execFileSync("mkfifo", [file]);
  }
  expect(await savesAnyway(scene)).toMatchObject({ onlyLocal: [] });
  rmSync(path.join(pod.worktree, ".git/HEAD"));
  execFileSync("mkfifo", [path.join(pod.worktree, ".git/HEAD")]);
  expect((await pod.save()).onlyLocal.join()).toMatch(/HEAD/);
});
