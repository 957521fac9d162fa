/**
 * A glance: whether a bead that resources follow reads otherwise than in the newest read of the town. One call for each
 * database, where a read of the town takes one for each rig and more. It tells whether a read is due, and never a fact.
 */
import { groupBeads, type GtClient } from "../gt/index.ts";
import type { TownObservation } from "./observation.ts";

export interface Glance {
  note(observation: TownObservation): void;
  /**
   * False also where nothing could be read. Never rejects.
   * @param followed the beads that resources follow by now: of one that the newest read did not know anything is news.
   */
  hasChanged(followed: readonly string[]): Promise<boolean>;
}

export function createGlance(gt: Pick<GtClient, "showBeads">): Glance {
  let known: ReadonlyMap<string, string> = new Map();
  let prefixes: readonly string[] = [];
  const differs = async (ids: readonly string[]): Promise<boolean> => {
    const { found } = await gt.showBeads(ids);
    return found.some((bead) => known.get(bead.id) !== wordsOf(bead));
  };
  return {
    note({ trust, rigs, beads }) {
      if (!trust.trusted) return;
      if (rigs.ok) prefixes = rigs.value.map(({ beadsPrefix }) => beadsPrefix);
      known = new Map(
        [...beads].flatMap(([id, reading]) =>
          reading.ok ? [[id, reading.value === null ? "" : wordsOf(reading.value)] as const] : [],
        ),
      );
    },
    async hasChanged(followed) {
      const groups = groupBeads([...new Set([...known.keys(), ...followed])], prefixes);
      const answers = await Promise.all(groups.map(({ ids }) => differs(ids).catch(() => false)));
      return answers.includes(true);
    },
  };
}

function wordsOf({
  status,
  assignee,
}: {
  readonly status: string;
  readonly assignee: string | null;
}): string {
  return JSON.stringify([status, assignee]);
}
