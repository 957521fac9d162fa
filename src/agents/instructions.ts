/** What an agent is told: the bead's title and description, and how its work is handed in. It reaches no town to ask. */
import { cutToBytes } from "../grammar/index.ts";

export interface Work {
  readonly bead: string;
  readonly title: string;
  readonly description: string;
  /** The work branch, which is checked out. */
  readonly branch: string;
  /** Of the spec, behind the bead's own: `sling.args`, `sling.message`. */
  readonly further: readonly string[];
}

/** A variable may have 128 KiB with its name, and gt takes longer descriptions than that. */
const MOST_BYTES = 120 * 1024;
const MOST_DESCRIPTION_BYTES = 96 * 1024;

/** The variables of the agent's container that say what is to be done. */
export function instructionsFor(work: Work): Readonly<Record<string, string>> {
  return {
    GASTOWN_BEAD: work.bead,
    GASTOWN_BEAD_TITLE: cutToBytes(work.title, 1_024),
    GASTOWN_INSTRUCTIONS: cutToBytes(textOf(work), MOST_BYTES),
  };
}

function textOf({ bead, title, description, branch, further }: Work): string {
  const parts = [
    `# ${title} (${bead})`,
    cutToBytes(description.trim(), MOST_DESCRIPTION_BYTES),
    ...further.map((text) => text.trim()),
    [
      "## How to hand in",
      "",
      `- You work in a git worktree on the branch \`${branch}\`. Commit all of your work to it; what is not committed is not handed in.`,
      "- Do not push: your commits are pushed for you. `git fetch` and `git push` do not work here, and neither does `gt`.",
      "- Nobody answers questions. Decide by yourself, and say in the commit message what you have decided.",
      "- An earlier attempt may have been interrupted: look at `git log` and `git status` first, and go on from there.",
      "- When the work is complete, end. If it cannot be done, say why, and end with an exit code other than 0 if you can.",
    ].join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}
