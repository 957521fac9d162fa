import { describe, expect, it } from "vitest";
import { ALPHA, type GtVersion } from "simulated-town";
import { containing } from "../containing.ts";
import { createWorld, type World } from "./world.ts";

const KEY = "default/polecats/one";
const nukes = ({ town }: World): readonly string[] =>
  town.calls.filter((call) => call.startsWith("polecat nuke"));
const isBlocked = (world: World, reason: string): boolean =>
  world.condition("polecats/one", "Terminating")?.reason === reason;

interface Namesake {
  readonly branch?: string;
  readonly hook?: string;
}

/** A Polecat whose bead is in work. */
async function atWork(gtVersion?: GtVersion): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"], ...(gtVersion && { gtVersion }) });
  world.rig("alpha");
  world.polecat("one");
  await world.start();
  await world.until("it works", () => world.status("polecats/one")["state"] === "working.healthy");
  return world;
}

describe("A nuke that goes through and ends nothing", () => {
  it("is reported, and the polecat is Terminated only once it is gone", async () => {
    const world = await atWork();
    const vain = { outcome: "exited", exitCode: 0, stdout: "✓ Nuked 1 polecat(s).\n", stderr: "" } as const;
    world.town.once("polecat nuke", () => vain);
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is reported", () => isBlocked(world, "NukeHadNoEffect"));
    expect(world.status("polecats/one")["phase"]).toBe("Working");
    expect(world.town.state.polecats).toHaveLength(1);
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
    expect(nukes(world)).toHaveLength(2);
    expect(world.town.state.polecats).toEqual([]);
  });
});

describe("A polecat that reads Terminated and is listed all the same", () => {
  const ended = async (): Promise<{ world: World; polecat: World["town"]["state"]["polecats"][number] }> => {
    const world = await atWork("1.2.1");
    const [polecat] = world.town.state.polecats;
    if (polecat === undefined) throw new Error("no polecat works");
    polecat.agentBead = { hookBead: null, lastSourceIssue: null, cleanupStatus: "clean", activeMr: null };
    for (const bead of world.town.state.beads) Object.assign(bead, { status: "closed" });
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
    return { world, polecat };
  };

  it("is reported, becomes what gt says of it, and is ended indeed", async () => {
    const { world, polecat } = await ended();
    world.town.state.polecats.push(polecat);
    await world.until("it is reported", () => isBlocked(world, "NukeHadNoEffect"));
    expect(world.status("polecats/one")).toMatchObject({ phase: "Working", polecatName: "furiosa" });
    expect(world.condition("polecats/one", "Terminating")?.message).toContain(`furiosa@${polecat.branch}`);
    await world.until("it is gone", () => world.status("polecats/one")["phase"] === "Terminated");
    expect(nukes(world)).toHaveLength(2);
    expect(world.town.state.polecats).toEqual([]);
  });

  it.each([
    ["has another branch", { branch: "polecat/furiosa/al-2@later" }],
    ["works on another bead", { hook: "al-2" }],
  ])("is left alone where the one of its name %s", async (_what, { branch, hook }: Namesake) => {
    const { world, polecat } = await ended();
    world.town.state.polecats.push({ ...polecat, branch: branch ?? polecat.branch });
    const bead = world.town.state.beads.find(({ id }) => id === hook);
    if (bead) Object.assign(bead, { status: "hooked", assignee: "alpha/polecats/furiosa" });
    await world.pass(300_000);
    expect(world.status("polecats/one")["phase"]).toBe("Terminated");
    expect(nukes(world)).toHaveLength(1);
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
