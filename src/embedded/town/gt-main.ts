/**
 * The simulated `gt` and `bd` as a program: `node gt-main.ts gt|bd ARGUMENTS…` in the town of GT_TOWN_ROOT.
 * It logs each call with its times, its process and the names of its environment, takes as long as the seed says, and
 * misbehaves where a fault says so.
 */
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, writeSync } from "node:fs";
import { fail, type Answer } from "./answer.ts";
import { commandName } from "./engine.ts";
import { takeFault, type FaultRule } from "./faults.ts";
import { townFiles } from "./files.ts";
import { pause, runInTown, withState } from "./store.ts";

/** Longer than any deadline of a test: a hanging call ends only when it is killed. */
const FOREVER_MS = 2_147_483_647;
const HUGE_BYTES = 100 * 1024 * 1024;

function main(program: "gt" | "bd", argv: readonly string[]): number {
  const root = process.env["GT_TOWN_ROOT"] ?? "";
  const files = townFiles(root);
  if (!existsSync(files.state)) {
    return print(fail("not in a Gas Town workspace: not in a Gas Town workspace"));
  }
  const log = (entry: Record<string, unknown>): void =>
    appendFileSync(
      files.calls,
      `${JSON.stringify({ at: Date.now(), pid: process.pid, program, argv, ...entry })}\n`,
    );
  log({ event: "start", env: Object.keys(process.env).sort() });
  pause(latency(root, program, argv));
  const fault = takeFault(root, argv);
  if (fault !== null) misbehaveBefore(fault);
  const answer = fault === null ? null : wrongAnswer(fault);
  const given = answer ?? runInTown(root, program, argv, Date.now());
  if (fault?.kind === "crashAfter") process.kill(process.pid, "SIGKILL");
  log({ event: "end", exitCode: given.exitCode });
  return print(given);
}

function latency(root: string, program: "gt" | "bd", argv: readonly string[]): number {
  return withState(root, (state) => state.latency[commandName(argv, program)] ?? state.latency[""] ?? 0);
}

function misbehaveBefore({ kind, ms = 0 }: FaultRule): void {
  switch (kind) {
    case "slow":
      pause(ms);
      return;
    case "crashBefore":
      process.kill(process.pid, "SIGKILL");
      return;
    case "forkAndHoldStdout":
      // A session of its own, as tmux has: it survives its parent and keeps the pipe open.
      spawn("sleep", ["600"], { detached: true, stdio: ["ignore", "inherit", "inherit"] }).unref();
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

const [program, ...argv] = process.argv.slice(2);
process.exit(main(program === "bd" ? "bd" : "gt", argv));
