/**
 * Endings: what glances have found ended, until a read of the town that began later speaks of it. Told at once, beside
 * what the newest read said of everything else; and held against a read that was under way, which may have asked for the
 * bead before it ended, or else that bead would seem to be reopened.
 */
import type { Bead } from "../gt/index.ts";
import type { EarlyNews, TownObservation } from "../projection/index.ts";

/** What a glance is sure of. */
export interface Glimpse {
  /** Epoch ms. */
  readonly startedAt: number;
  readonly ended: readonly Bead[];
}

export interface Endings {
  /** Takes a read of the town into account. @returns what is to be told of it. */
  overlay(observation: TownObservation): TownObservation;
  /** Takes a glance into account. @returns null where there is no newest read, or one that is not to be trusted. */
  add(glimpse: Glimpse): EarlyNews | null;
}

export function createEndings(): Endings {
  let newest: TownObservation | null = null;
  let endings: ReadonlyMap<string, { readonly bead: Bead; readonly at: number }> = new Map();
  const withEndings = (observation: TownObservation): TownObservation => {
    const known = [...endings].map(([id, { bead }]) => [id, { ok: true, value: bead }] as const);
    return { ...observation, beads: new Map([...observation.beads, ...known]) };
  };
  return {
    overlay(observation) {
      endings = new Map([...endings].filter(([, { at }]) => at >= observation.startedAt));
      const told = observation.trust.trusted ? withEndings(observation) : observation;
      newest = told;
      return told;
    },
    add({ startedAt, ended }) {
      // A read that began later has told all of it.
      if (newest !== null && newest.startedAt > startedAt) return null;
      endings = new Map([...endings, ...ended.map((bead) => [bead.id, { bead, at: startedAt }] as const)]);
      if (newest?.trust.trusted !== true) return null;
      const restReadAt = newest.startedAt;
      newest = withEndings(newest);
      return {
        // Terminals were not looked at: what they showed before is no new sign of silence.
        observation: { ...newest, startedAt, panes: new Map() },
        ended: new Set(ended.map(({ id }) => id)),
        restReadAt,
      };
    },
  };
}
