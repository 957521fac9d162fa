/** The scenarios whose journals are kept: each a whole operator on a simulated town, driven to an end worth keeping. */
import { ALPHA } from "simulated-town";
import type { Journal } from "../../src/host/index.ts";
import { createWorld, type World } from "../operator/world.ts";
import { hanging, lostAnswer } from "../town/sim-town.ts";

export interface Scenario {
  readonly name: string;
  readonly play: (journal: Journal) => Promise<void>;
}

const KEY = "default/polecats/one";
const state = (world: World, key = "polecats/one"): unknown => world.status(key)["state"];
const phase = (world: World, key = "polecats/one"): unknown => world.status(key)["phase"];

function town(): World {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2", "al-3"] });
  world.rig("alpha");
  return world;
}

async function working(journal: Journal, spec: object = {}): Promise<World> {
  const world = town();
  world.polecat("one", spec);
  await world.start({}, journal);
  await world.until("it works", () => state(world) === "working.healthy");
  return world;
}

const polecatLife: Scenario = {
  name: "polecat-life",
  async play(journal) {
    const world = await working(journal, { maxIdleSeconds: 3_600 });
    world.town.shell("bd", "close", "al-1");
    await world.until("it rests", () => phase(world) === "Idle");
    world.api.edit(KEY, { beadID: "al-2" });
    await world.until("it works again", () => world.status("polecats/one")["assignedBead"] === "al-2");
    await world.until("for good", () => state(world) === "working.healthy");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is gone", () => phase(world) === "Terminated");
    await world.pass(61_000);
  },
};

const refusedTermination: Scenario = {
  name: "refused-termination",
  async play(journal) {
    const world = await working(journal);
    world.town.worktrees.leaveFile("alpha", "furiosa", "notes.txt");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is blocked", () => state(world) === "terminating.revocable.blocked");
    await world.pass(200_000);
    world.api.edit(KEY, { desiredState: "Working" });
    await world.until("it works on", () => phase(world) === "Working" && state(world) === "working.healthy");
  },
};

const convoy: Scenario = {
  name: "convoy",
  async play(journal) {
    const world = town();
    world.convoy("wave", { notifyOnComplete: "mayor/" });
    world.town.once("convoy create", lostAnswer);
    await world.start({}, journal);
    await world.until("it is there", () => state(world, "convoys/wave") === "inProgress");
    world.town.shell("bd", "close", "al-1");
    await world.until("one is done", () => world.status("convoys/wave")["progress"] === "1/2");
    world.town.shell("bd", "close", "al-2");
    await world.until("all is said", () => state(world, "convoys/wave") === "completed.settled");
    world.town.shell("bd", "reopen", "al-2");
    await world.until("it is open again", () => phase(world, "convoys/wave") === "InProgress");
  },
};

const doltDown: Scenario = {
  name: "dolt-down",
  async play(journal) {
    const world = await working(journal);
    world.convoy("wave");
    await world.until("it is there", () => state(world, "convoys/wave") === "inProgress");
    world.town.doltDown = true;
    await world.until("the rig says so", () => phase(world, "rigs/alpha") === "Degraded");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.pass(200_000);
    world.town.doltDown = false;
    await world.until("it is gone", () => phase(world) === "Terminated");
  },
};

const gtFaults: Scenario = {
  name: "gt-faults",
  async play(journal) {
    const world = town();
    world.polecat("one");
    world.polecat("two", { beadID: "al-9" });
    world.town.once("sling", lostAnswer);
    world.town.once("polecat list", () => ({ outcome: "exited", exitCode: 0, stdout: "{oops", stderr: "" }));
    world.town.once("show", hanging);
    await world.start({}, journal);
    await world.until("it works", () => state(world) === "working.healthy");
    await world.until("the other has no bead", () => phase(world, "polecats/two") === "Failed");
    world.town.shell("gt", "session", "stop", "alpha/furiosa");
    await world.until("its session is dead", () => String(state(world)).startsWith("working.stuck."));
  },
};

const restart: Scenario = {
  name: "restart",
  async play(journal) {
    const world = town();
    world.polecat("one");
    world.polecat("two", { beadID: "al-2" });
    world.convoy("wave");
    const first = await world.start({}, journal);
    await world.until(
      "both work",
      () => phase(world) === "Working" && phase(world, "polecats/two") === "Working",
    );
    await first.close();
    world.town.shell("bd", "close", "al-1");
    const second = await world.start({}, journal);
    world.api.remove("default/polecats/two");
    await world.until("it rests", () => phase(world) === "Idle");
    await second.close();
    await world.start({}, journal);
    await world.pass(61_000);
  },
};

export const SCENARIOS: readonly Scenario[] = [
  polecatLife,
  refusedTermination,
  convoy,
  doltDown,
  gtFaults,
  restart,
];
