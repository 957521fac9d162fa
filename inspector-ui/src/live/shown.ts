/** What is shown: the town and the chosen actor as they are now, or as they were at the moment that is looked at. */
import { computed } from "@preact/signals";
import type { Cell } from "../../../src/inspector/cell.ts";
import { detailAt, type Moment } from "../history/moments.ts";
import { cursor, past } from "../past/past.ts";
import { liveCalls, liveCells, liveDetail, liveHistory } from "./live.ts";
import { actor } from "./route.ts";

export const cells = computed(() => {
  const index = cursor.value;
  return index === null ? liveCells.value : (past.value?.cellsAt(index) ?? new Map<string, Cell>());
});

/** How many actors are missing in the past that is shown, because their beginning is older than its journal. */
export const missing = computed(() => {
  const index = cursor.value;
  return index === null ? 0 : (past.value?.missingAt(index) ?? 0);
});

export const detail = computed(() => {
  const index = cursor.value;
  const id = actor.value;
  if (id === null) return null;
  return index === null ? liveDetail.value : detailAt(past.value?.at(id, index) ?? null);
});

/** The watched actor's moments up to the one that is looked at, oldest first. */
export const actorMoments = computed((): readonly Moment[] => {
  const index = cursor.value;
  const id = actor.value;
  if (id === null) return [];
  const history = index === null ? liveHistory.value.history : past.value;
  const indexes = history?.byActor.get(id) ?? [];
  return indexes.flatMap((position) => {
    const moment = history?.moments[position];
    return moment === undefined || (index !== null && position > index) ? [] : [moment];
  });
});

export const actorCalls = computed(() => {
  const index = cursor.value;
  const until = index === null ? Number.POSITIVE_INFINITY : (past.value?.moments[index]?.record.at ?? 0);
  return liveCalls.value.filter((call) => call.at <= until);
});
