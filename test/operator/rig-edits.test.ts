/** A Rig whose folder is named anew: what was known of the one before, good or bad, says nothing of it. */
import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import type { Intercept } from "../town/sim-town.ts";
import { createWorld, type World } from "./world.ts";

const AWAY = "/town/elsewhere";

/** Reads of the town wait for gt from then on, until the test lets them go on. */
interface Moved {
  readonly world: World;
  readonly letRead: () => void;
}

/** The folder is named anew at the first call that begins with these words, and the call goes on once that is known. */
async function movedDuring(words: string): Promise<Moved> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.paths.set(AWAY, "missing");
  world.rig("alpha");
  let letRead = (): void => undefined;
  const held = new Promise<void>((resolve) => (letRead = resolve));
  const move: Intercept = async (run) => {
    world.town.always("rig list", (answer) => held.then(answer));
    world.api.edit("rigs/alpha", { localPath: AWAY });
    await isKnown(world);
    return run();
  };
  await world.start();
  await world.until("the rig is ready", () => world.status("rigs/alpha")["phase"] === "Ready");
  world.town.once(words, move);
  return { world, letRead };
}

function isKnown({ town, status }: World): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (status("rigs/alpha")["observedGeneration"] === 2) resolve();
      else town.clock.setTimer(100, look);
    };
    look();
  });
}

const ready = (world: World, key: string): string | undefined => world.condition(key, "Ready")?.message;

describe("While the new folder of a rig was not looked at", () => {
  it("no convoy is made in gt for it, and the convoy is not degraded", async () => {
    const { world, letRead } = await movedDuring("convoy list --all");
    world.convoy("wave", { rigRef: "alpha" });
    await world.until(
      "the convoy says why",
      () => ready(world, "convoys/wave")?.includes("rig alpha was not read yet") === true,
    );
    expect(world.condition("convoys/wave", "Degraded")).toMatchObject({ status: "False" });
    await world.pass(60_000);
    expect(world.town.writes()).toEqual([]);
    letRead();
    await world.until(
      "it is looked at",
      () => ready(world, "convoys/wave")?.includes("/town/elsewhere does not exist") === true,
    );
    expect(world.town.writes()).toEqual([]);
  });

  it("no bead is slung to it, and the one that waits is slung once a folder is there", async () => {
    const { world, letRead } = await movedDuring("polecat list alpha");
    world.polecat("one");
    await world.until(
      "the polecat says why",
      () => ready(world, "polecats/one")?.includes("rig alpha was not read yet") === true,
    );
    await world.pass(60_000);
    expect(world.town.writes()).toEqual([]);
    world.paths.delete(AWAY);
    letRead();
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
  });
});
