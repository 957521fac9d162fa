/**
 * The note of a checkpoint: what its commit's message says beside the files. Its first parent is HEAD; the others are what
 * else was only in the pod, each with a line here. Whoever may push could have written it, so it is read as anything from
 * outside is.
 */
import { z } from "zod";
import type { Git } from "./git.ts";

const commitId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

const alsoSchema = z.object({
  /** `left`: HEAD or a branch was there at an earlier checkpoint, and nothing leads there any more. */
  kind: z.enum(["stash", "branch", "tag", "head", "left"]),
  name: z.string(),
  commit: commitId,
});

const noteSchema = z.object({
  version: z.literal(1),
  polecat: z.string(),
  attempt: z.int().min(1),
  writer: z.string(),
  branch: z.string(),
  at: z.iso.datetime(),
  /** Null: no commit yet. */
  head: commitId.nullable(),
  /** Null: HEAD was detached. */
  headBranch: z.string().nullable(),
  operation: z.enum(["merge", "rebase", "cherry-pick", "revert", "bisect"]).nullable(),
  also: z.array(alsoSchema),
  /** Folders that were repositories of their own; their files are here as plain ones. */
  nested: z.array(z.string()),
});

export type Also = z.infer<typeof alsoSchema>;
export type CheckpointNote = z.infer<typeof noteSchema>;

/** What is carried beside the files. */
export type Carried = Pick<CheckpointNote, "head" | "headBranch" | "operation" | "also" | "nested">;

export function messageFor(note: CheckpointNote): string {
  return `Checkpoint of ${note.polecat}, attempt ${note.attempt}\n\n${JSON.stringify(note)}\n`;
}

export interface Checkpoint {
  readonly commit: string;
  readonly tree: string;
  readonly note: CheckpointNote;
}

/** @param git on the vault. @returns null where the commit is no checkpoint of ours. */
export async function readCheckpoint(git: Git, commit: string): Promise<Checkpoint | null> {
  const text = (await git.run(["cat-file", "commit", commit])).toString("utf8");
  const [header = "", ...body] = text.split("\n\n");
  const tree = /^tree ([0-9a-f]+)$/m.exec(header)?.[1];
  const line = body
    .join("\n\n")
    .split("\n")
    .find((one) => one.startsWith("{"));
  if (tree === undefined || line === undefined) return null;
  const note = noteIn(line);
  // What it says of HEAD must be so: a restored worktree would otherwise stand on a commit that nothing holds.
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id = ""]) => id);
  const isHeld =
    note !== null &&
    [note.head, ...note.also.map((also) => also.commit)].every((id) => id === null || parents.includes(id));
  return note !== null && isHeld ? { commit, tree, note } : null;
}

function noteIn(line: string): CheckpointNote | null {
  try {
    return noteSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
