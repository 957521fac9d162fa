import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  childEnvironment,
  createExecaGt,
  createFence,
  type ExecOutcome,
  type Fence,
} from "../../src/gt/index.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gt-fence-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Leader {
  readonly fence: Fence;
  isHeld: boolean;
  /** Runs a shell script as if it were a gt that writes. */
  write(script: string, signal?: AbortSignal): Promise<ExecOutcome>;
}

function leader(token: string, townRoot = folder): Leader {
  const env = childEnvironment(process.env, townRoot);
  const self: Leader = {
    isHeld: true,
    fence: createFence({
      townRoot,
      token,
      isHeld: () => self.isHeld,
      env,
      signal: new AbortController().signal,
    }),
    write(script, signal = new AbortController().signal) {
      const gtPath = path.join(folder, `gt-of-${token}`);
      writeFileSync(gtPath, `#!/bin/sh\n${script}\n`);
      chmodSync(gtPath, 0o755);
      const exec = self.fence.around(
        createExecaGt({ gtPath, townRoot, env, writePrefix: self.fence.writePrefix }),
      );
      return exec([], { deadlineMs: 30_000, maxOutputBytes: 1_000, signal, isWrite: true });
    },
  };
  return self;
}

const file = (name: string): string => path.join(folder, name);
const written = (name: string): Promise<string> => vi.waitFor(() => readFileSync(file(name), "utf8"), 20_000);

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
    const abort = new AbortController();
    // Like tmux: a process in a session of its own, that lives on.
    const script = `setsid sleep 60 >/dev/null 2>&1 & echo $! >${file("forked")}; trap 'sleep 0.5; touch ${file("gone")}; exit 1' TERM; touch ${file("a")}; while :; do sleep 0.05; done`;
    const call = one.write(script, abort.signal);
    await written("a");
    abort.abort();
    await two.fence.take();
    expect(existsSync(file("gone"))).toBe(true);
    expect(await call).toMatchObject({ outcome: "aborted" });
    process.kill(Number(readFileSync(file("forked"), "utf8")), "SIGKILL");
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
