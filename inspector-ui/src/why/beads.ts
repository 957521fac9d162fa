/** A convoy's beads, each with how it stands, who has it and what is in its way. Pure. */
import { z } from "zod";
import type { Explanation } from "../../../src/explain/why/explain.ts";
import type { Cell } from "../../../src/inspector/cell.ts";
import type { Detail } from "../../../src/inspector/detail.ts";
import { isWorker, resourceName } from "../kinds/kind-in-page.ts";

const ids = z.array(z.string()).catch([]);
const statusSchema = z.looseObject({
  completedBeads: ids,
  pendingBeads: ids,
  unknownBeads: ids,
  openBeads: z.array(z.looseObject({ bead: z.string(), status: z.string() })).catch([]),
});

export interface BeadRow {
  readonly bead: string;
  /** In the town's own word, such as `hooked`. */
  readonly status: string;
  readonly isClosed: boolean;
  /** Id of the actor that has it, or that asks for it. */
  readonly actor: string | null;
  readonly message: string;
  /** Epoch ms since when it has that status, as far as the convoy's history tells. */
  readonly since: number | null;
}

/** Those that are open come first. */
export function beadRows(
  detail: Detail,
  explanation: Explanation,
  cells: Iterable<Cell>,
  since: ReadonlyMap<string, number>,
): readonly BeadRow[] {
  const { completedBeads, pendingBeads, unknownBeads, openBeads } = statusSchema.parse(detail.status);
  const statuses = new Map(openBeads.map(({ bead, status }) => [bead, status]));
  const explained = new Map(explanation.beads.map((one) => [one.bead, one]));
  const holders = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const cell of cells) {
    if (!isWorker(cell)) continue;
    ids.set(resourceName(cell.ref), cell.id);
    if (cell.bead !== null) holders.set(cell.bead, cell.id);
  }
  const row = (bead: string, status: string, isClosed: boolean): BeadRow => {
    const told = explained.get(bead);
    const named = told?.polecat ?? null;
    const name = `polecat/${named}`;
    const actor = named === null ? (holders.get(bead) ?? null) : (ids.get(name) ?? name);
    return { bead, status, isClosed, actor, message: told?.message ?? "", since: since.get(bead) ?? null };
  };
  const known = new Set([...pendingBeads, ...unknownBeads, ...completedBeads]);
  const ended = openBeads.filter(({ bead }) => !known.has(bead));
  return [
    ...pendingBeads.map((bead) => row(bead, statuses.get(bead) ?? "open", false)),
    ...ended.map(({ bead, status }) => row(bead, status, false)),
    ...unknownBeads.map((bead) => row(bead, "not found", false)),
    ...completedBeads.map((bead) => row(bead, "closed", true)),
  ];
}

/** Since when each bead has the status that it has at last. @param moments of the convoy, oldest first. */
export function beadsSince(
  moments: Iterable<{ readonly at: number; readonly status: Detail["status"] }>,
): ReadonlyMap<string, number> {
  const statuses = new Map<string, string>();
  const since = new Map<string, number>();
  for (const { at, status } of moments) {
    for (const [bead, now] of statusesIn(status)) {
      if (statuses.get(bead) === now) continue;
      statuses.set(bead, now);
      since.set(bead, at);
    }
  }
  return since;
}

function statusesIn(status: Detail["status"]): ReadonlyMap<string, string> {
  const { completedBeads, pendingBeads, unknownBeads, openBeads } = statusSchema.parse(status);
  return new Map([
    ...pendingBeads.map((bead) => [bead, "open"] as const),
    ...unknownBeads.map((bead) => [bead, "not found"] as const),
    ...openBeads.map(({ bead, status: now }) => [bead, now] as const),
    ...completedBeads.map((bead) => [bead, "closed"] as const),
  ]);
}
