/** A polecat at work, and what may come in the way of its end. */
import { ALPHA, DEFAULT_GT_VERSION, type GtVersion, type TownState } from "simulated-town";
import { createSimTown, type SimTown } from "../town/sim-town.ts";
import { createDesk, type Desk } from "./desk.ts";

/** Furiosa works on al-1, driven by u1; her worktree is clean. */
export async function atWork(
  gtVersion: GtVersion = DEFAULT_GT_VERSION,
): Promise<{ town: SimTown; desk: Desk; incarnation: string }> {
  const town = createSimTown({ gtVersion, rigs: [ALPHA], beads: ["al-1", "al-2"] });
  const desk = createDesk(town);
  await desk.sling("u1", "al-1");
  desk.polecats.set("alpha/furiosa", "u1");
  town.calls.length = 0;
  return { town, desk, incarnation: `alpha/furiosa@${town.state.polecats[0]?.branch ?? ""}` };
}
export const furiosa = ({ state }: SimTown): TownState["polecats"][number] => {
  const [polecat] = state.polecats;
  if (polecat === undefined) throw new Error("furiosa is gone");
  return polecat;
};
export const mergeRequest = (town: SimTown): void => {
  town.state.mergeRequests.push({
    id: "al-wisp-mr",
    rig: "alpha",
    worker: "furiosa",
    branch: furiosa(town).branch,
    bead: "al-1",
    commit: "c0ffee",
    createdAt: 0,
    status: "open",
    closeReason: null,
    closedAt: null,
    mergesAt: null,
  });
};
export const nukes = ({ calls }: SimTown): readonly string[] =>
  calls.filter((call) => call.startsWith("polecat nuke"));
