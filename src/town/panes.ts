/**
 * Panes: terminals of polecats that gt calls stalled although their session runs. A second source for their silence,
 * as a digest only: what stands on a terminal may be secret.
 */
import { createHash } from "node:crypto";
import type { GtClient } from "../gt/index.ts";
import type { ObservationRequest, Reading, TownObservation } from "../projection/index.ts";
import type { AdaptiveTimeouts } from "./adaptive-timeouts.ts";

/** One call a polecat: a sync looks at so many at most, whatever their number. */
const LOOKS_A_SYNC = 3;

export interface PaneSources {
  readonly gt: Pick<GtClient, "timed">;
  readonly timeouts: AdaptiveTimeouts;
}

export async function readPanes(
  { gt, timeouts }: PaneSources,
  { watched }: Pick<ObservationRequest, "watched">,
  polecats: TownObservation["polecats"],
): Promise<TownObservation["panes"]> {
  const stalled = new Set(
    [...polecats.values()]
      .flatMap((list) => (list.ok ? list.value : []))
      .filter(({ state, sessionRunning, issue }) => state === "stalled" && sessionRunning && issue !== null)
      .map(({ rig, name }) => `${rig}/${name}`),
  );
  const looks = watched.filter((key) => stalled.has(key)).slice(0, LOOKS_A_SYNC);
  const look = async (key: string): Promise<readonly [string, Reading<string>]> => {
    const [rig = "", name = ""] = key.split("/");
    return [key, await timeouts.wait("peek", async (turn) => digest(await gt.timed(turn).peek(rig, name)))];
  };
  return new Map(await Promise.all(looks.map(look)));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
