/** When the warden looks, and how it ends: on a clock that the test moves, and with remotes that keep it waiting. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { reportIn } from "../../src/pod-reports/index.ts";
import { emptyFolder, git } from "./git.ts";
import { LOGIN, serveHttp } from "./http-remote.ts";
import { createPod, INTERVAL_MS, type PodOptions } from "./pod.ts";
import { createRepository, noiseOf, write } from "./repository.ts";

const CHECKPOINT = "refs/checkpoints/polecat/nux";

async function begun(options: Partial<PodOptions> = {}) {
  const repository = createRepository();
  const remote = await serveHttp(repository.folder);
  const secretFolder = emptyFolder();
  write(secretFolder, LOGIN);
  const pod = createPod({ url: remote.url, secretFolder, ...options });
  await pod.clone();
  return { repository, remote, pod };
}

const shown = (repository: { readonly folder: string }, file: string): string =>
  git(repository.folder, "show", `${CHECKPOINT}:${file}`);

describe("A look", () => {
  it("asks the remote for nothing where nothing has changed", async () => {
    const { remote, pod } = await begun();
    const watched = pod.watch();
    write(pod.worktree, { "a.txt": "a" });
    await watched.nextLook();
    remote.requests.length = 0;
    for (let look = 0; look < 3; look += 1) expect(await watched.nextLook()).toMatchObject({ onlyLocal: [] });
    expect(remote.requests).toEqual([]);
  });

  it("comes each interval, also after somebody has set the clock back by a year", async () => {
    const { repository, pod } = await begun();
    const watched = pod.watch();
    write(pod.worktree, { "a.txt": "before" });
    await watched.nextLook();
    const before = repository.ref(CHECKPOINT);
    pod.clock.setBack(365 * 24 * 3_600_000);
    write(pod.worktree, { "a.txt": "after!" });
    expect(await watched.nextLook()).toMatchObject({
      onlyLocal: [],
      at: expect.stringMatching(/^2025-/) as string,
    });
    expect(repository.ref(CHECKPOINT)).not.toBe(before);
    expect(shown(repository, "a.txt")).toBe("after!");
  });

  it("comes sooner after one that could not send all, and never later than the interval", async () => {
    const { remote, pod } = await begun();
    const watched = pod.watch();
    await watched.nextLook();
    await remote.down();
    write(pod.worktree, { "a.txt": "a" });
    await watched.nextLook();
    const waits: number[] = [];
    for (let look = 0; look < 6; look += 1) {
      waits.push((await watched.nextDeadline()) - pod.clock.now());
      await watched.nextLook();
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, INTERVAL_MS, INTERVAL_MS]);
  });
});

describe("At SIGTERM", () => {
  it("what was written since the last look is saved, and the message says so", async () => {
    const { repository, pod } = await begun();
    const watched = pod.watch();
    await watched.nextLook();
    write(pod.worktree, { "a.txt": "at the last moment" });
    watched.end();
    expect(await watched.ended).toMatchObject({ onlyLocal: [], uncommitted: ["a.txt"] });
    expect(pod.message()).toEqual(await watched.ended);
    expect(shown(repository, "a.txt")).toBe("at the last moment");
  });

  it("in the middle of a push, that one goes on, and a last one follows", async () => {
    const { repository, remote, pod } = await begun();
    const watched = pod.watch();
    await watched.nextLook();
    write(pod.worktree, { "a.txt": "before" });
    const pushing = Promise.withResolvers<() => void>();
    remote.holds("/git-receive-pack", pushing.resolve);
    await watched.beginLook();
    const release = await pushing.promise;
    watched.end();
    write(pod.worktree, { "a.txt": "after" });
    release();
    expect(await watched.ended).toMatchObject({ onlyLocal: [] });
    expect(shown(repository, "a.txt")).toBe("after");
  });

  it("in the middle of a push that hangs, two thirds of the time are left for the last one", async () => {
    const { repository, remote, pod } = await begun();
    const watched = pod.watch();
    await watched.nextLook();
    write(pod.worktree, { "a.txt": "a" });
    const pushing = Promise.withResolvers<() => void>();
    remote.holds("/git-receive-pack", pushing.resolve);
    await watched.beginLook();
    await pushing.promise;
    watched.end();
    pod.clock.advance(34_000);
    expect(await watched.ended).toMatchObject({ onlyLocal: [] });
    expect(shown(repository, "a.txt")).toBe("a");
  });

  it("a remote that is down is asked until the time is over, and the message says what is lost", async () => {
    const { remote, pod } = await begun({ graceMs: 30_000 });
    const watched = pod.watch();
    await watched.nextLook();
    await remote.down();
    write(pod.worktree, { "a.txt": "a", "b.txt": "b" });
    const begunAt = pod.clock.now();
    watched.end();
    const report = await watched.ended;
    expect(report).toMatchObject({ uncommitted: ["a.txt", "b.txt"], onlyLocalCount: 1, pushed: false });
    expect(report.problem).toMatch(/^the checkpoint: pushing to the remote: /);
    expect(pod.message()).toEqual(report);
    expect(pod.clock.now() - begunAt).toBeLessThanOrEqual(30_000);
  });

  it("a remote that refuses is not asked for as long as that", async () => {
    const { repository, pod } = await begun();
    write(path.join(repository.folder, "hooks"), { "pre-receive": "#!/bin/sh\nexit 1\n" });
    chmodSync(path.join(repository.folder, "hooks/pre-receive"), 0o755);
    write(pod.worktree, { "a.txt": "a" });
    const begunAt = pod.clock.now();
    expect((await pod.save()).problem).toMatch(/pre-receive hook declined/);
    expect(pod.clock.now() - begunAt).toBeLessThan(10_000);
  });
});

describe("The termination message", () => {
  it("is there before any end, and after each look", async () => {
    const { pod } = await begun();
    expect(pod.message()).toMatchObject({ kind: "clone", outcome: "fresh" });
    const watched = pod.watch();
    await watched.nextLook();
    expect(pod.message()).toMatchObject({ kind: "warden", onlyLocal: [] });
    const file = path.join(pod.volumes, "termination-log");
    writeFileSync(file, readFileSync(file, "utf8") + "x".repeat(3_000));
    write(pod.worktree, { "a.txt": "a" });
    await watched.nextLook();
    expect(reportIn(readFileSync(file, "utf8"))).toMatchObject({ uncommitted: ["a.txt"] });
  });

  it("of thousands of files is one that the kubelet takes whole", async () => {
    const { pod } = await begun();
    const names = Array.from({ length: 1_500 }, (_, at) => `folder-${at % 7}/${"\u00fc".repeat(60)}-${at}`);
    write(pod.worktree, Object.fromEntries(names.map((name) => [name, name])));
    const report = await pod.save();
    expect(report.uncommittedCount).toBe(1_500);
    const text = readFileSync(path.join(pod.volumes, "termination-log"), "utf8");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
    expect(pod.message()).toMatchObject({ uncommittedCount: 1_500, onlyLocalCount: 0 });
  });
});

describe("The kubelet's probes", () => {
  it("tell the agent's signs of life: files that change, and output that grows", async () => {
    const agentFolder = emptyFolder();
    const { pod } = await begun({ agentFolder, stuckThresholdMs: 10 * INTERVAL_MS });
    const watched = pod.watch();
    const status = async (): Promise<number> =>
      (await fetch(`http://127.0.0.1:${await watched.port()}/agent`)).status;
    await watched.nextLook();
    expect(await status()).toBe(200);
    for (let look = 0; look < 10; look += 1) await watched.nextLook();
    expect(await status()).toBe(503);
    write(agentFolder, { "output.log": "thinking" });
    expect(await status()).toBe(200);
    for (let look = 0; look < 10; look += 1) await watched.nextLook();
    expect(await status()).toBe(503);
    write(pod.worktree, { "a.txt": "a" });
    await watched.nextLook();
    expect(await status()).toBe(200);
  });

  it("answer what is in the pod only, and nothing else than they know", async () => {
    const { remote, pod } = await begun();
    const watched = pod.watch();
    await watched.nextLook();
    const base = `http://127.0.0.1:${await watched.port()}`;
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    await remote.down();
    write(pod.worktree, { "a.txt": noiseOf(10) });
    await watched.nextLook();
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining("the checkpoint: ")]);
    expect((await fetch(`${base}/nope`)).status).toBe(404);
    expect((await fetch(`${base}/report`, { method: "POST" })).status).toBe(405);
  });
});
