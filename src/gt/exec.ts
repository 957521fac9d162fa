/**
 * One run of gt: argv without a shell, a minimal environment, a deadline that holds whatever the child forks.
 * A grandchild that keeps stdout open (tmux does) would otherwise keep the call waiting long after its child died.
 */
import { existsSync } from "node:fs";
import { execa } from "execa";
import { errnoOf, troubleWith } from "../system/index.ts";

export type ExecOutcome =
  | {
      readonly outcome: "exited";
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly outcome: "timedOut" }
  | { readonly outcome: "aborted" }
  | { readonly outcome: "tooMuchOutput" }
  | { readonly outcome: "missing" }
  /** It could not be started, though it is there: nothing was done. */
  | { readonly outcome: "unusable"; readonly message: string }
  /** Not begun: this process may not write to the town. */
  | { readonly outcome: "fenced"; readonly message: string }
  | { readonly outcome: "failed"; readonly message: string };

export interface ExecOptions {
  /** Whether it changes something in the town; absent, it only reads. */
  readonly isWrite?: boolean;
  readonly deadlineMs: number;
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
}

export type GtExec = (argv: readonly string[], options: ExecOptions) => Promise<ExecOutcome>;

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
/** After its deadline a call is given up, whether or not its streams have closed, ms. */
const ABANDON_AFTER_MS = 3_000;

export function createExecaGt({ gtPath, writePrefix, townRoot, env }: ExecaGtOptions): GtExec {
  return async (argv, { deadlineMs, maxOutputBytes, signal, isWrite }) => {
    const prefix = isWrite === true ? (writePrefix?.(deadlineMs) ?? []) : [];
    const [program = gtPath, ...words] = [...prefix, gtPath, ...argv];
    const child = execa(program, words, {
      env,
      extendEnv: false,
      cwd: existsSync(townRoot) ? townRoot : "/",
      stdin: "ignore",
      reject: false,
      timeout: deadlineMs,
      cancelSignal: signal,
      killDescendants: true,
      forceKillAfterDelay: FORCE_KILL_AFTER_MS,
      maxBuffer: maxOutputBytes,
      stripFinalNewline: false,
    });
    const { promise: givenUp, resolve } = Promise.withResolvers<"abandoned">();
    const giveUp = (): void => resolve("abandoned");
    const deadline = setTimeout(giveUp, deadlineMs + ABANDON_AFTER_MS);
    const onAbort = (): void => void setTimeout(giveUp, ABANDON_AFTER_MS).unref();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const result = await Promise.race([child, givenUp]);
      if (result === "abandoned") {
        child.stdout.destroy();
        child.stderr.destroy();
        // Its own end no longer matters to anybody.
        child.catch(() => undefined);
        return { outcome: signal.aborted ? "aborted" : "timedOut" };
      }
      return outcomeOf(result, program);
    } finally {
      clearTimeout(deadline);
      signal.removeEventListener("abort", onAbort);
    }
  };
}

interface Result {
  readonly isCanceled: boolean;
  readonly timedOut: boolean;
  readonly isMaxBuffer: boolean;
  readonly exitCode?: number | undefined;
  readonly code?: string | undefined;
  readonly cause?: unknown;
  readonly stdout: string;
  readonly stderr: string;
  readonly shortMessage?: string | undefined;
}

function outcomeOf(result: Result, program: string): ExecOutcome {
  if (result.isCanceled) return { outcome: "aborted" };
  if (result.timedOut) return { outcome: "timedOut" };
  if (result.isMaxBuffer) return { outcome: "tooMuchOutput" };
  const { exitCode, stdout, stderr, cause } = result;
  if (exitCode === undefined && errnoOf(cause) !== null) return unstarted(program, cause);
  if (exitCode === undefined) return { outcome: "failed", message: result.shortMessage ?? "it was killed" };
  return { outcome: "exited", exitCode, stdout, stderr };
}

function unstarted(program: string, cause: unknown): ExecOutcome {
  if (errnoOf(cause) !== "ENOENT") return { outcome: "unusable", message: troubleWith(program, cause) };
  // Spawning says so, too, of a script whose interpreter is missing.
  if (!program.includes("/") || !existsSync(program)) return { outcome: "missing" };
  const message = `${program} is there, and the program that its first line names (#!) is not: install that one`;
  return { outcome: "unusable", message };
}
