/**
 * A glance: whether a bead that resources follow reads otherwise than in the newest read of the town, and which of them
 * have ended. One call for each database, beside all other reads, where a read of the town takes one for each rig and
 * more, and waits for the slowest. That a read is due is a hint. That a bead has ended is a fact: the town could be trusted
 * at the end of the newest read, and a health read behind the glance says that it can be still.
 */
import { isEnded } from "../../machines/index.ts";
import { GtError, groupBeads, type Bead, type GtClient, type GtReads } from "../gt/index.ts";
import type { Clock } from "./clock.ts";
import { createEndings, type Glimpse } from "./endings.ts";
import type { EarlyNews, TownObservation } from "../projection/index.ts";

export interface Glance {
  /** @returns what is to be told of it: beads that were found ended after it began have ended. */
  note(observation: TownObservation): TownObservation;
  /**
   * Null where no bead has ended that had not before. Never rejects.
   * @param followed the beads that resources follow by now: of one that the newest read did not know anything is news.
   */
  look(followed: readonly string[]): Promise<Glimpse | null>;
  /** What can be told by it now. @returns null where the newest read of the town does not allow it, or knows more. */
  newsOf(glimpse: Glimpse): EarlyNews | null;
  /**
   * Whether it has seen a bead read otherwise than the newest read of the town says, which began before, or the database
   * away that was there by then.
   */
  isBehind(): boolean;
  /** Whether that is because the database was found away. */
  isAway(): boolean;
}

export interface GlanceOptions {
  readonly gt: Pick<GtClient, "beside">;
  readonly clock: Pick<Clock, "now">;
}

/** A bead as it was seen at this moment, epoch ms. */
interface News {
  readonly words: string;
  readonly at: number;
}

export function createGlance({ gt, clock }: GlanceOptions): Glance {
  let known: ReadonlyMap<string, string> = new Map();
  let news: ReadonlyMap<string, News> = new Map();
  let prefixes: readonly string[] = [];
  /** When a glance began that found the database away; null since a read of the town has told of it. */
  let awayAt: number | null = null;
  const endings = createEndings();
  const reads = gt.beside("glance");
  const show = async (ids: Iterable<string>): Promise<readonly Bead[]> => {
    const groups = groupBeads([...new Set(ids)], prefixes);
    const at = clock.now();
    const onAway = (): void => void (awayAt = at);
    return (await Promise.all(groups.map((group) => shown(reads, group.ids, onAway)))).flat();
  };
  return {
    note(observation) {
      const { trust, rigs, beads, startedAt } = observation;
      if (awayAt !== null && startedAt >= awayAt) awayAt = null;
      // Where the town is away, the poll sees its return, and the change with it.
      if (!trust.trusted) {
        news = new Map();
        return endings.overlay(observation);
      }
      if (rigs.ok) prefixes = rigs.value.map(({ beadsPrefix }) => beadsPrefix);
      known = new Map(
        [...beads].flatMap(([id, reading]) =>
          reading.ok ? [[id, reading.value === null ? "" : wordsOf(reading.value)] as const] : [],
        ),
      );
      // Also of a bead that this read was not asked for: it began before somebody followed it.
      news = new Map([...news].filter(([id, { words, at }]) => at >= startedAt && known.get(id) !== words));
      return endings.overlay(observation);
    },
    async look(followed) {
      const at = clock.now();
      const seen = await show([...known.keys(), ...followed]);
      const changed = seen.filter(
        (bead) => (news.get(bead.id)?.words ?? known.get(bead.id)) !== wordsOf(bead),
      );
      news = new Map([...news, ...changed.map((bead) => [bead.id, { words: wordsOf(bead), at }] as const)]);
      const ended = changed.filter(({ status }) => isEnded(status));
      return ended.length > 0 && (await isRunning(reads)) ? { startedAt: at, ended } : null;
    },
    newsOf: (glimpse) => endings.add(glimpse),
    isAway: () => awayAt !== null,
    isBehind: () => awayAt !== null || [...news].some(([id, { words }]) => known.get(id) !== words),
  };
}

/** Nothing where they cannot be read. @param onAway is called where that is because no bead can be. */
async function shown(
  reads: Pick<GtReads, "showBeads">,
  ids: readonly string[],
  onAway: () => void,
): Promise<readonly Bead[]> {
  return reads.showBeads(ids).then(
    ({ found }) => found,
    (error: unknown) => {
      if (error instanceof GtError && error.reason === "DoltDown") onAway();
      return [];
    },
  );
}

async function isRunning(reads: Pick<GtReads, "health">): Promise<boolean> {
  return reads.health().then(
    ({ running }) => running,
    () => false,
  );
}

function wordsOf({ status, assignee }: Pick<Bead, "status" | "assignee">): string {
  return JSON.stringify([status, assignee]);
}
