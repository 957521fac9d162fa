/**
 * The fence around a town's writes: at any moment, gt writes of one term only.
 *
 * The lease alone cannot promise that. A leader that is frozen, or killed, leaves its `gt sling` running for minutes, and
 * may be frozen between its last look at the clock and the start of a call. So the town itself holds a lock and the
 * token of the term that may write, as gt holds locks for its beads: each write runs under a shared lock and looks for
 * its token first; a new leader takes the lock alone, which waits for the end of every write of earlier terms, and puts
 * its own token there. The kernel gives a dead process's lock back.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { troubleWith, errorMessage } from "@gastown/system";
import type { ExecOutcome, GtExec } from "./exec-port.ts";

/** Of the operator in a town: below the folder that gt itself keeps its locks in, out of every repository. */
export const TOWN_FOLDER = ".runtime/gastown-operator";

/** What `timeout` exits with where a program cannot be run, and where it is not there. */
const UNRUNNABLE = 126;
const MISSING = 127;
const DEPOSED = 75;
const UNUSABLE = 76;

/** A call without a living operator ends by itself, so much after its deadline, s. */
const ORPHAN_GRACE_S = 5;

/**
 * The shell reads the token itself: a `cat` would be one more process for each write. It keeps the lock until gt is
 * gone, also when it is asked to end; gt and what it forks get no hold of it, or else a tmux server that gt starts would keep it for ever.
 */
const WRITE = `
trap : TERM INT HUP
exec 9>>"$1" && flock -s 9 || exit ${UNUSABLE}
IFS= read -r holder <"$2"
[ "$holder" = "$3" ] || exit ${DEPOSED}
seconds=$4
shift 4
timeout --foreground -k 2 "$seconds" "$@" 9>&-
`;

const TAKE = `
exec 9>>"$1" && flock -x 9 || exit ${UNUSABLE}
printf %s "$3" > "$2.new" && mv "$2.new" "$2"
`;

export interface FenceOptions {
  readonly townRoot: string;
  /** Of this term; no other has the same. */
  readonly token: string;
  /** Asked right before each write. */
  readonly isHeld: () => boolean;
  /** The environment of gt: its PATH finds sh, flock and timeout. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the waiting for earlier writes. */
  readonly signal: AbortSignal;
  /** A write goes on although this operator stops: the next one waits for its end. */
  readonly onLeft: (argv: readonly string[]) => void;
}

export interface Fence {
  /**
   * Resolves once no write of an earlier term runs and none can begin.
   * @throws Error that says what is missing: the town's folder, the right to write there, or `flock`.
   */
  take(): Promise<void>;
  /** Words to put before gt for a call that writes. */
  readonly writePrefix: (deadlineMs: number) => readonly string[];
  /** Lets writes through while the term lasts; takes the fence first where that has not been possible yet. */
  readonly around: (exec: GtExec) => GtExec;
  /** Resolves when no write of this process runs any more. */
  idle(): Promise<void>;
}

export function createFence({ townRoot, token, isHeld, env, signal, onLeft }: FenceOptions): Fence {
  const folder = path.join(townRoot, TOWN_FOLDER);
  const lock = path.join(folder, "write.lock");
  const holder = path.join(folder, "holder");
  const running = new Set<Promise<unknown>>();
  let taking: Promise<void> | null = null;

  const take = (): Promise<void> => {
    taking ??= takeLock({ folder, lock, holder }, { token, env, signal }).catch((error: unknown) => {
      taking = null;
      throw error;
    });
    return taking;
  };
  const guarded = async (exec: GtExec, ...[argv, options]: Parameters<GtExec>): Promise<ExecOutcome> => {
    try {
      await take();
    } catch (error) {
      return { outcome: "failed", message: errorMessage(error) };
    }
    if (!isHeld()) return { outcome: "fenced", message: "this replica has lost leadership" };
    const outcome = await exec(argv, options);
    if (outcome.outcome === "left") onLeft(argv);
    return told(outcome);
  };
  return {
    take,
    writePrefix: (deadlineMs) => {
      const seconds = Math.ceil(deadlineMs / 1000) + ORPHAN_GRACE_S;
      return ["sh", "-c", WRITE, "sh", lock, holder, token, String(seconds)];
    },
    around: (exec) => (argv, options) => {
      if (options.isWrite !== true) return exec(argv, options);
      const call = guarded(exec, argv, options).finally(() => running.delete(call));
      running.add(call);
      return call;
    },
    async idle() {
      await Promise.allSettled(running);
    },
  };
}

/** Whether this machine has what a fence is made of. Every Linux has; macOS has no `flock`. */
export async function canFence(env: Readonly<Record<string, string>>): Promise<boolean> {
  const { exitCode } = await execa("sh", ["-c", "command -v flock && command -v timeout"], {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  return exitCode === 0;
}

async function takeLock(
  { folder, lock, holder }: Readonly<Record<"folder" | "lock" | "holder", string>>,
  { token, env, signal }: Pick<FenceOptions, "token" | "env" | "signal">,
): Promise<void> {
  // Not recursive: a town that is not there must not be made.
  await makeFolder(path.dirname(folder));
  await makeFolder(folder);
  const { exitCode, stderr, shortMessage } = await execa("sh", ["-c", TAKE, "sh", lock, holder, token], {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    cancelSignal: signal,
    killDescendants: true,
  });
  if (exitCode === 0) return;
  throw new Error(`the town's write lock cannot be taken: ${stderr === "" ? shortMessage : stderr.trim()}`);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return;
    throw new Error(`the town's write lock cannot be made: ${troubleWith(folder, cause)}`, { cause });
  }
}

function told(outcome: ExecOutcome): ExecOutcome {
  if (outcome.outcome !== "exited") return outcome;
  switch (outcome.exitCode) {
    case MISSING:
      return { outcome: "missing" };
    case UNRUNNABLE:
      return { outcome: "unusable", message: outcome.stderr.trim() };
    case DEPOSED:
      return { outcome: "fenced", message: "another operator has taken over the writes of this town" };
    case UNUSABLE:
      return { outcome: "failed", message: `the town's write lock cannot be used: ${outcome.stderr.trim()}` };
    default:
      return outcome;
  }
}
