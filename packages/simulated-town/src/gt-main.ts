/**
 * The simulated `gt` and `bd` as a program: `node gt-main.ts gt|bd ARGUMENTS…` in the town around the working
 * directory, or else in that of GT_TOWN_ROOT, as the real one looks for it.
 * It logs each call with its times, its process and the names of its environment, takes as long as the seed says, and
 * misbehaves where a fault says so.
 */
import { spawn } from "node:child_process";
import { appendFileSync, writeSync } from "node:fs";
import { fail, type Answer } from "./answer.ts";
import { announceSling } from "./commands/sling.ts";
import { commandName, executeOutside, type Program } from "./engine.ts";
import type { FaultRule } from "./fault-rules.ts";
import { takeFault } from "./faults.ts";
import { COMPILE_CACHE, townFiles } from "./files.ts";
import { pause } from "./lock.ts";
import { TownFileError } from "./read-file.ts";
import { isTown, readState, runInTown, townAround, withState } from "./store.ts";

/** Longer than any deadline of a test: a hanging call ends only when it is killed. */
const FOREVER_MS = 2_147_483_647;
const HUGE_BYTES = 100 * 1024 * 1024;

type Log = (entry: Readonly<Record<string, unknown>>) => void;

function main(program: Program, argv: readonly string[]): number {
  const root = townAround(process.cwd()) ?? process.env["GT_TOWN_ROOT"] ?? "";
  if (!isTown(root)) return print(executeOutside(program, argv));
  const log: Log = (entry) =>
    appendFileSync(
      townFiles(root).calls,
      `${JSON.stringify({ at: Date.now(), pid: process.pid, program, argv, ...entry })}\n`,
    );
  log({ event: "start", env: namesOfEnvironment() });
  pause(begin(root, program, argv));
  const fault = takeFault(root, argv);
  if (fault !== null) misbehaveBefore(fault, log);
  const answer = fault === null ? null : wrongAnswer(fault);
  const given = answer ?? runInTown(root, program, argv, Date.now());
  if (fault?.kind === "crashAfter") process.kill(process.pid, "SIGKILL");
  log({ event: "end", exitCode: given.exitCode });
  return print(given);
}

/** Those that the caller gave. */
function namesOfEnvironment(): readonly string[] {
  return Object.keys(process.env)
    .filter((name) => name !== COMPILE_CACHE)
    .sort();
}

/** @returns how long the call takes, in ms. A sling that takes its time is known to others meanwhile. */
function begin(root: string, program: Program, argv: readonly string[]): number {
  const name = commandName(argv, program);
  const { latency } = readState(root);
  const ms = latency[name] ?? latency[""] ?? 0;
  if (name === "sling" && ms > 0) {
    const now = Date.now();
    withState(root, (state) => announceSling(state, argv, { now, until: now + ms, caller: process.pid }));
  }
  return ms;
}

function misbehaveBefore({ kind, ms = 0 }: FaultRule, log: Log): void {
  switch (kind) {
    case "slow":
      pause(ms);
      return;
    case "crashBefore":
      process.kill(process.pid, "SIGKILL");
      return;
    case "forkAndHoldStdout":
      log({ event: "fork", child: holdStdout() });
      pause(FOREVER_MS);
      return;
    case "hang":
      pause(FOREVER_MS);
      return;
    case "garbage":
    case "hugeOutput":
    case "crashAfter":
    case "exit":
      return;
    default:
      kind satisfies never;
  }
}

/** A session of its own, as tmux has: it survives its parent and keeps the pipe open. @returns its process id. */
function holdStdout(): number | undefined {
  const child = spawn("sleep", ["600"], { detached: true, stdio: ["ignore", "inherit", "inherit"] });
  child.unref();
  return child.pid;
}

function wrongAnswer({
  kind,
  exitCode = 1,
  stderr = "Error: simulated failure\n",
}: FaultRule): Answer | null {
  if (kind === "garbage") return { exitCode: 0, stdout: '[{"rig": \u0000 nonsense', stderr: "" };
  if (kind === "hugeOutput") return { exitCode: 0, stdout: "x".repeat(HUGE_BYTES), stderr: "" };
  if (kind === "exit") return { exitCode, stdout: "", stderr };
  return null;
}

/** To the end, although a pipe takes only a part at a time. */
function print({ stdout, stderr, exitCode }: Answer): number {
  for (const [descriptor, text] of [
    [1, stdout],
    [2, stderr],
  ] as const) {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSome(descriptor, bytes, done);
  }
  return exitCode;
}

function writeSome(descriptor: number, bytes: Buffer, from: number): number {
  try {
    return writeSync(descriptor, bytes, from);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    pause(1);
    return 0;
  }
}

function run(program: Program, argv: readonly string[]): number {
  try {
    return main(program, argv);
  } catch (error) {
    if (error instanceof TownFileError) return print(fail(error.message));
    throw error;
  }
}

const [program, ...argv] = process.argv.slice(2);
process.exit(run(program === "bd" ? "bd" : "gt", argv));
