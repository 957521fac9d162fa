/** Answers of `gt show ID …`: what was found on stdout, what was not on stderr, line by line. */
import { z } from "zod";
import type { Bead, ShownBeads } from "../answers.ts";
import { parseJson, problemOf, word, wordOrNothing } from "./json.ts";
import { plainText } from "./plain-text.ts";

const bead = z.object({
  id: word,
  /** For people only: no bead is unread because of it. */
  title: z.string().catch(""),
  status: word,
  assignee: wordOrNothing,
  created_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  close_reason: z.string().nullish(),
});
const named = z.object({ id: word });

/** What was said of one bead. */
type Said = { readonly bead: Bead } | { readonly problem: string };

/**
 * bd completes a part of an id to the bead that it fits: an answer counts only for exactly the id that was asked.
 * An id that neither stdout nor stderr speaks of is unknown, not missing; so is one whose entry cannot be read.
 */
export function parseShow(asked: readonly string[], stdout: string, stderr: string): ShownBeads {
  const answers = stdout.trim() === "" ? [] : parseJson(z.array(z.unknown()), stdout);
  const byId = answersById(answers);
  const complaints = plainText(stderr)
    .split("\n")
    .map((line) => line.trim());
  const found: Bead[] = [];
  const missing: string[] = [];
  const unknown: { id: string; message: string }[] = [];
  for (const id of asked) {
    const said = byId.get(id);
    const complaint = complaintOf(id, complaints);
    if (said !== undefined && "bead" in said) found.push(said.bead);
    else if (said !== undefined) unknown.push({ id, message: said.problem });
    else if (complaint !== undefined && /not found|no issue found/i.test(complaint)) missing.push(id);
    else unknown.push({ id, message: complaint ?? `gt show said nothing of ${id}` });
  }
  const isSaid = asked.some((id) => byId.has(id) || complaintOf(id, complaints) !== undefined);
  if (answers.length === 0 && asked.length > 0 && !isSaid) throw new SyntaxError("it names no bead");
  const [problem] = [...byId.values()].flatMap((said) => ("problem" in said ? [said.problem] : []));
  // A part that can be read is an answer; this is none.
  if (problem !== undefined && found.length === 0 && missing.length === 0) throw new SyntaxError(problem);
  return { found, missing, unknown };
}

function answersById(answers: readonly unknown[]): ReadonlyMap<string, Said> {
  const byId = new Map<string, Said>();
  for (const answer of answers) {
    const id = named.safeParse(answer).data?.id;
    if (id === undefined) continue;
    const read = bead.safeParse(answer);
    const said = read.success
      ? { bead: plain(read.data) }
      : { problem: `what gt show says of ${id} cannot be read: ${problemOf(read.error)}` };
    const before = byId.get(id);
    const differs = before !== undefined && JSON.stringify(before) !== JSON.stringify(said);
    byId.set(id, differs ? { problem: `gt show says two different things of ${id}` } : said);
  }
  return byId;
}

function plain({ id, title, status, assignee, ...optional }: z.infer<typeof bead>): Bead {
  return {
    id,
    title,
    status,
    assignee,
    createdAt: instant(optional.created_at),
    closedAt: instant(optional.closed_at),
    closeReason: optional.close_reason === "" ? null : (optional.close_reason ?? null),
  };
}

function instant(text: string | null | undefined): number | null {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? null : at;
}

function complaintOf(id: string, lines: readonly string[]): string | undefined {
  return lines.find((line) => line.startsWith(`Issue ${id} `) || line.startsWith(`Error fetching ${id}:`));
}
