/** Answers of `gt health`, `gt vitals`, `gt rig list`, `gt mq list` and `gt convoy …`. */
import { z } from "zod";
import type { ConvoyCheck, ConvoySummary, MergeRequest, RigEntry, TownHealth } from "../answers.ts";
import { BEAD_ID } from "../../grammar/index.ts";
import { listOrNull, parseJson, word, wordOrNothing } from "./json.ts";
import { plainText } from "./plain-text.ts";

const health = z.object({ server: z.object({ running: z.boolean() }) });

export function parseHealth(stdout: string): TownHealth {
  return { running: parseJson(health, stdout).server.running };
}

/**
 * How many issues each database has, by its name, which is its rig's. A database that could not be asked has `-`, and is
 * left out. `gt health` counts, too, but in gt 1.0.1 only databases of three fixed names.
 */
export function parseVitals(stdout: string): ReadonlyMap<string, number> {
  const [, table] = /^Databases \(.*\)\n(.*(?:\n .*)*)/m.exec(plainText(stdout)) ?? [];
  if (table === undefined) throw new SyntaxError("no table of databases in the answer");
  const rows = [...table.matchAll(/^ {2}(\S+) +(\d+) /gm)];
  const totals = rows.map(([, name = "", total = ""]) => [name, Number(total)] as const);
  // No status holds a larger figure: the API server would refuse all of it.
  return new Map(totals.filter(([, total]) => Number.isSafeInteger(total)));
}

/**
 * Only shown: whatever else stands there is not worth a whole list. Empty of a rig whose folder gt cannot read.
 */
const shownText = z.string().nullable().catch(null);

const rigs = z.array(
  z.object({
    name: word,
    beads_prefix: word,
    status: word,
    witness: shownText,
    refinery: shownText,
  }),
);

/**
 * What gt says with exit code 0 of a town that has none yet. Where it cannot read its own file of rigs, it says the first of
 * the two sentences alone: then nobody knows whether there are any.
 */
const NO_RIGS = /^No rigs configured\.\s+Add one with: gt rig add /;

export function parseRigList(stdout: string): readonly RigEntry[] {
  if (NO_RIGS.test(plainText(stdout).trim())) return [];
  return parseJson(rigs, stdout).map(({ beads_prefix, ...entry }) => ({
    ...entry,
    beadsPrefix: beads_prefix,
  }));
}

const mergeRequests = listOrNull(
  z.object({
    id: word,
    description: z.string().nullish(),
    assignee: wordOrNothing,
  }),
);

/**
 * The fields stand in the description, a line each, as `name: value`. A request that names no branch may be that of any
 * polecat: whoever asks whether its own is open could be told no.
 */
export function parseMergeQueue(stdout: string): readonly MergeRequest[] {
  return parseJson(mergeRequests, stdout).map(({ id, description, assignee }) => {
    const field = (name: string): string | null => {
      const value = new RegExp(`^${name}: (.+)$`, "m").exec(description ?? "")?.[1];
      return value === undefined || value === "null" ? null : value;
    };
    const branch = field("branch");
    if (branch === null || !word.safeParse(branch).success) {
      throw new SyntaxError(`merge request ${id} names no branch`);
    }
    return {
      id,
      branch,
      worker: field("worker"),
      sourceIssue: field("source_issue"),
      assignee,
      conflict: field("last_conflict_sha"),
    };
  });
}

const convoys = z.array(
  z.object({
    id: word,
    title: z.string(),
    status: word,
    tracked: z
      .array(z.object({ id: word }))
      .nullish()
      .transform((tracked) => tracked ?? []),
  }),
);

/** gt goes on without the convoy, and exits 0: it would be made a second time. */
const LEAVES_OUT = /skipping convoy .*/i;

export function parseConvoyList({
  stdout,
  stderr,
}: {
  readonly stdout: string;
  readonly stderr: string;
}): readonly ConvoySummary[] {
  const [leftOut] = LEAVES_OUT.exec(plainText(stderr)) ?? [];
  if (leftOut !== undefined) throw new SyntaxError(`the list is not whole: gt is ${leftOut}`);
  return parseJson(convoys, stdout);
}

/** `✓ Created convoy 🚚 hq-cv-emt3v` */
export function parseConvoyCreate(stdout: string): { readonly id: string } {
  const id = /^\s*✓ Created convoy \S+ (\S+)\s*$/m.exec(plainText(stdout))?.[1];
  if (id === undefined || !BEAD_ID.pattern.test(id)) throw new SyntaxError("no convoy id in the answer");
  return { id };
}

/** `✓ Added 1 issue(s) to convoy 🚚 hq-cv-hq4bp`; how many, the list of convoys tells better. */
export function parseConvoyAdd(stdout: string): void {
  if (!/^\s*✓ Added \d+ issue\(s\) to convoy\b/m.test(plainText(stdout)))
    throw new SyntaxError("it does not say what was added to the convoy");
}

/** `✓ Auto-closed convoy 🚚 hq-cv-hq4bp: Wave`, or `○ Convoy hq-cv-hq4bp has 2 open issue(s) remaining`, or `is already closed`. */
export function parseConvoyCheck(stdout: string): ConvoyCheck {
  const [, said, word] =
    /^\s*(✓ Auto-closed convoy\b|\S+ Convoy \S+ (has|is)\b)/m.exec(plainText(stdout)) ?? [];
  if (said === undefined) throw new SyntaxError("it does not say whether the convoy is closed");
  if (word === undefined) return { state: "closed" };
  return { state: word === "is" ? "closedBefore" : "open" };
}
