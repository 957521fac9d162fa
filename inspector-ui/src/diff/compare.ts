/** The moment that what is shown is compared with. */
import { computed, signal } from "@preact/signals";
import { groupAt, groupsOf } from "../history/groups.ts";
import { readGroup } from "../history/read-group.ts";
import { cells } from "../live/shown.ts";
import { report } from "../live/read.ts";
import { goTo } from "../live/route.ts";
import { cursor, group, openedFile, past, returnToNow, source } from "../past/past.ts";
import { standpointIn, type Standpoint } from "./standpoint.ts";
import { townDiff } from "./town-diff.ts";

/** Null while nothing is compared. */
export const before = signal<Standpoint | null>(null);
export const isLooking = signal(false);

/** What is other than it was then. */
export const changes = computed(() =>
  before.value === null ? [] : townDiff(before.value.cells, cells.value),
);

/** Compares with a time of the journal that is looked at. */
export async function compareSince(time: number): Promise<void> {
  isLooking.value = true;
  try {
    const shown = group.value;
    const isHere = cursor.value !== null && shown !== null && time >= shown.from && time < shown.to;
    const wanted = isHere ? shown : groupAt(groupsOf(await source.value.index()), time);
    if (wanted === null) throw new Error("the journal has no record yet");
    const history = isHere ? past.value : await readGroup(source.value, wanted);
    if (history === null) return;
    before.value = standpointIn(history, history.indexAt(time), time, openedFile.value);
    goTo({ since: String(Math.round(time)) }, "replace");
  } catch (error) {
    report(error);
  } finally {
    isLooking.value = false;
  }
}

/** The moment of the file that is looked at, beside the town as it is now: the file is closed for it. */
export function compareFileWithLive(): void {
  const [history, index] = [past.value, cursor.value];
  const at = history?.moments[index ?? 0]?.record.at;
  if (history === null || index === null || at === undefined) return;
  before.value = standpointIn(history, index, at, openedFile.value);
  returnToNow();
  goTo({ panel: "changes", since: null });
}

export function compareNoMore(): void {
  before.value = null;
  goTo({ since: null }, "replace");
}
