import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  childEnvironment,
  createExecaGt,
  createFence,
  type ExecOutcome,
  type Fence,
} from "../../src/gt/index.ts";
import { containing } from "../containing.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const NODE = path.join(import.meta.dirname, "../../node_modules/.bin/node");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gt-fence-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface WriteOptions {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

interface Leader {
  readonly fence: Fence;
  isHeld: boolean;
  /** What went on when this leader stopped. */
  readonly left: (readonly string[])[];
  /** Runs a shell script as if it were a gt that writes. */
  write(script: string, options?: WriteOptions): Promise<ExecOutcome>;
}

function leader(token: string, townRoot = folder): Leader {
  const env = childEnvironment(process.env, townRoot);
  const self: Leader = {
    isHeld: true,
    left: [],
    fence: createFence({
      townRoot,
      token,
      isHeld: () => self.isHeld,
      env,
      signal: new AbortController().signal,
      onLeft: (argv) => self.left.push(argv),
    }),
    write(script, { signal = new AbortController().signal, deadlineMs = 30_000 } = {}) {
      const gtPath = path.join(folder, `gt-of-${token}`);
      writeFileSync(gtPath, `#!/bin/sh\n${script}\n`);
      chmodSync(gtPath, 0o755);
      const exec = self.fence.around(
        createExecaGt({ gtPath, townRoot, env, writePrefix: self.fence.writePrefix }),
      );
      return exec(["sling"], { deadlineMs, maxOutputBytes: 1_000, signal, isWrite: true });
    },
  };
  return self;
}

const file = (name: string): string => path.join(folder, name);
const written = (name: string): Promise<string> =>
  vi.waitFor(() => readFileSync(file(name), "utf8"), WAIT_DEADLINE_MS);

describe("The fence", () => {
  it("lets writes of its term through, several at once, with their output and exit code", async () => {
    const one = leader("one");
    await one.fence.take();
    const waiting = one.write(
      `touch ${file("a")}; until [ -e ${file("go")} ]; do sleep 0.05; done; echo done; exit 3`,
    );
    await written("a");
    expect(await one.write("echo hello")).toMatchObject({
      outcome: "exited",
      exitCode: 0,
      stdout: "hello\n",
    });
    writeFileSync(file("go"), "");
    expect(await waiting).toMatchObject({ outcome: "exited", exitCode: 3, stdout: "done\n" });
  });

  it("makes a new leader wait for a write that the old one has left running", async () => {
    const [one, two] = [leader("one"), leader("two")];
    const left = one.write(
      `touch ${file("a")}; until [ -e ${file("go")} ]; do sleep 0.05; done; echo late >${file("b")}`,
    );
    await written("a");
    let isTaken = false;
    const taking = two.fence.take().then(() => (isTaken = true));
    await expect.poll(() => readFileSync("/proc/locks", "utf8")).toMatch(/-> FLOCK/);
    expect(isTaken).toBe(false);
    writeFileSync(file("go"), "");
    await taking;
    expect(readFileSync(file("b"), "utf8")).toBe("late\n");
    expect(await left).toMatchObject({ exitCode: 0 });
  });

  it("begins no write of an earlier term, whatever that leader believes of its lease", async () => {
    const [one, two] = [leader("one"), leader("two")];
    await one.fence.take();
    await two.fence.take();
    expect(await one.write(`touch ${file("a")}`)).toMatchObject({ outcome: "fenced" });
    expect(existsSync(file("a"))).toBe(false);
    expect(await two.write("true")).toMatchObject({ exitCode: 0 });
  });

  it("begins no write once its term has ended", async () => {
    const one = leader("one");
    await one.fence.take();
    one.isHeld = false;
    expect(await one.write(`touch ${file("a")}`)).toMatchObject({ outcome: "fenced" });
    expect(existsSync(file("a"))).toBe(false);
  });

  it("holds the lock until a call that was given up is really gone, and not longer for what it has forked", async () => {
    const [one, two] = [leader("one"), leader("two")];
    // Like tmux: a process in a session of its own, that lives on.
    const script = `setsid sh -c 'echo $$ >${file("forked")}; exec sleep 600' >/dev/null 2>&1 & while [ ! -s ${file("forked")} ]; do sleep 0.05; done; trap 'sleep 0.5; touch ${file("gone")}; exit 1' TERM; touch ${file("a")}; while :; do sleep 0.05; done`;
    const call = one.write(script, { deadlineMs: 3_000 });
    await written("a");
    await two.fence.take();
    expect(existsSync(file("gone"))).toBe(true);
    expect(await call).toMatchObject({ outcome: "timedOut" });
    process.kill(Number(readFileSync(file("forked"), "utf8")), "SIGKILL");
  });

  it("lets a write go on when its operator stops, tells which, and makes the next one wait for its end", async () => {
    const [one, two] = [leader("one"), leader("two")];
    const abort = new AbortController();
    const script = `touch ${file("a")}; until [ -e ${file("go")} ]; do sleep 0.05; done; echo slung; echo late >${file("b")}`;
    const call = one.write(script, { signal: abort.signal });
    await written("a");
    abort.abort();
    expect(await call).toEqual({ outcome: "left" });
    expect(one.left).toEqual([["sling"]]);
    const taking = two.fence.take();
    await expect.poll(() => readFileSync("/proc/locks", "utf8")).toMatch(/-> FLOCK/);
    writeFileSync(file("go"), "");
    await taking;
    expect(readFileSync(file("b"), "utf8")).toBe("late\n");
  });

  it("stops a write that prints without end", async () => {
    const one = leader("one");
    expect(await one.write("while :; do echo more; done")).toEqual({ outcome: "tooMuchOutput" });
    await leader("two").fence.take();
  });

  it("says what is in the way where nothing can keep what a write prints, and does not begin it", async () => {
    const one = leader("one");
    await one.fence.take();
    vi.stubEnv("TMPDIR", file("missing"));
    onTestFinished(() => void vi.unstubAllEnvs());
    const outcome = await one.write(`touch ${file("a")}`);
    expect(outcome).toMatchObject({ outcome: "unusable", message: containing(file("missing")) });
    expect(existsSync(file("a"))).toBe(false);
  });

  it("keeps a write whole whose operator is killed while it prints", async () => {
    const operator = spawn(NODE, [path.join(import.meta.dirname, "killed-operator.ts"), folder], {
      stdio: "ignore",
    });
    await written("begun");
    operator.kill("SIGKILL");
    await once(operator, "exit");
    writeFileSync(file("go"), "");
    expect(await written("done")).toBe("whole\n");
    await leader("next").fence.take();
    expect(readdirSync(file("tmp"))).toEqual([]);
  });

  it("says that gt is missing, as without a fence", async () => {
    const one = leader("one");
    const env = childEnvironment(process.env, folder);
    const exec = one.fence.around(
      createExecaGt({ gtPath: file("nowhere"), townRoot: folder, env, writePrefix: one.fence.writePrefix }),
    );
    const { signal } = new AbortController();
    expect(await exec([], { deadlineMs: 5_000, maxOutputBytes: 1_000, signal, isWrite: true })).toEqual({
      outcome: "missing",
    });
  });

  it("says that gt may not be executed, as without a fence", async () => {
    const one = leader("one");
    const env = childEnvironment(process.env, folder);
    writeFileSync(file("unrunnable"), "#!/bin/sh\n", { mode: 0o644 });
    const exec = one.fence.around(
      createExecaGt({
        gtPath: file("unrunnable"),
        townRoot: folder,
        env,
        writePrefix: one.fence.writePrefix,
      }),
    );
    const { signal } = new AbortController();
    const outcome = await exec([], { deadlineMs: 5_000, maxOutputBytes: 1_000, signal, isWrite: true });
    expect(outcome).toMatchObject({ outcome: "unusable" });
    expect(JSON.stringify(outcome)).toContain("unrunnable");
  });

  it("makes no town where there is none, and works as soon as it is there", async () => {
    const one = leader("one", file("town"));
    await expect(one.fence.take()).rejects.toThrow("ENOENT");
    expect(await one.write("true")).toMatchObject({ outcome: "failed" });
    expect(existsSync(file("town"))).toBe(false);
    mkdirSync(file("town"));
    expect(await one.write("true")).toMatchObject({ exitCode: 0 });
  });
});
