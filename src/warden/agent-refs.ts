/** The refs of the agent's repository: HEAD, branches and tags, from their files and from the file of packed ones. */
import { bytesOf } from "./byte-path.ts";
import { below, COMMIT, linesOf, UnreadableRepository } from "./git-folder.ts";
import type { OpenFolder } from "./open-folder.ts";
import { BRANCHES, isBranchName, TAGS } from "./refs.ts";

export interface AgentRefs {
  /** Null: HEAD's branch has no commit yet. */
  readonly head: string | null;
  /** Null: HEAD is detached. */
  readonly headBranch: string | null;
  /** By their whole names. */
  readonly refs: ReadonlyMap<string, string>;
}

const MOST_BYTES = 64 * 1024 * 1024;
/** Folders of refs in each other. */
const MOST_DEPTH = 32;
const MOST_REFS = 100_000;

/** @throws UnreadableRepository */
export function readRefs(folder: OpenFolder): AgentRefs {
  if (folder.stat("reftable") !== null)
    throw new UnreadableRepository(
      "its refs are in the reftable format, which is not read; `git refs migrate --ref-format=files` changes it",
    );
  const refs = new Map([...packedRefs(folder), ...looseRefs(folder)]);
  const [text = ""] = linesOf(folder.readFile("HEAD", 4_096));
  if (COMMIT.test(text)) return { head: text, headBranch: null, refs };
  const name = text.startsWith("ref: ") ? text.slice("ref: ".length).trim() : "";
  if (!name.startsWith(BRANCHES))
    throw new UnreadableRepository("its HEAD names neither a branch nor a commit");
  return { head: refs.get(name) ?? null, headBranch: name.slice(BRANCHES.length), refs };
}

function isKept(name: string): boolean {
  return (
    (name.startsWith(BRANCHES) || name.startsWith(TAGS)) && isBranchName(name.replace(/^refs\/[a-z]+\//, ""))
  );
}

function packedRefs(folder: OpenFolder): ReadonlyMap<string, string> {
  return new Map(
    linesOf(folder.readFile("packed-refs", MOST_BYTES)).flatMap((line) => {
      const space = line.indexOf(" ");
      const [commit, name] = [line.slice(0, space), line.slice(space + 1)];
      return COMMIT.test(commit) && isKept(name) ? [[name, commit] as const] : [];
    }),
  );
}

function looseRefs(folder: OpenFolder): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const top of ["heads", "tags"])
    below(folder, ["refs", top], (refs) => collect(refs, `refs/${top}/`, found, 0));
  return found;
}

function collect(folder: OpenFolder, prefix: string, found: Map<string, string>, depth: number): void {
  if (depth > MOST_DEPTH) return;
  for (const name of folder.names()) {
    if (found.size >= MOST_REFS) return;
    const whole = prefix + bytesOf(name).toString("utf8");
    const inner = folder.folder(name);
    if (inner !== null) {
      try {
        collect(inner, `${whole}/`, found, depth + 1);
      } finally {
        inner.close();
      }
      continue;
    }
    const [commit = ""] = linesOf(folder.readFile(name, 4_096));
    if (COMMIT.test(commit) && isKept(whole)) found.set(whole, commit);
  }
}
