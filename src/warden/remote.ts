/** The remote: what it has, and what it is given. A ref is replaced only while it is what the caller believes it to be. */
import type { GitAccess } from "./credentials.ts";
import { causeOf, GitError, tellingLines } from "./git-error.ts";
import type { Git, GitAnswer } from "./git.ts";
import type { RemoteAddress } from "./remote-address.ts";

export interface RemoteRefs {
  /** The branch that its HEAD names. */
  readonly headBranch: string | null;
  readonly refs: ReadonlyMap<string, string>;
}

export type PushOutcome =
  | { readonly outcome: "pushed" }
  /** The ref is something else than was believed; null: it is not there. */
  | { readonly outcome: "moved"; readonly now: string | null }
  | { readonly outcome: "refused"; readonly message: string };

export interface Remote {
  /** @param patterns as git ls-remote takes them. @throws GitError */
  list(patterns: readonly string[], signal?: AbortSignal): Promise<RemoteRefs>;
  /** Into the vault. @throws GitError */
  fetch(refspecs: readonly string[], signal?: AbortSignal): Promise<void>;
  /** @param expected what the ref is now; null: it is not there. @throws GitError where nobody can say what came of it. */
  push(ref: string, commit: string, expected: string | null, signal?: AbortSignal): Promise<PushOutcome>;
}

export interface RemoteOptions {
  /** On the vault's repository. */
  readonly git: Git;
  readonly address: RemoteAddress;
  readonly access: () => GitAccess;
  readonly deadlineMs: number;
}

export function createRemote({ git, address, access, deadlineMs }: RemoteOptions): Remote {
  const ask = (argv: readonly string[], signal?: AbortSignal): Promise<GitAnswer> => {
    const { env, options } = access();
    return git.ask([...options, ...argv], { env, deadlineMs, ...(signal !== undefined && { signal }) });
  };
  const list: Remote["list"] = async (patterns, signal) => {
    const answer = await ask(["ls-remote", "--symref", "--", address.url, ...patterns], signal);
    if (answer.exitCode !== 0) throw failure("asking the remote", answer);
    return parseRefs(answer.stdout.toString("utf8"));
  };
  return {
    list,
    async fetch(refspecs, signal) {
      const flags = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"];
      const answer = await ask(["fetch", ...flags, "--", address.url, ...refspecs], signal);
      if (answer.exitCode !== 0) throw failure("fetching from the remote", answer);
    },
    async push(ref, commit, expected, signal) {
      const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
      const flags = ["--porcelain", "--no-verify", "--no-progress", lease];
      const answer = await ask(["push", ...flags, "--", address.url, `${commit}:${ref}`], signal);
      const line = answer.stdout.toString("utf8").match(/^[!=+* -]\t.*$/m)?.[0];
      if (answer.exitCode === 0) return { outcome: "pushed" };
      // Nothing was said of the ref, so nobody knows what came of it.
      if (line === undefined) throw failure("pushing to the remote", answer);
      const now = (await list([ref], signal)).refs.get(ref) ?? null;
      if (now === commit) return { outcome: "pushed" };
      if (now !== expected) return { outcome: "moved", now };
      return { outcome: "refused", message: refusal(line, answer.stderr) };
    },
  };
}

function failure(what: string, { stderr, exitCode }: GitAnswer): GitError {
  const told = tellingLines(stderr);
  return new GitError(causeOf(stderr), `${what}: ${told === "" ? `git ended with ${exitCode}` : told}`);
}

/** `!\tCOMMIT:REF\t[remote rejected] (pre-receive hook declined)`, and what the remote's own programs printed. */
function refusal(line: string, stderr: string): string {
  const reason = line.split("\t")[2] ?? "";
  const remote = tellingLines(stderr)
    .split("; ")
    .filter((words) => words.startsWith("remote: "))
    .map((words) => words.slice("remote: ".length));
  return [reason, ...remote].join("; ");
}

function parseRefs(text: string): RemoteRefs {
  const refs = new Map<string, string>();
  let headBranch: string | null = null;
  for (const line of text.split("\n")) {
    const [value = "", name] = line.split("\t");
    if (name === undefined) continue;
    if (value.startsWith("ref: ")) {
      if (name === "HEAD") headBranch = value.slice("ref: refs/heads/".length);
    } else refs.set(name, value);
  }
  return { headBranch, refs };
}
