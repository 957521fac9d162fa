import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly isReady: Promise<unknown>;
  readonly ended: Promise<Ended>;
}

function start(...deed: readonly string[]): Running {
  const entry = path.join(import.meta.dirname, "process.ts");
  const child = spawn(process.execPath, [entry, ...deed], { stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const { stdout, stderr } = child;
  let [out, err] = ["", ""];
  stdout.on("data", (part) => (out += String(part)));
  stderr.on("data", (part) => (err += String(part)));
  return {
    child,
    isReady: once(stdout, "data"),
    ended: once(child, "close").then(() => ({
      code: child.exitCode,
      signal: child.signalCode,
      stdout: out,
      stderr: err,
    })),
  };
}

describe("The watchdog of a process", () => {
  it.each([
    ["microtasks", "takeItsPlace"],
    ["synchronous", "countWithoutEnd"],
  ])(
    "ends it where %s keep the event loop from coming round, and names the actor and the stack",
    async (deed, looping) => {
      const { code, stderr, stdout } = await start(deed).ended;
      expect(code).toBe(70);
      expect(stderr).toMatch(/has not come round for \d+ s.* recordProof of polecat\/default\/nux/);
      expect(stderr).toMatch(new RegExp(`at ${looping} \\(file://.*process\\.ts:\\d+:\\d+\\)`));
      expect(stdout).not.toContain("done");
    },
    WAIT_DEADLINE_MS,
  );

  it(
    "ends it where a call of the system does not come back, with a stack or without one",
    async () => {
      const { code, signal, stderr } = await start("blocked").ended;
      expect([code, signal]).toEqual([null, "SIGKILL"]);
      expect(stderr).toContain("recordProof of polecat/default/nux");
      expect(stderr).toContain("its stack cannot be read");
    },
    WAIT_DEADLINE_MS,
  );

  it(
    "leaves a busy one alone, whose event loop comes round",
    async () => {
      expect(await start("busy").ended).toMatchObject({ code: 0, stderr: "" });
    },
    WAIT_DEADLINE_MS,
  );

  it(
    "leaves one alone that was stopped for longer than the limit and goes on",
    async () => {
      const { child, isReady, ended } = start("stopped", "8000");
      await isReady;
      child.kill("SIGSTOP");
      // The limit of that process is 2 s. What counts is that much more than that goes by while it is stopped.
      await sleep(6_000);
      child.kill("SIGCONT");
      expect(await ended).toMatchObject({ code: 0, stderr: "" });
    },
    WAIT_DEADLINE_MS,
  );

  it(
    "does nothing any more once it is closed",
    async () => {
      expect(await start("closed").ended).toMatchObject({ code: 0, stderr: "" });
    },
    WAIT_DEADLINE_MS,
  );
});
