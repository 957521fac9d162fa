/**
 * The one place of this room that runs a program: git, by argv, with an environment of its own and a deadline. What the
 * agent can write (its repository's config, hooks, attributes) reaches none of these calls: see `git-settings.ts`.
 */
import type { Readable } from "node:stream";
import { execa } from "execa";
import { errnoOf, troubleWith } from "@gastown/system";
import { causeOf, GitError, tellingLines } from "./git-error.ts";

export interface GitCall {
  /** What it reads; nothing where absent. */
  readonly input?: Buffer | Readable;
  readonly cwd?: string;
  /** Beside the environment that every call has. */
  readonly env?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Git {
  /** @throws GitError where it did not end by itself; any exit code is an answer. */
  ask(argv: readonly string[], call?: GitCall): Promise<GitAnswer>;
  /** What it printed. @throws GitError where its exit code is not 0. */
  run(argv: readonly string[], call?: GitCall): Promise<Buffer>;
}

/** Of a call that works on this machine only; those that ask a remote have their own. */
const LOCAL_DEADLINE_MS = 600_000;
/** The list of a million files. */
const MOST_OUTPUT_BYTES = 512 * 1024 * 1024;
const FORCE_KILL_AFTER_MS = 2_000;

/** @param redact takes out credentials: what a remote answers may hold the URL. */
export function createGit(
  env: Readonly<Record<string, string>>,
  redact: (text: string) => string,
  deadlineMs = LOCAL_DEADLINE_MS,
): Git {
  const ask = async (argv: readonly string[], call: GitCall = {}): Promise<GitAnswer> => {
    const limit = call.deadlineMs ?? deadlineMs;
    const result = await execa("git", argv, {
      env: { ...env, ...call.env },
      extendEnv: false,
      cwd: call.cwd ?? "/",
      ...(call.input === undefined ? { stdin: "ignore" } : { input: call.input }),
      encoding: "buffer",
      reject: false,
      timeout: limit,
      ...(call.signal !== undefined && { cancelSignal: call.signal }),
      killDescendants: true,
      forceKillAfterDelay: FORCE_KILL_AFTER_MS,
      maxBuffer: MOST_OUTPUT_BYTES,
      stripFinalNewline: false,
    });
    const what = `git ${verbOf(argv)}`;
    if (result.timedOut) throw new GitError("TimedOut", `${what} did not end within ${limit / 1_000} s`);
    if (result.isCanceled) throw new GitError("Aborted", `${what} was ended, because its container ends`);
    const stderr = redact(Buffer.from(result.stderr).toString("utf8"));
    if (result.exitCode === undefined) throw new GitError("Failed", `${what}: ${howItEnded(result)}`);
    return { exitCode: result.exitCode, stdout: Buffer.from(result.stdout), stderr };
  };
  return {
    ask,
    async run(argv, call) {
      const { exitCode, stdout, stderr } = await ask(argv, call);
      if (exitCode === 0) return stdout;
      const told = tellingLines(stderr);
      const words = told === "" ? `it ended with ${exitCode} and said nothing` : told;
      throw new GitError(causeOf(stderr), `git ${verbOf(argv)}: ${words}`);
    },
  };
}

/** The first word that is no option of git itself. */
function verbOf(argv: readonly string[]): string {
  return argv.find((word) => /^[a-z]/.test(word)) ?? "";
}

function howItEnded({
  cause,
  shortMessage,
}: {
  readonly cause?: unknown;
  readonly shortMessage?: string | undefined;
}): string {
  if (errnoOf(cause) === "ENOENT") return "git is not on the PATH: the image must have it";
  if (errnoOf(cause) !== null) return troubleWith("git", cause);
  return shortMessage ?? "it was killed";
}
