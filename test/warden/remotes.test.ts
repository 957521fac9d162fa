/** The same life over each transport, and what a remote can do besides taking what it is given. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { contentsOf } from "./contents.ts";
import { emptyFolder, git } from "./git.ts";
import { LOGIN, serveHttp } from "./http-remote.ts";
import { BRANCH, createPod, type PodOptions } from "./pod.ts";
import { createRepository, noiseOf, write, type Repository } from "./repository.ts";
import { isSshMissing, serveSsh } from "./ssh-remote.ts";

const CHECKPOINT = "refs/checkpoints/polecat/nux";

function secretOf(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  write(folder, files);
  return folder;
}

type Serve = (repository: Repository) => Promise<PodOptions>;
const TRANSPORTS: Readonly<Record<string, Serve>> = {
  file: (repository) => Promise.resolve({ url: `file://${repository.folder}` }),
  http: async (repository) => ({
    url: (await serveHttp(repository.folder)).url,
    secretFolder: secretOf(LOGIN),
  }),
  ssh: async (repository) => {
    const { url, secretFolder, knownHostsFile } = await serveSsh(repository.folder);
    return { url, secretFolder, knownHostsFile };
  },
};

describe.each(Object.keys(TRANSPORTS).filter((name) => name !== "ssh" || !isSshMissing))(
  "Over %s",
  (name) => {
    it("work goes to the remote, and comes back in the next pod", async () => {
      const repository = createRepository();
      const options = await TRANSPORTS[name]?.(repository);
      if (options === undefined) throw new Error(`there is no ${name}`);
      const pod = createPod(options);
      expect(await pod.clone()).toMatchObject({ outcome: "fresh" });
      write(pod.worktree, { "committed.txt": "one\n" });
      pod.git("add", ".");
      pod.git("commit", "--quiet", "--message", "one");
      // Larger than what git sends over HTTP at once, and than what is held in memory.
      const large = Buffer.alloc(6 * 1024 * 1024, "\u0000\u0001binary ");
      write(pod.worktree, { "committed.txt": "two\n", "large.bin": large });
      expect(await pod.save()).toMatchObject({ pushed: true, onlyLocal: [], problem: null });
      expect(repository.ref(BRANCH)).toBe(pod.git("rev-parse", "HEAD"));
      const next = createPod({ ...options, attempt: 2 });
      expect(await next.clone()).toMatchObject({ outcome: "restored", fromAttempt: 1, uncommitted: 2 });
      expect(contentsOf(next.worktree)).toEqual(contentsOf(pod.worktree));
      write(next.worktree, { "committed.txt": "three\n" });
      next.git("commit", "--quiet", "--all", "--message", "three");
      expect(await next.save()).toMatchObject({
        attempt: 2,
        pushed: true,
        onlyLocal: [],
        uncommitted: ["large.bin"],
      });
      expect(repository.refs()).toEqual([CHECKPOINT, "refs/heads/main", `refs/heads/${BRANCH}`]);
    });
  },
);

describe("Over HTTP", () => {
  it("a wrong password is reported as that, and no password stands in any message, log or file of the agent's", async () => {
    const repository = createRepository();
    const remote = await serveHttp(repository.folder);
    const wrong = "ghp_wrong56789abcdefghijABCDEFGHIJ012345";
    const url = remote.url.replace("://", `://polecat:${wrong}@`);
    const pod = createPod({ url });
    const report = await pod.clone();
    expect(report).toMatchObject({ outcome: "failed", reason: "AccessDenied" });
    const right = createPod({ url, secretFolder: secretOf(LOGIN) });
    expect(await right.clone()).toMatchObject({ outcome: "fresh" });
    write(right.worktree, { "a.txt": "a" });
    writeFileSync(path.join(right.volumes, "work/.git/packed-refs"), "");
    remote.intercept("git-receive-pack", (_, response) =>
      response.writeHead(403).end(`no, ${LOGIN.password}`),
    );
    const refused = await right.save();
    expect(refused.problem).toMatch(/403/);
    const told = JSON.stringify([report, refused, pod.logged, right.logged]);
    const config = readFileSync(path.join(right.worktree, ".git/config"), "utf8");
    for (const secret of [wrong, LOGIN.password]) expect(told + config).not.toContain(secret);
  });

  it("a password that was changed in the Secret is used from the next look on", async () => {
    const repository = createRepository();
    const { url } = await serveHttp(repository.folder);
    const secretFolder = secretOf(LOGIN);
    const pod = createPod({ url, secretFolder });
    await pod.clone();
    const watched = pod.watch();
    write(secretFolder, { password: "expired" });
    write(pod.worktree, { "a.txt": "a" });
    expect((await watched.nextLook()).problem).toMatch(/Authentication failed/);
    write(secretFolder, { password: `${LOGIN.password}\n` });
    expect(await watched.nextLook()).toMatchObject({ problem: null, onlyLocal: [] });
  });
});

describe.skipIf(isSshMissing)("Over ssh", () => {
  it("an unknown host is refused, learnt for good, or trusted, as was asked", async () => {
    const repository = createRepository();
    const { url, secretFolder, learnedLine } = await serveSsh(repository.folder);
    expect(await createPod({ url, secretFolder }).clone()).toMatchObject({ reason: "HostKeyUnknown" });
    const learning = createPod({ url, secretFolder, hostKeyCheck: "accept-new" });
    expect(await learning.clone()).toMatchObject({ outcome: "fresh" });
    expect(readFileSync(path.join(learning.vault, "known_hosts"), "utf8")).toContain(
      learnedLine.trim().split(" ")[2],
    );
    const strict = createPod({ url, secretFolder, volumes: learning.volumes });
    write(strict.worktree, { "a.txt": "a" });
    expect(await strict.save()).toMatchObject({ onlyLocal: [] });
    const other = learnedLine.replace(/.{8}\n$/, "AAAAAAAA\n");
    write(learning.vault, { known_hosts: other });
    write(strict.worktree, { "a.txt": "b" });
    expect((await strict.save()).problem).toMatch(/host key|identification/i);
    expect(await createPod({ url, secretFolder, hostKeyCheck: "no" }).clone()).toMatchObject({
      outcome: "restored",
    });
  });

  it("a key that the server does not know is reported as that", async () => {
    const repository = createRepository();
    const [mine, theirs] = [await serveSsh(repository.folder), await serveSsh(repository.folder)];
    const pod = createPod({ ...mine, secretFolder: theirs.secretFolder });
    expect(await pod.clone()).toMatchObject({ outcome: "failed", reason: "AccessDenied" });
  });
});

describe("A remote", () => {
  it("that is down is reported, asked again, and has all once it is back", async () => {
    const repository = createRepository();
    const remote = await serveHttp(repository.folder);
    const pod = createPod({ url: remote.url, secretFolder: secretOf(LOGIN) });
    await pod.clone();
    const watched = pod.watch();
    await remote.down();
    write(pod.worktree, { "a.txt": "while it was down" });
    const down = await watched.nextLook();
    expect(down.problem).toMatch(/Connection refused|Failed to connect|Couldn't connect/);
    expect(down.onlyLocalCount).toBeGreaterThan(0);
    const port = await watched.port();
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
    await remote.up();
    expect(await watched.nextLook()).toMatchObject({ problem: null, onlyLocal: [] });
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect(git(repository.folder, "show", `${CHECKPOINT}:a.txt`)).toBe("while it was down");
  });

  it("that was down when clone began is waited for, as long as was asked", async () => {
    const repository = createRepository();
    const remote = await serveHttp(repository.folder);
    const pod = createPod({ url: remote.url, secretFolder: secretOf(LOGIN), retryForMs: 60_000 });
    await remote.down();
    const cloning = pod.clone();
    await expect.poll(() => pod.logged.length).toBeGreaterThan(0);
    await expect.poll(() => pod.clock.deadlines().length).toBe(1);
    await remote.up();
    pod.clock.advance(60_000);
    expect(await cloning).toMatchObject({ outcome: "fresh" });
    await remote.down();
    const hurried = createPod({ url: remote.url, retryForMs: 0 });
    expect(await hurried.clone()).toMatchObject({ outcome: "failed", reason: "RemoteUnreachable" });
  });

  it("that is read-only refuses with its own words, and nothing local is lost or changed", async () => {
    const repository = createRepository();
    const pod = createPod({ url: repository.folder });
    await pod.clone();
    write(path.join(repository.folder, "hooks"), {
      "pre-receive": "#!/bin/sh\necho 'this town is read-only' >&2\nexit 1\n",
    });
    chmodSync(path.join(repository.folder, "hooks/pre-receive"), 0o755);
    write(pod.worktree, { "a.txt": "a" });
    const before = contentsOf(pod.worktree);
    const report = await pod.save();
    expect(report.problem).toMatch(/pre-receive hook declined.*this town is read-only/);
    expect(report).toMatchObject({ uncommitted: ["a.txt"], checkpoint: null });
    expect(contentsOf(pod.worktree)).toEqual(before);
    rmSync(path.join(repository.folder, "hooks"), { recursive: true });
    expect(await pod.save()).toMatchObject({ onlyLocal: [], problem: null });
  });

  it("that cannot write what it is given is reported, and has it once it can", async () => {
    const repository = createRepository();
    const remote = await serveHttp(repository.folder);
    const pod = createPod({ url: remote.url, secretFolder: secretOf(LOGIN) });
    await pod.clone();
    const noise = noiseOf(300_000);
    write(pod.worktree, { "noise.bin": noise });
    // No file of its may be longer than 50 blocks of 512 bytes, as on a disk that is full.
    remote.prefix = ["sh", "-c", 'ulimit -f 50; exec "$@"', "sh"];
    const report = await pod.save();
    expect(report.onlyLocal.join()).toMatch(/the checkpoint: /);
    expect(report.checkpoint).toBeNull();
    expect(repository.ref(CHECKPOINT)).toBeNull();
    remote.prefix = [];
    expect(await pod.save()).toMatchObject({ onlyLocal: [], problem: null });
  });

  it("with the lock of a push that was killed is reported, and served once the lock is gone", async () => {
    const repository = createRepository();
    const pod = createPod({ url: repository.folder });
    await pod.clone();
    const lock = path.join(repository.folder, `${CHECKPOINT}.lock`);
    mkdirSync(path.dirname(lock), { recursive: true });
    writeFileSync(lock, "");
    write(pod.worktree, { "a.txt": "a" });
    expect((await pod.save()).problem).toMatch(/lock/);
    rmSync(lock);
    expect(await pod.save()).toMatchObject({ onlyLocal: [] });
    expect(existsSync(lock)).toBe(false);
  });

  it.each(["ext::sh -c 'touch /tmp/owned'", "-oProxyCommand=touch", "git://host/x", "foo::bar", "a\nb", ""])(
    "at %j is none",
    (url) => {
      expect(() => createPod({ url })).toThrow("is no address");
    },
  );
});
