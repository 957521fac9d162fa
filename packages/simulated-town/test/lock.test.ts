import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "../src/lock.ts";

const MODULE = path.join(import.meta.dirname, "../src/lock.ts");

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gt-lock-"));
  lock = path.join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that runs this body, in which `withLock`, `lock` and `fs` are known. */
const inProcess = (body: string): ReturnType<typeof execa> =>
  execa(process.execPath, [
    "--input-type=module",
    "--eval",
    `import * as fs from "node:fs"; import { withLock } from ${JSON.stringify(MODULE)};
     const lock = ${JSON.stringify(lock)}; const counter = lock + ".counter"; ${body}`,
  ]);

/** Reads, waits a little, and writes one more: without a lock most of them would be lost. */
const COUNT = `for (let index = 0; index < 25; index += 1) withLock(lock, () => {
  const was = Number(fs.readFileSync(counter, "utf8"));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  fs.writeFileSync(counter, String(was + 1));
});`;

const counted = (): number => Number(readFileSync(`${lock}.counter`, "utf8"));

async function deadHolder(): Promise<string> {
  const { stdout } = await inProcess("console.log(process.pid)");
  return `${String(stdout)}-1`;
}

describe("the lock of a simulated town", () => {
  beforeEach(() => writeFileSync(`${lock}.counter`, "0"));

  it("lets one process in at a time", async () => {
    await Promise.all(Array.from({ length: 4 }, () => inProcess(COUNT)));
    expect(counted()).toBe(100);
  });

  it("is given back when the work fails", () => {
    expect(() =>
      withLock(lock, () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(withLock(lock, () => "free")).toBe("free");
  });

  it("left by a killed process is taken over by one of many that find it", async () => {
    await expect(inProcess('withLock(lock, () => process.kill(process.pid, "SIGKILL"))')).rejects.toThrow();
    expect(readdirSync(folder)).toContain("lock");
    await Promise.all(Array.from({ length: 4 }, () => inProcess(COUNT)));
    expect(counted()).toBe(100);
    expect(readdirSync(folder)).not.toContain("lock");
  });

  it("left by a process that was killed while it took over is taken over, too", async () => {
    const [holder, taker] = [await deadHolder(), await deadHolder()];
    writeFileSync(lock, holder);
    writeFileSync(`${lock}.after.${holder}`, taker);
    await Promise.all([inProcess(COUNT), inProcess(COUNT)]);
    expect(counted()).toBe(50);
  });

  it("is lost by nobody where holders are killed again and again", async () => {
    const KILLED = 'withLock(lock, () => process.kill(process.pid, "SIGKILL"))';
    const killed = Array.from({ length: 4 }, () => inProcess(KILLED).catch(() => null));
    await Promise.all([...killed, inProcess(COUNT), inProcess(COUNT), inProcess(COUNT)]);
    expect(counted()).toBe(75);
  });
});
