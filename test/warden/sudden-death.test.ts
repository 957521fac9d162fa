/** Real processes, killed at moments that a seed chooses. Another one by WARDEN_SEED=…, more rounds by WARDEN_ROUNDS=…. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createChance } from "@gastown/testing";
import { z } from "zod";
import { reportIn } from "../../src/pod-reports/index.ts";
import { contentsOf } from "./contents.ts";
import { emptyFolder, git } from "./git.ts";
import { isLinux, startCommand, type Started } from "./processes.ts";
import { createRepository, FIRST_FILES, noiseOf, write, type Repository } from "./repository.ts";

const SEED = Number(process.env["WARDEN_SEED"] ?? 1);
const ROUNDS = Number(process.env["WARDEN_ROUNDS"] ?? 4);
const CHECKPOINT = "refs/checkpoints/polecat/nux";
const INTERVAL_MS = 200;

interface Place {
  readonly repository: Repository;
  readonly volumes: string;
  readonly worktree: string;
  readonly message: string;
}

function place(repository: Repository): Place {
  const volumes = emptyFolder();
  return {
    repository,
    volumes,
    worktree: path.join(volumes, "work"),
    message: path.join(volumes, "message"),
  };
}

function shared({ repository, volumes, message }: Place): readonly string[] {
  return [
    "--remote",
    repository.folder,
    "--vault",
    path.join(volumes, "vault"),
    "--termination-message",
    message,
  ];
}

function clone(at: Place, attempt: number): Started {
  const own = [
    "--polecat",
    "nux",
    "--branch",
    "polecat/nux",
    "--worktree",
    at.worktree,
    "--attempt",
    String(attempt),
  ];
  return startCommand(["clone", ...shared(at), ...own]);
}

function warden(at: Place): Started {
  return startCommand([
    "warden",
    ...shared(at),
    "--interval",
    `${INTERVAL_MS}ms`,
    "--http-address",
    "127.0.0.1:0",
  ]);
}

const lineSchema = z.looseObject({ time: z.iso.datetime(), msg: z.string() });

/** When each push of a checkpoint had ended, by the log. */
function pushesIn(output: string): readonly number[] {
  return output
    .split("\n")
    .filter((line) => line.includes("checkpoint ") && line.endsWith("}"))
    .map((line) => Date.parse(lineSchema.parse(JSON.parse(line)).time));
}

interface Writing {
  /** When each line was there to be read. */
  readonly times: number[];
  stop(): Promise<void>;
}

/** Lines into one file, and each into one of its own; now and then a commit. */
function startWriting({ worktree }: Place, times: number[]): Writing {
  const end = new AbortController();
  const written = (async () => {
    while (!end.signal.aborted) {
      const line = times.length;
      write(worktree, { [`lines/${line}.txt`]: String(line) });
      appendFileSync(path.join(worktree, "journal.txt"), `${line}\n`);
      times.push(Date.now());
      if (line % 17 === 16) {
        git(worktree, "add", "journal.txt");
        git(worktree, "commit", "--quiet", "--message", String(line), "journal.txt");
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  return {
    times,
    async stop() {
      end.abort();
      await written;
    },
  };
}

/**
 * How many lines from the first on the remote's checkpoint has, in both places. Of what is written during a look it may have
 * any: files are listed first, and read one after another.
 */
function savedLines({ folder }: Repository): number {
  const journal = git(folder, "show", `${CHECKPOINT}:journal.txt`).split("\n").map(Number);
  expect(journal).toEqual(journal.map((_, at) => at));
  const files = new Set(git(folder, "ls-tree", "--name-only", `${CHECKPOINT}:lines`).split("\n"));
  const missing = journal.findIndex((line) => !files.has(`${line}.txt`));
  return missing < 0 ? journal.length : missing;
}

describe.skipIf(!isLinux)("kill -9, at any moment", () => {
  it("costs a warden no line that was written before the look that followed its last push", async () => {
    const chance = createChance(SEED);
    const at = place(createRepository(FIRST_FILES));
    expect(await clone(at, 1).ended).toBe(0);
    const writing = startWriting(at, []);
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = warden(at);
      await expect.poll(() => pushesIn(started.output()).length, { interval: 20 }).toBeGreaterThan(1);
      await new Promise((resolve) => setTimeout(resolve, chance.below(1_500)));
      await started.killAll();
      // Its last look but one had ended then, and an interval later the last one began.
      const begunAt = (pushesIn(started.output()).at(-2) ?? 0) + INTERVAL_MS;
      const before = writing.times.filter((time) => time < begunAt).length;
      expect(savedLines(at.repository), `seed ${SEED}, round ${round}`).toBeGreaterThanOrEqual(before);
      expect(reportIn(readFileSync(at.message, "utf8")), `seed ${SEED}, round ${round}`).not.toBeNull();
    }
    const last = warden(at);
    await expect.poll(() => pushesIn(last.output()).length).toBeGreaterThan(0);
    await writing.stop();
    last.signal("SIGTERM");
    expect(await last.ended, last.output()).toBe(0);
    expect(savedLines(at.repository)).toBe(writing.times.length);
    expect(reportIn(readFileSync(at.message, "utf8"))).toMatchObject({ onlyLocalCount: 0, pushed: true });
    const next = place(at.repository);
    expect(await clone(next, 2).ended).toBe(0);
    expect(contentsOf(next.worktree)).toEqual(contentsOf(at.worktree));
  });

  it("leaves a clone that ends where one that was not killed does", async () => {
    const chance = createChance(SEED);
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`many/${at}.txt`, String(at)]));
    const repository = createRepository({ ...FIRST_FILES, ...many });
    const first = place(repository);
    expect(await clone(first, 1).ended).toBe(0);
    write(first.worktree, { "many/7.txt": "changed", "noise.bin": noiseOf(300_000) });
    const started = warden(first);
    await expect.poll(() => pushesIn(started.output()).length).toBeGreaterThan(0);
    started.signal("SIGTERM");
    expect(await started.ended).toBe(0);
    const at = place(repository);
    for (let round = 0; round < ROUNDS; round += 1) {
      const cloning = clone(at, 2);
      // Before there is a vault it has done nothing yet that could be half done.
      await expect.poll(() => existsSync(path.join(at.volumes, "vault")), { interval: 5 }).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, chance.below(700)));
      await cloning.killAll();
    }
    const whole = clone(at, 2);
    expect(await whole.ended, whole.output()).toBe(0);
    expect(contentsOf(at.worktree)).toEqual(contentsOf(first.worktree));
    expect(reportIn(readFileSync(at.message, "utf8"))).toMatchObject({ outcome: "restored", uncommitted: 2 });
    expect(git(at.worktree, "status", "--porcelain")).toBe(git(first.worktree, "status", "--porcelain"));
    expect(git(at.worktree, "fsck")).toBe("");
  });
});

describe("The programs", () => {
  it("say in one line what is wrong with a flag, and exit with 2; what fails otherwise, with 1", async () => {
    const none = startCommand(["clone", "--polecat", "a b", "--branch", "x", "--remote", "/x"]);
    expect([await none.ended, none.output()]).toEqual([
      2,
      expect.stringMatching(/^gastown-operator: --polecat .*\n$/),
    ]);
    const secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    const remote = startCommand(["warden"], { GASTOWN_REMOTE: `ext::https://me:${secret}@host/x` });
    expect(await remote.ended).toBe(2);
    expect(remote.output()).not.toContain(secret);
    const folder = emptyFolder();
    const early = startCommand(["warden", "--remote", "/x", "--vault", folder]);
    expect([await early.ended, early.output()]).toEqual([
      1,
      expect.stringContaining("clone has to end first"),
    ]);
  });

  it("make a worktree also where there is no kubelet's file to write a message into", async () => {
    const at = place(createRepository());
    const cloning = startCommand([
      ...["clone", ...shared(at), "--polecat", "nux", "--branch", "x"],
      "--worktree",
      at.worktree,
      "--termination-message",
      "/nonexistent/log",
    ]);
    expect(await cloning.ended, cloning.output()).toBe(0);
    expect(cloning.output()).toContain("/nonexistent/log: ENOENT");
  });
});
