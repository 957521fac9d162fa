import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { childEnvironment, createExecaGt, type ExecOutcome } from "../../src/gt/index.ts";
import { containing } from "../containing.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

let folder: string;
const started: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gt-exec-"));
});

afterEach(() => {
  for (const pid of started.splice(0)) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

interface RunOptions {
  readonly deadlineMs?: number;
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a shell script as if it were gt. */
function run(script: string, argv: readonly string[] = [], options: RunOptions = {}): Promise<ExecOutcome> {
  const gtPath = path.join(folder, "gt");
  writeFileSync(gtPath, `#!/bin/sh\n${script}\n`);
  chmodSync(gtPath, 0o755);
  const exec = createExecaGt({
    gtPath,
    townRoot: folder,
    env: options.env ?? childEnvironment(process.env, folder),
  });
  return exec(argv, {
    deadlineMs: options.deadlineMs ?? 30_000,
    maxOutputBytes: options.maxOutputBytes ?? 1_000_000,
    signal: options.signal ?? new AbortController().signal,
  });
}

/** The same as if it were bd, in the folder of a rig. @param place where that bd is. */
function runBd(script: string, place: "besideGt" | "inPath"): Promise<ExecOutcome> {
  const bin = path.join(folder, place);
  mkdirSync(bin);
  mkdirSync(path.join(folder, "alpha"));
  writeFileSync(path.join(bin, "bd"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(bin, "bd"), 0o755);
  const exec = createExecaGt({
    gtPath: path.join(folder, "besideGt/gt"),
    townRoot: folder,
    env: childEnvironment({ ...process.env, PATH: `${path.join(folder, "inPath")}:/usr/bin:/bin` }, folder),
  });
  return exec(["show"], {
    bdIn: "alpha",
    deadlineMs: 30_000,
    maxOutputBytes: 1_000_000,
    signal: new AbortController().signal,
  });
}

/** The pids that the script has written to a file, once it has written as many. */
async function pids(file: string, count: number): Promise<readonly number[]> {
  const found = await vi.waitFor(() => {
    const lines = readFileSync(path.join(folder, file), "utf8").trim().split("\n");
    expect(lines).toHaveLength(count);
    return lines.map(Number);
  }, WAIT_DEADLINE_MS);
  started.push(...found);
  return found;
}

/** Whether a process runs. One that has ended, and whose parent has not asked yet, does not. */
function isAlive(pid: number): boolean {
  try {
    const state = /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

/** By then a script has begun and forked, on a machine that others load, too. */
const DEADLINE_MS = 3_000;

const allGone = (ids: readonly number[]) =>
  vi.waitFor(() => expect(ids.filter(isAlive)).toEqual([]), WAIT_DEADLINE_MS);

describe("one run of gt", () => {
  it("gives exit code, stdout and stderr as they are", async () => {
    const outcome = await run('printf "%s|" "$@"; echo warning >&2; exit 3', ["show", "a b", "$(id)", "*"]);
    expect(outcome).toEqual({
      outcome: "exited",
      exitCode: 3,
      stdout: "show|a b|$(id)|*|",
      stderr: "warning\n",
    });
  });

  it("runs in the town's folder with nothing on stdin", async () => {
    expect(await run("pwd -P; cat")).toMatchObject({ stdout: `${folder}\n` });
  });

  it("never runs in the operator's own folder, not even where the town's is missing", async () => {
    writeFileSync(path.join(folder, "gt"), "#!/bin/sh\npwd\n", { mode: 0o755 });
    const gtPath = path.join(folder, "gt");
    const exec = createExecaGt({ gtPath, townRoot: path.join(folder, "missing"), env: {} });
    const signal = new AbortController().signal;
    expect(await exec([], { deadlineMs: 30_000, maxOutputBytes: 1_000, signal })).toMatchObject({
      stdout: "/\n",
    });
  });

  it("says that the program is missing", async () => {
    const exec = createExecaGt({ gtPath: path.join(folder, "none"), townRoot: folder, env: {} });
    const signal = new AbortController().signal;
    expect(await exec([], { deadlineMs: 30_000, maxOutputBytes: 1_000, signal })).toEqual({
      outcome: "missing",
    });
  });

  it.each([
    ["may not be executed", "EACCES", (gt: string) => writeFileSync(gt, "#!/bin/sh\n", { mode: 0o644 })],
    ["is a link to itself", "ELOOP", (gt: string) => symlinkSync(gt, gt)],
    ["is a folder", "EACCES", (gt: string) => mkdirSync(gt)],
    ["lies below a file", "ENOTDIR", (gt: string) => writeFileSync(path.dirname(gt), "x")],
    ["has no interpreter", "#!", (gt: string) => writeFileSync(gt, "#!/no/such/shell\n", { mode: 0o755 })],
  ])("says the true cause where the program %s: %s", async (_, cause, make) => {
    const place = mkdtempSync(path.join(folder, "odd-"));
    const gtPath = cause === "ENOTDIR" ? path.join(place, "file", "gt") : path.join(place, "gt");
    make(gtPath);
    const exec = createExecaGt({ gtPath, townRoot: folder, env: {} });
    const signal = new AbortController().signal;
    const outcome = await exec([], { deadlineMs: 30_000, maxOutputBytes: 1_000, signal });
    expect(outcome).toMatchObject({ outcome: "unusable", message: containing(gtPath) });
    expect(outcome).toMatchObject({ message: containing(cause) });
    expect(outcome).not.toMatchObject({ message: containing("install gt") });
  });

  it("says that it was killed by somebody else", async () => {
    expect(await run("kill -9 $$")).toMatchObject({ outcome: "failed" });
  });
});

describe("a run that hangs", () => {
  it("ends at its deadline together with all that it has forked", async () => {
    const running = run(
      "sleep 300 & echo $! >> pids; sleep 300 & echo $! >> pids; echo $$ >> pids; wait",
      [],
      {
        deadlineMs: DEADLINE_MS,
      },
    );
    const forked = await pids("pids", 3);
    expect(await running).toEqual({ outcome: "timedOut" });
    await allGone(forked);
  });

  it("ends although it ignores SIGTERM", async () => {
    const running = run("trap '' TERM; echo $$ >> pids; while :; do sleep 1; done", [], {
      deadlineMs: DEADLINE_MS,
    });
    const [pid = 0] = await pids("pids", 1);
    expect(await running).toEqual({ outcome: "timedOut" });
    await allGone([pid]);
  });

  it("is given up soon after its deadline where a daemon that it started keeps its output open", async () => {
    const running = run("setsid sleep 300 & echo $! >> pids; echo $$ >> pids; wait", [], {
      deadlineMs: DEADLINE_MS,
    });
    const [daemon = 0, child = 0] = await pids("pids", 2);
    expect(await running).toEqual({ outcome: "timedOut" });
    await allGone([child]);
    expect(daemon).toBeGreaterThan(0);
  });

  it("is given up where it has ended itself and its daemon keeps the output open", async () => {
    const running = run("setsid sleep 300 & echo $! >> pids; echo started", [], { deadlineMs: DEADLINE_MS });
    await pids("pids", 1);
    expect(await running).toEqual({ outcome: "timedOut" });
  });

  it("ends when the operator stops", async () => {
    const abort = new AbortController();
    const running = run("sleep 300 & echo $! >> pids; echo $$ >> pids; wait", [], { signal: abort.signal });
    const forked = await pids("pids", 2);
    abort.abort();
    expect(await running).toEqual({ outcome: "aborted" });
    await allGone(forked);
  });

  it("does not begin once the operator has stopped", async () => {
    expect(await run("sleep 300", [], { signal: AbortSignal.abort() })).toEqual({ outcome: "aborted" });
  });
});

describe("a run that prints without end", () => {
  it("is stopped at the limit and reported as too much output", async () => {
    const outcome = await run("echo $$ >> pids; head -c 100000000 /dev/zero", [], {
      maxOutputBytes: 1_000_000,
    });
    expect(outcome).toEqual({ outcome: "tooMuchOutput" });
    await allGone(await pids("pids", 1));
  });
});

describe("the environment of a run", () => {
  const secrets = {
    KUBECONFIG: "/etc/admin.conf",
    GITHUB_TOKEN: "secret",
    AWS_SECRET_ACCESS_KEY: "secret",
    GASTOWN_HTTP_ADDRESS: ":8080",
    KUBERNETES_SERVICE_HOST: "10.0.0.1",
    NODE_OPTIONS: "--inspect",
    LD_PRELOAD: "/tmp/x.so",
    GT_ROOT: "/other",
    GT_ROLE: "mayor",
    BEADS_DIR: "/other/.beads",
    TMUX: "/tmp/tmux-0/default,1,0",
  };
  const wanted = {
    PATH: "/usr/bin:/bin",
    HOME: "/home/town",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    TMPDIR: "/var/tmp",
    GIT_AUTHOR_NAME: "Town",
    SSH_AUTH_SOCK: "/run/ssh",
    TZ: "UTC",
  };

  it("is what gt and its agents need, and nothing that belongs to the operator", () => {
    const env = childEnvironment({ ...secrets, ...wanted, GT_TOWN_ROOT: "/wrong" }, "/srv/gt");
    expect(env).toEqual({ ...wanted, GT_TOWN_ROOT: "/srv/gt" });
  });

  it("holds what a person has named besides, and no more of the operator's", () => {
    const named = ["GT_DOLT_PORT", "GIT_SSH_COMMAND", "NOT_SET"];
    const more = { GT_DOLT_PORT: "3308", GIT_SSH_COMMAND: "ssh -F /etc/town" };
    expect(childEnvironment({ ...secrets, ...wanted, ...more }, "/srv/gt", named)).toEqual({
      ...wanted,
      ...more,
      GT_TOWN_ROOT: "/srv/gt",
    });
    expect(childEnvironment({ ...wanted, ...more }, "/srv/gt")).not.toHaveProperty("GT_DOLT_PORT");
  });

  it("is all that the program gets", async () => {
    const outcome = await run("env", [], { env: childEnvironment({ ...secrets, ...wanted }, folder) });
    const stdout = outcome.outcome === "exited" ? outcome.stdout : "";
    const names = stdout.split("\n").flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
    const ofTheShell = new Set(["PWD", "OLDPWD", "SHLVL", "_"]);
    const passed = names.filter((name) => !ofTheShell.has(name));
    expect(passed.toSorted()).toEqual([...Object.keys(wanted), "GT_TOWN_ROOT"].toSorted());
  });
});

describe("bd", () => {
  it.each(["besideGt", "inPath"] as const)(
    "is run in the folder of the rig whose beads it writes: %s",
    async (place) => {
      expect(await runBd('echo "$PWD $1"', place)).toMatchObject({
        outcome: "exited",
        stdout: `${path.join(realpathSync(folder), "alpha")} show\n`,
      });
    },
  );
});
