/**
 * One run of gt: argv without a shell, a minimal environment, a deadline that holds whatever the child forks.
 * A grandchild that keeps stdout open (tmux does) would otherwise keep the call waiting long after its child died.
 */
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { errnoOf, troubleWith } from "@gastown/system";
import { createCallEnd } from "./call-end.ts";
import type { ExecOptions, ExecOutcome, GtExec } from "./exec-port.ts";
import { openOutputFiles, type OutputFiles } from "./output-files.ts";

export interface ExecaGtOptions {
  readonly gtPath: string;
  /** Words before `gtPath` of a call that writes: see `fence.ts`. */
  readonly writePrefix?: (deadlineMs: number) => readonly string[];
  /** The working directory of each call: gt takes the town around that before GT_TOWN_ROOT, so never the operator's. */
  readonly townRoot: string;
  /** The child's whole environment; see `childEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
}

/** What gt and the agents that it starts need. Everything else stays here, the operator's tokens above all. */
const PASSED_ON =
  /^(PATH|HOME|USER|LOGNAME|SHELL|TERM|TMPDIR|TZ|LANG|LC_.+|SSH_AUTH_SOCK|GIT_(AUTHOR|COMMITTER)_.+|TMUX_TMPDIR|XDG_.+)$/;

/** @param named variables that a person has named besides, such as GT_DOLT_PORT. */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  townRoot: string,
  named: readonly string[] = [],
): Readonly<Record<string, string>> {
  const passed = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && (PASSED_ON.test(name) || named.includes(name)) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(passed), GT_TOWN_ROOT: townRoot };
}

/** After SIGTERM a child gets this long before SIGKILL, ms. */
const FORCE_KILL_AFTER_MS = 2_000;

export function createExecaGt(options: ExecaGtOptions): GtExec {
  return async (argv, call) => {
    if (call.signal.aborted) return { outcome: "aborted" };
    if (call.isWrite !== true) return runOnce(options, argv, call, null);
    let files: OutputFiles;
    try {
      files = openOutputFiles();
    } catch (cause) {
      return { outcome: "unusable", message: `what it prints: ${troubleWith(tmpdir(), cause)}` };
    }
    try {
      return await runOnce(options, argv, call, files);
    } finally {
      files.close();
    }
  };
}

/** @param files where it prints; null: into pipes. */
async function runOnce(
  { gtPath, writePrefix, townRoot, env }: ExecaGtOptions,
  argv: readonly string[],
  { deadlineMs, maxOutputBytes, signal, bdIn }: ExecOptions,
  files: OutputFiles | null,
): Promise<ExecOutcome> {
  const prefix = files === null ? [] : (writePrefix?.(deadlineMs) ?? []);
  const called = bdIn === undefined ? gtPath : bdOf(gtPath);
  const folder = bdIn === undefined ? townRoot : path.join(townRoot, bdIn);
  const [program = called, ...words] = [...prefix, called, ...argv];
  const isFenced = prefix.length > 0;
  const end = createCallEnd({ deadlineMs, maxOutputBytes, signal, files, isFenced });
  try {
    const child = execa(program, words, {
      env,
      extendEnv: false,
      cwd: existsSync(folder) ? folder : "/",
      stdin: "ignore",
      stdout: files?.stdout ?? "pipe",
      stderr: files?.stderr ?? "pipe",
      reject: false,
      cancelSignal: end.kill,
      killDescendants: true,
      // Behind the fence the next operator waits for it: cut in half it would leave half of its work.
      cleanup: !isFenced,
      forceKillAfterDelay: FORCE_KILL_AFTER_MS,
      maxBuffer: maxOutputBytes,
      stripFinalNewline: false,
    });
    const result = await Promise.race([child, end.givenUp]);
    if ("outcome" in result) {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.nodeChildProcess.unref();
      // Its own end no longer matters to anybody.
      child.catch(() => undefined);
      return result;
    }
    return end.outcome() ?? outcomeOf(result, files?.texts(maxOutputBytes) ?? result, program);
  } finally {
    end.settle();
  }
}

/** The one beside gt, where gt is named by its path; else the one that gt itself finds by PATH. */
function bdOf(gtPath: string): string {
  const beside = path.join(path.dirname(gtPath), "bd");
  return path.isAbsolute(gtPath) && existsSync(beside) ? beside : "bd";
}

interface Printed {
  readonly stdout?: string | undefined;
  readonly stderr?: string | undefined;
}

interface Result {
  readonly isMaxBuffer: boolean;
  readonly exitCode?: number | undefined;
  readonly cause?: unknown;
  readonly shortMessage?: string | undefined;
}

function outcomeOf(
  { isMaxBuffer, exitCode, cause, shortMessage }: Result,
  { stdout = "", stderr = "" }: Printed,
  program: string,
): ExecOutcome {
  if (isMaxBuffer) return { outcome: "tooMuchOutput" };
  if (exitCode !== undefined) return { outcome: "exited", exitCode, stdout, stderr };
  if (errnoOf(cause) !== null) return unstarted(program, cause);
  return { outcome: "failed", message: shortMessage ?? "it was killed" };
}

function unstarted(program: string, cause: unknown): ExecOutcome {
  if (errnoOf(cause) !== "ENOENT") return { outcome: "unusable", message: troubleWith(program, cause) };
  // Spawning says so, too, of a script whose interpreter is missing.
  if (!program.includes("/") || !existsSync(program)) return { outcome: "missing" };
  const message = `${program} is there, and the program that its first line names (#!) is not: install that one`;
  return { outcome: "unusable", message };
}
