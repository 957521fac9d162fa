/** Answers of `gt health`, `gt rig list`, `gt mq list` and `gt convoy …`. */
import { z } from "zod";
import type { ConvoySummary, MergeRequest, RigEntry, TownHealth } from "../answers.ts";
import { listOf, parseJson } from "./json.ts";

const health = z.object({ server: z.object({ running: z.boolean() }) });

export function parseHealth(stdout: string): TownHealth {
  return { running: parseJson(health, stdout).server.running };
}

const rig = z.object({
  name: z.string(),
  beads_prefix: z.string(),
  status: z.string(),
  witness: z.string(),
  refinery: z.string(),
  polecats: z.number(),
});

export function parseRigList(stdout: string): readonly RigEntry[] {
  return parseJson(listOf(rig), stdout).map(({ beads_prefix, ...entry }) => ({
    ...entry,
    beadsPrefix: beads_prefix,
  }));
}

const mergeRequest = z.object({ id: z.string(), description: z.string().optional() });

/** The fields stand in the description, a line each, as `name: value`. */
export function parseMergeQueue(stdout: string): readonly MergeRequest[] {
  return parseJson(listOf(mergeRequest), stdout).map(({ id, description = "" }) => {
    const field = (name: string): string | null =>
      new RegExp(`^${name}: (.+)$`, "m").exec(description)?.[1] ?? null;
    return { id, branch: field("branch"), worker: field("worker"), sourceIssue: field("source_issue") };
  });
}

const convoy = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  tracked: z
    .array(z.object({ id: z.string() }))
    .nullish()
    .transform((tracked) => tracked ?? []),
});

export function parseConvoyList(stdout: string): readonly ConvoySummary[] {
  return parseJson(listOf(convoy), stdout);
}

/** `✓ Created convoy 🚚 hq-cv-emt3v` */
export function parseConvoyCreate(stdout: string): { readonly id: string } {
  const id = /Created convoy \S+ (\S+)/.exec(stdout)?.[1];
  if (id === undefined) throw new SyntaxError("no convoy id in the answer");
  return { id };
}
