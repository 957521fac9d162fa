import { describe, expect, it } from "vitest";
import { ALPHA } from "../../src/embedded/town/index.ts";
import { containing } from "../containing.ts";
import { createWorld, type World } from "./world.ts";

const KEY = "default/polecats/one";
const nukes = ({ town }: World): readonly string[] =>
  town.calls.filter((call) => call.startsWith("polecat nuke"));
const isBlocked = (world: World, reason: string): boolean =>
  world.condition("polecats/one", "Terminating")?.reason === reason;

/** A Polecat whose bead is in work. */
async function atWork(): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.polecat("one");
  await world.start();
  await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
  return world;
}

describe("A nuke that goes through and ends nothing", () => {
  it("is told, and the polecat is Terminated only once it is gone", async () => {
    const world = await atWork();
    const vain = { outcome: "exited", exitCode: 0, stdout: "✓ Nuked 1 polecat(s).\n", stderr: "" } as const;
    world.town.once("polecat nuke", () => vain);
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is told", () => isBlocked(world, "NukeHadNoEffect"));
    expect(world.status("polecats/one")["phase"]).toBe("Working");
    expect(world.town.state.polecats).toHaveLength(1);
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
    expect(nukes(world)).toHaveLength(2);
    expect(world.town.state.polecats).toEqual([]);
  });
});

describe("An end that is taken back after the session was stopped", () => {
  it("says that nobody works on the bead, until a session runs again", async () => {
    const world = await atWork();
    world.town.once("session stop", (run) => {
      const answer = run();
      world.town.worktrees.leaveFile("alpha", "furiosa", "late.txt");
      return answer;
    });
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is blocked", () => isBlocked(world, "UncommittedWork"));
    world.api.edit(KEY, { desiredState: "Working" });
    await world.until("it works no more", () => world.status("polecats/one")["phase"] === "Working");
    await world.until(
      "it says so",
      () => world.condition("polecats/one", "Ready")?.reason === "SessionStopped",
    );
    expect(world.condition("polecats/one", "Ready")).toMatchObject({
      status: "False",
      message: containing("gt session start alpha/furiosa"),
    });
    await world.pass(60_000);
    expect(world.condition("polecats/one", "Ready")?.reason).toBe("SessionStopped");
    expect(world.town.state.beads[0]).toMatchObject({ status: "hooked" });
    Object.assign(world.town.state.polecats[0] ?? {}, { session: true });
    await world.until("it works", () => world.condition("polecats/one", "Ready")?.status === "True");
  });
});
