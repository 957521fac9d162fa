/** Answers of `gt health`, `gt vitals`, `gt rig list`, `gt mq list` and `gt convoy …`. */
import { z } from "zod";
import type { ConvoySummary, MergeRequest, RigEntry, TownHealth } from "../answers.ts";
import { listOf, parseJson } from "./json.ts";

const health = z.object({ server: z.object({ running: z.boolean() }) });

export function parseHealth(stdout: string): TownHealth {
  return { running: parseJson(health, stdout).server.running };
}

/**
 * How many issues each database has, by its name, which is its rig's. A database that could not be asked has `-`, and is
 * left out. `gt health` counts, too, but in gt 1.0.1 only databases of three fixed names.
 */
export function parseVitals(stdout: string): ReadonlyMap<string, number> {
  const [, table] = /^Databases \(.*\)\n(.*(?:\n .*)*)/m.exec(stdout) ?? [];
  if (table === undefined) throw new SyntaxError("no table of databases in the answer");
  const rows = [...table.matchAll(/^ {2}(\S+) +(\d+) /gm)];
  return new Map(rows.map(([, name = "", total = ""]) => [name, Number(total)]));
}

const rigs = listOf(
  z.object({
    name: z.string(),
    beads_prefix: z.string(),
    status: z.string(),
    witness: z.string(),
    refinery: z.string(),
    polecats: z.number(),
  }),
);

export function parseRigList(stdout: string): readonly RigEntry[] {
  return parseJson(rigs, stdout).map(({ beads_prefix, ...entry }) => ({
    ...entry,
    beadsPrefix: beads_prefix,
  }));
}

const mergeRequests = listOf(
  z.object({
    id: z.string(),
    description: z.string().optional(),
    assignee: z.string().optional(),
  }),
);

/** The fields stand in the description, a line each, as `name: value`. */
export function parseMergeQueue(stdout: string): readonly MergeRequest[] {
  return parseJson(mergeRequests, stdout).map(({ id, description = "", assignee = "" }) => {
    const field = (name: string): string | null => {
      const value = new RegExp(`^${name}: (.+)$`, "m").exec(description)?.[1];
      return value === undefined || value === "null" ? null : value;
    };
    return {
      id,
      branch: field("branch"),
      worker: field("worker"),
      sourceIssue: field("source_issue"),
      assignee: assignee === "" ? null : assignee,
      conflict: field("last_conflict_sha"),
    };
  });
}

const convoys = listOf(
  z.object({
    id: z.string(),
    title: z.string(),
    status: z.string(),
    tracked: z
      .array(z.object({ id: z.string() }))
      .nullish()
      .transform((tracked) => tracked ?? []),
  }),
);

export function parseConvoyList(stdout: string): readonly ConvoySummary[] {
  return parseJson(convoys, stdout);
}

/** `✓ Created convoy 🚚 hq-cv-emt3v` */
export function parseConvoyCreate(stdout: string): { readonly id: string } {
  const id = /Created convoy \S+ (\S+)/.exec(stdout)?.[1];
  if (id === undefined) throw new SyntaxError("no convoy id in the answer");
  return { id };
}
