import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { createSimTown } from "../town/sim-town.ts";
import { containing } from "../containing.ts";
import { createDesk } from "./desk.ts";

const setUp = () => {
  const town = createSimTown({ rigs: [ALPHA], beads: ["al-1"] });
  return { town, desk: createDesk(town) };
};

describe("A sling", () => {
  it.each([
    ["blocked", "BeadBlocked"],
    ["deferred", "BeadDeferred"],
    ["pinned", "BeadPinned"],
    ["in_progress", "BeadHeldElsewhere"],
    ["shipped", "BeadStatusUnknown"],
  ])("asks nothing of gt for a bead that is %s", async (status, reason) => {
    const { town, desk } = setUp();
    Object.assign(town.state.beads[0] ?? {}, { status });
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "postponed", reason });
    expect(town.writes()).toEqual([]);
  });

  it("is not made for a deleted bead", async () => {
    const { town, desk } = setUp();
    Object.assign(town.state.beads[0] ?? {}, { status: "tombstone" });
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "beadClosed" });
    expect(town.writes()).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      "a rig that was parked meanwhile",
      'cannot sling to parked rig "alpha"\ngt rig unpark alpha',
      "RigParked",
    ],
    [
      "a sling of the same bead",
      "bead al-1 is already being slung; retry after it completes",
      "BeadBeingSlung",
    ],
    ["words that nobody knows", "the flux capacitor is empty", "SlingFailed"],
  ])("is put off by %s, in gt's words, and nothing is refused", async (_what, words, reason) => {
    const { town, desk } = setUp();
    town.once("sling", () => ({ outcome: "exited", exitCode: 1, stdout: "", stderr: `Error: ${words}\n` }));
    expect(await desk.sling("u1", "al-1")).toMatchObject({
      outcome: "postponed",
      reason,
      message: containing(words.split("\n")[0] ?? ""),
    });
  });

  it("whose gt was killed is no refusal: nobody knows what it did", async () => {
    const { town, desk } = setUp();
    town.once("sling", () => ({ outcome: "failed", message: "gt was killed with SIGKILL" }));
    await expect(desk.sling("u1", "al-1")).rejects.toMatchObject({ reason: "Killed" });
  });
});
