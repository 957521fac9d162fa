/** What of a resource's part of the town could not be read, in words for its conditions. Pure. */
import type { UnreadPart } from "../../machines/index.ts";
// Not through the door of src/gt: the inspector's page has this file, and nothing in a browser can run a program.
import { unknownWord } from "../gt/dialect/polecat-words.ts";
import type { TownObservation } from "./observation.ts";

/** Beads that are named in one message; a convoy may have hundreds. */
const MOST_NAMED = 5;

/** gt has no way to the bead's database: no read tells whether it is there. */
const UNROUTABLE = "BeadUnroutable";

/**
 * Of a polecat: its bead, the list of its rig's polecats where it has one and gt's word for it there, and its terminal where
 * that was looked at. While the town is in trouble, that is reported.
 */
export function unreadOfPolecat(
  observation: TownObservation,
  {
    gtRig,
    polecatName,
    bead,
  }: { readonly gtRig: string | null; readonly polecatName: string | null; readonly bead: string | null },
): UnreadPart | null {
  const list = polecatName === null || gtRig === null ? undefined : observation.polecats.get(gtRig);
  return (
    unreadOfBeads(observation, bead === null ? [] : [bead]) ??
    (list?.ok === false && observation.trust.trusted
      ? {
          reason: "PolecatsUnread",
          message: `the polecats of rig ${gtRig} could not be read: ${list.message}`,
        }
      : null) ??
    unreadState(observation, gtRig, polecatName) ??
    unreadTerminal(observation, `${gtRig}/${polecatName}`)
  );
}

/** A polecat with nothing on its hook may be at work all the same where gt has another word for it than the known ones. */
function unreadState(
  { polecats, trust }: TownObservation,
  gtRig: string | null,
  polecatName: string | null,
): UnreadPart | null {
  const list = trust.trusted && gtRig !== null ? polecats.get(gtRig) : undefined;
  const entry = list?.ok === true ? list.value.find(({ name }) => name === polecatName) : undefined;
  const message = entry === undefined ? null : unknownWord(entry);
  return message === null ? null : { reason: "StateUnknown", message };
}

/** Only terminals of polecats that gt calls stalled are looked at: without it, nobody knows whether one is silent. */
function unreadTerminal({ panes, trust }: TownObservation, address: string): UnreadPart | null {
  const pane = panes.get(address);
  if (!trust.trusted || pane?.ok !== false) return null;
  return {
    reason: "TerminalUnread",
    message: `gt calls ${address} stalled, and whether it is cannot be known: its terminal could not be read: ${pane.message}`,
  };
}

export function unreadOfBeads({ beads, trust }: TownObservation, ids: readonly string[]): UnreadPart | null {
  if (!trust.trusted) return null;
  const failed = ids.flatMap((id) => {
    const reading = beads.get(id);
    return reading?.ok === false ? [{ id, ...reading }] : [];
  });
  const first = failed.find(({ reason }) => reason !== UNROUTABLE) ?? failed[0];
  if (first === undefined) return null;
  const more = failed.length > MOST_NAMED ? ` and ${failed.length - MOST_NAMED} more` : "";
  const named = failed.slice(0, MOST_NAMED).map(({ id }) => id);
  if (first.reason === UNROUTABLE) {
    const others = named.slice(1).join(", ");
    return {
      reason: UNROUTABLE,
      message: `${first.message}${others === "" ? "" : ` (also ${others}${more})`}`,
    };
  }
  return {
    reason: "BeadsUnread",
    message: `${named.join(", ")}${more} could not be read: ${first.message}`,
  };
}
