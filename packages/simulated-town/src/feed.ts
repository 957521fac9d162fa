/** The town's event feed, `.events.jsonl`: one line an event, written at once. */
import { appendFileSync } from "node:fs";
import { wholeSeconds } from "@gastown/system";
import { townFiles } from "./files.ts";
import type { Surroundings } from "./state.ts";

/** @param now epoch ms, the time of all its events. @returns what writes an event. */
export function feedOf(root: string, now: number): Surroundings["emit"] {
  return (type, actor, payload) => {
    const event = { ts: wholeSeconds(now), source: "gt", type, actor, payload, visibility: "feed" };
    appendFileSync(townFiles(root).events, `${JSON.stringify(event)}\n`);
  };
}
