import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createWorld, type World } from "./world.ts";

const setUp = (): World => {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
  world.rig("alpha");
  return world;
};
const slings = ({ town }: World): readonly string[] => town.calls.filter((call) => call.startsWith("sling"));
const phase = (world: World, name: string): unknown => world.status(`polecats/${name}`)["phase"];
const isWaiting = (world: World, name: string, reason: string): boolean =>
  world.condition(`polecats/${name}`, "Ready")?.reason === reason;

describe("A Polecat whose sling gt does not carry out just now", () => {
  const NO = (stderr: string) => ({ outcome: "exited", exitCode: 1, stdout: "", stderr }) as const;

  it.each<[string, string, string]>([
    ["words that nobody knows", "Error: the flux capacitor is empty\n", "SlingFailed"],
    [
      "a full town",
      "Error: spawning polecat: polecat cap reached: 25 working polecats (max 25)\n",
      "NoCapacity",
    ],
    [
      "a molecule of who has had the bead",
      "Error: bead al-1 already has 1 attached molecule(s): al-wisp-1\n",
      "BeadHasMolecule",
    ],
    [
      "a list of rigs that gt cannot read",
      "Error: spawning polecat: rig 'alpha' not found\n",
      "TargetRefused",
    ],
    [
      "settings of the town that gt cannot read",
      "Error: loading town settings: unexpected end of JSON input (dispatch blocked — fix config)\n",
      "GtConfigRefused",
    ],
    [
      "a formula that bd does not show",
      `Error: formula "f" not found: formula 'f' not found (check 'bd formula list')\n`,
      "GtConfigRefused",
    ],
    ["a busy town", "Error: spawning polecat: polecat admission is busy; retry shortly\n", "TownBusy"],
  ])("tries again for ever after growing pauses, with %s, and shows them", async (_what, stderr, reason) => {
    const world = setUp();
    world.polecat("one");
    let isWell = false;
    world.town.always("sling", (run) => (isWell ? run() : NO(stderr)));
    await world.start();
    await world.until("it was tried five times", () => slings(world).length === 5);
    expect(phase(world, "one")).toBe("Pending");
    await world.until("it says so", () => isWaiting(world, "one", reason));
    const said = stderr.replace("Error: ", "").trim();
    expect(world.condition("polecats/one", "Ready")?.message).toContain(said);
    await world.pass(60_000);
    expect(slings(world)).toHaveLength(5);
    isWell = true;
    await world.until("it works", () => phase(world, "one") === "Working");
  });

  it("is not failed by a gt that is killed again and again", async () => {
    const world = setUp();
    world.polecat("one");
    world.town.always("sling", () => ({ outcome: "failed", message: "gt was killed with SIGKILL" }));
    await world.start();
    await world.until("it was tried five times", () => slings(world).length === 5);
    expect(phase(world, "one")).toBe("Pending");
  });
});

describe("A Polecat that has failed", () => {
  it("says what lets it go on after it has failed, and that does", async () => {
    const world = setUp();
    world.polecat("one");
    Object.assign(world.town.state.beads[0] ?? {}, { slings: 3 });
    await world.start();
    await world.until("it has failed", () => phase(world, "one") === "Failed");
    expect(world.condition("polecats/one", "Stalled")?.message).toContain(
      "not tried again by itself: once the cause is gone, change the spec, or set spec.paused to true and back to false",
    );
    Object.assign(world.town.state.beads[0] ?? {}, { slings: 0 });
    await world.pass(120_000);
    expect(phase(world, "one")).toBe("Failed");
    for (const paused of [true, false]) {
      world.api.edit("default/polecats/one", { paused });
      await world.pass(1000);
    }
    await world.until("it works", () => phase(world, "one") === "Working");
  });

  it("is not said to need a new spec while its bead is what fails it", async () => {
    const world = setUp();
    world.polecat("one", { beadID: "al-9" });
    await world.start();
    await world.until("it has failed", () => phase(world, "one") === "Failed");
    expect(world.condition("polecats/one", "Stalled")).toMatchObject({ reason: "BeadNotFound" });
    expect(world.condition("polecats/one", "Stalled")?.message).not.toContain("not tried again");
  });
});
