/**
 * What a checkpoint carries beside the files: HEAD, and every commit that would otherwise be in the pod only. That is what
 * branches, tags, stashes and an operation under way name, and what an earlier checkpoint carried as HEAD or a branch and
 * nothing leads to any more: an agent that resets or amends by mistake finds it again.
 */
import { isAncestor, peeled, unreachable } from "./ancestry.ts";
import type { AgentRepository } from "./agent-repository.ts";
import type { Also, Carried } from "./checkpoint-note.ts";
import type { Git } from "./git.ts";
import type { Reader } from "./reader.ts";
import { BRANCHES, branchRef, REMOTE_BRANCHES, TAGS } from "./refs.ts";

export interface CarriedInput {
  /** On the vault. */
  readonly git: Git;
  readonly reader: Reader;
  readonly repository: AgentRepository;
  /** What the last checkpoint carried; null: there is none. */
  readonly last: Carried | null;
  readonly branch: string;
  /** Where the work branch is on the remote; null: nowhere. */
  readonly branchAt: string | null;
  readonly signal?: AbortSignal | undefined;
}

export interface CarriedFound {
  readonly carried: Omit<Carried, "nested">;
  /** Where the work branch is in the worktree; null: there is none, or it cannot be read. */
  readonly branchTip: string | null;
  /** Commits that cannot be saved, in words. */
  readonly problems: readonly string[];
}

/** Newest of those that were left; an agent that amends all day does not make a checkpoint of thousands of parents. */
const MOST_LEFT = 100;

/** @throws GitError */
export async function findCarried(input: CarriedInput): Promise<CarriedFound> {
  const { git, reader, repository, last, branch, signal } = input;
  const named = namedBy(repository);
  const { head, headBranch, operation } = repository;
  const wanted = [...named.map(({ commit }) => commit), ...(head === null ? [] : [head])];
  const unread = await reader.bring(wanted, signal);
  const isRead = (commit: string): boolean => !unread.has(commit);
  const knownHead = head === null || isRead(head) ? head : (last?.head ?? null);
  const readable = await peeledOf(
    git,
    named.filter(({ commit }) => isRead(commit)),
  );
  const tip = repository.refs.get(branchRef(branch));
  const branchTip = tip !== undefined && isRead(tip) ? tip : null;
  const held = [...(knownHead === null ? [] : [knownHead]), ...(await heldByBranch(input, branchTip))];
  const lone = await unreachable(
    git,
    readable.map(({ commit }) => commit),
    held,
    branch,
  );
  const elsewhere = await namesElsewhere(git, readable, headBranch);
  const also = readable.filter((one) => one.kind === "stash" || lone.has(one.commit) || elsewhere.has(one));
  const left = await findLeft(input, [...held, ...also.map(({ commit }) => commit)]);
  return {
    carried: { head: knownHead, headBranch, operation, also: [...also, ...left] },
    branchTip,
    problems: [...unread].map(
      ([commit, problem]) => `${nameOf(named, commit)} (${commit.slice(0, 12)}): ${problem}`,
    ),
  };
}

/** Branches and tags whose commits the remote has, though not under their names: those are to come back, too. */
async function namesElsewhere(
  git: Git,
  named: readonly Also[],
  headBranch: string | null,
): Promise<ReadonlySet<Also>> {
  const isName = ({ kind, name }: Also): boolean =>
    kind === "tag" || (kind === "branch" && name !== headBranch);
  const names = named.filter(isName);
  if (names.length === 0) return new Set();
  const format = "--format=%(refname) %(objectname) %(*objectname)";
  const listed = (await git.run(["for-each-ref", format, REMOTE_BRANCHES, TAGS])).toString("utf8");
  const known = new Map(
    listed.split("\n").map((line) => {
      const [ref = "", object = "", commit = ""] = line.split(" ");
      return [ref, commit === "" ? object : commit] as const;
    }),
  );
  const refOf = ({ kind, name }: Also): string => (kind === "tag" ? TAGS : REMOTE_BRANCHES) + name;
  return new Set(names.filter((one) => known.get(refOf(one)) !== one.commit));
}

/** What the branch on the remote holds stays there, unless the worktree's branch does not hold it: then it is replaced. */
async function heldByBranch(
  { git, branchAt }: CarriedInput,
  branchTip: string | null,
): Promise<readonly string[]> {
  if (branchAt === null) return [];
  if (branchTip === null || (await isAncestor(git, branchAt, branchTip))) return [branchAt];
  return [];
}

async function findLeft(
  { git, last, branch, branchAt }: CarriedInput,
  held: readonly string[],
): Promise<readonly Also[]> {
  const earlier: readonly Also[] = [
    ...(last?.also ?? []).filter(({ kind }) => kind !== "stash" && kind !== "tag"),
    ...(last?.head === null || last?.head === undefined
      ? []
      : [leftBy(last.headBranch ?? "HEAD", last.head)]),
    ...(branchAt === null ? [] : [leftBy(branch, branchAt)]),
  ];
  const lone = await unreachable(
    git,
    earlier.map(({ commit }) => commit),
    held,
    branch,
  );
  const left = new Map(earlier.map(({ name, commit }) => [commit, leftBy(name, commit)]));
  return [...left.values()].filter(({ commit }) => lone.has(commit)).slice(-MOST_LEFT);
}

function leftBy(name: string, commit: string): Also {
  return { kind: "left", name, commit };
}

function namedBy({ refs, stashes, others }: AgentRepository): readonly Also[] {
  const ofRefs = [...refs].sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    ...stashes.map(({ commit, message }): Also => ({ kind: "stash", name: message, commit })),
    ...ofRefs.map(([name, commit]): Also => {
      const isTag = name.startsWith(TAGS);
      return { kind: isTag ? "tag" : "branch", name: name.slice((isTag ? TAGS : BRANCHES).length), commit };
    }),
    ...[...others].map(([name, commit]): Also => ({ kind: "head", name, commit })),
  ];
}

/** A tag may name an object of its own; one that names no commit is left out, for nothing can be its child. */
async function peeledOf(git: Git, named: readonly Also[]): Promise<readonly Also[]> {
  const commits = await peeled(
    git,
    named.map(({ commit }) => commit),
  );
  return named.flatMap((also) => {
    const commit = commits.get(also.commit);
    return commit === undefined ? [] : [{ ...also, commit }];
  });
}

function nameOf(named: readonly Also[], commit: string): string {
  const also = named.find((one) => one.commit === commit);
  return also === undefined ? "HEAD" : `${also.kind} ${also.name}`;
}
