/** Answers of `gt show ID …`: what was found on stdout, what was not on stderr, line by line. */
import { z } from "zod";
import type { Bead, ShownBeads } from "../answers.ts";
import { listOf, parseJson } from "./json.ts";

const bead = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  assignee: z.string().optional(),
  created_at: z.string().optional(),
  closed_at: z.string().optional(),
  close_reason: z.string().optional(),
});
const beads = listOf(bead);

/**
 * bd completes a part of an id to the bead that it fits: an answer counts only for exactly the id that was asked.
 * An id that neither stdout nor stderr speaks of is unknown, not missing.
 */
export function parseShow(asked: readonly string[], stdout: string, stderr: string): ShownBeads {
  const answers = stdout.trim() === "" ? [] : parseJson(beads, stdout);
  const byId = new Map(answers.map((answer): [string, Bead] => [answer.id, plain(answer)]));
  const found: Bead[] = [];
  const missing: string[] = [];
  const unknown: { id: string; message: string }[] = [];
  for (const id of asked) {
    const answer = byId.get(id);
    if (answer !== undefined) found.push(answer);
    else if (isSaidMissing(id, stderr)) missing.push(id);
    else unknown.push({ id, message: complaint(id, stderr) });
  }
  return { found, missing, unknown };
}

function plain({ id, title, status, ...optional }: z.infer<typeof bead>): Bead {
  return {
    id,
    title,
    status,
    assignee: said(optional.assignee),
    createdAt: instant(optional.created_at),
    closedAt: instant(optional.closed_at),
    closeReason: said(optional.close_reason),
  };
}

function said(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function instant(text: string | undefined): number | null {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? null : at;
}

function isSaidMissing(id: string, stderr: string): boolean {
  const line = lineAbout(id, stderr);
  return line !== undefined && /not found|no issue found/i.test(line);
}

function complaint(id: string, stderr: string): string {
  return lineAbout(id, stderr) ?? `gt show said nothing of ${id}`;
}

function lineAbout(id: string, stderr: string): string | undefined {
  const lines = stderr.split("\n").map((line) => line.trim());
  return lines.find((line) => line.startsWith(`Issue ${id} `) || line.startsWith(`Error fetching ${id}:`));
}
