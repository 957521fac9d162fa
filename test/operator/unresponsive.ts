/** A polecat at work, whose session a test ends, and what was told of it. */
import { ALPHA } from "simulated-town";
import type { OperatorSettings } from "../../src/operator/index.ts";
import { createWorld, type Life, type World } from "./world.ts";

export const MINUTE = 60_000;
export const state = (world: World, name = "one"): unknown => world.status(`polecats/${name}`)["state"];
export const told = ({ town }: World): readonly string[] =>
  town.calls
    .filter((call) => /^(nudge|mail send|escalate) /.test(call))
    .map((call) => call.split(" ")[0] ?? "");
export const kills = ({ town }: World): readonly string[] =>
  town.calls.filter((call) => /nuke|session stop|session restart|--force/.test(call));
export const killSession = ({ town }: World, name = "furiosa"): void => {
  const polecat = town.state.polecats.find((candidate) => candidate.name === name);
  if (polecat === undefined) throw new Error(`there is no ${name}`);
  polecat.session = false;
};
export const recover = ({ town }: World): void => {
  for (const polecat of town.state.polecats) Object.assign(polecat, { session: true, quietSince: null });
};

export async function atWork(
  spec: object = {},
  settings: Partial<OperatorSettings> = {},
): Promise<{ world: World; life: Life }> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.polecat("one", spec);
  const life = await world.start({ stuckThresholdMs: 2 * MINUTE, ...settings });
  await world.until("it works", () => state(world) === "working.healthy");
  await world.pass(31_000);
  return { world, life };
}

export async function escalated(world: World): Promise<void> {
  killSession(world);
  await world.until("it is escalated", () => state(world) === "working.stuck.escalated");
}
