/** What stands in no record but follows from one: the reason and the words that a person was told. Pure. */
import type { Finding, Search } from "../../../src/inspector/search.ts";
import type { Cell } from "../../../src/inspector/cell.ts";
import { eventOf } from "../time/moment-text.ts";
import type { History, Moment } from "../history/moments.ts";
import { wordOf } from "../town/category.ts";

/** Records with which something of an actor became what is sought. */
export function derivedFindings(history: History, search: Search): readonly Finding[] {
  const found: Finding[] = [];
  for (const moment of history.moments) {
    if (search.actor !== null && moment.actor !== search.actor) continue;
    const cell = history.cellAt(moment);
    const earlier = moment.before === null ? null : history.cellAt(moment.before);
    if (cell === null) continue;
    const isChange = earlier?.state !== cell.state;
    if (search.onlyChanges && !isChange) continue;
    const told = toldOf(cell);
    if (earlier !== null && toldOf(earlier).join() === told.join()) continue;
    const text = [moment.actor, ...told].join(" ").toLowerCase();
    if (search.words.every((word) => text.includes(word)))
      found.push(findingOf(moment, cell, told, isChange));
  }
  return found;
}

function toldOf(cell: Cell): readonly string[] {
  return [wordOf(cell), cell.reason, cell.trouble?.reason, cell.trouble?.message, cell.bead].filter(
    (text): text is string => typeof text === "string" && text !== "",
  );
}

function findingOf(moment: Moment, cell: Cell, told: readonly string[], isChange: boolean): Finding {
  const { record, actor } = moment;
  return {
    ...{
      sequence: record.sequence,
      at: record.at,
      actor,
      event: eventOf(record),
      state: cell.state,
      isChange,
    },
    text: [...new Set(told)].join(": "),
  };
}
