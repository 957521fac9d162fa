import { describe, expect, it } from "vitest";
import { ALPHA, BETA } from "simulated-town";
import { createSimTown, lostAnswer, lostCall } from "../town/sim-town.ts";
import { containing } from "../containing.ts";
import { createDesk } from "./desk.ts";

const setUp = (beads = ["al-1", "al-2", "al-3"]) => {
  const town = createSimTown({ rigs: [ALPHA, BETA], beads: [...beads, "be-1"] });
  return { town, desk: createDesk(town) };
};
const slings = (calls: readonly string[]): readonly string[] =>
  calls.filter((call) => call.startsWith("sling"));

describe("A sling", () => {
  it("gives the bead to a polecat and says which", async () => {
    const { town, desk } = setUp();
    expect(await desk.sling("u1", "al-1")).toMatchObject({
      outcome: "slung",
      bead: "al-1",
      polecat: "furiosa",
      branch: town.state.polecats[0]?.branch,
      worktree: "/town/alpha/polecats/furiosa/alpha",
      session: "al-furiosa",
    });
    expect(town.state.beads[0]).toMatchObject({ status: "hooked", assignee: "alpha/polecats/furiosa" });
  });

  it("reads health, the bead and the polecats before it writes", async () => {
    const { town, desk } = setUp();
    await desk.sling("u1", "al-1");
    const before = town.calls.slice(
      0,
      town.calls.findIndex((call) => call.startsWith("sling")),
    );
    expect(before).toEqual(["health --json", "show al-1 --json", "polecat list alpha --json"]);
  });

  it("writes nothing for a bead that is closed, or that a healthy town does not know", async () => {
    const { town, desk } = setUp();
    town.shell("bd", "close", "al-1");
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "beadClosed" });
    expect(await desk.sling("u1", "al-99")).toMatchObject({ outcome: "beadMissing" });
    expect(town.writes()).toEqual([]);
  });

  it("does not call a bead missing while the database is down", async () => {
    const { town, desk } = setUp();
    town.doltDown = true;
    await expect(desk.sling("u1", "al-99")).rejects.toMatchObject({ reason: "TownUnhealthy" });
    expect(town.writes()).toEqual([]);
  });

  it("does not call a bead missing when the database goes down behind the read", async () => {
    const { town, desk } = setUp();
    town.once("show", (run) => {
      const answer = run();
      town.doltDown = true;
      return answer;
    });
    await expect(desk.sling("u1", "al-99")).rejects.toMatchObject({ reason: "TownUnhealthy" });
  });

  it("whose answer was lost is found again, and not made twice", async () => {
    const { town, desk } = setUp();
    town.once("sling", lostAnswer);
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "slung", polecat: "furiosa" });
    expect(town.state.polecats).toHaveLength(1);
    expect(slings(town.calls)).toHaveLength(1);
  });

  it("whose answer and whose look behind it were both lost is adopted by the next try", async () => {
    const { town, desk } = setUp();
    town.once("sling", (run, late) => {
      town.once("show", lostCall);
      return lostAnswer(run, late);
    });
    await expect(desk.sling("u1", "al-1")).rejects.toMatchObject({ reason: "Timeout" });
    town.clock.advance(60_000);
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "slung", polecat: "furiosa" });
    expect(town.state.polecats).toHaveLength(1);
    expect(slings(town.calls)).toHaveLength(1);
  });

  it("that never arrived is an error, and the next try makes it", async () => {
    const { town, desk } = setUp();
    town.once("sling", lostCall);
    await expect(desk.sling("u1", "al-1")).rejects.toMatchObject({ reason: "Timeout" });
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "slung" });
    expect(town.state.polecats).toHaveLength(1);
  });

  it("leaves a bead on the hook of another resource's polecat there", async () => {
    const { town, desk } = setUp();
    await desk.sling("u1", "al-1");
    desk.polecats.set("alpha/furiosa", "u1");
    expect(await desk.sling("u2", "al-1")).toMatchObject({
      outcome: "postponed",
      reason: "BeadHeldElsewhere",
      message: containing("alpha/polecats/furiosa"),
    });
    expect(slings(town.calls)).toHaveLength(1);
  });

  it("leaves a bead that another resource is being slung with to it", async () => {
    const { town, desk } = setUp();
    desk.beads.set("al-1", "u1");
    expect(await desk.sling("u2", "al-1")).toMatchObject({ outcome: "postponed", reason: "BeadClaimed" });
    expect(town.calls).toEqual([]);
  });

  it("leaves a person's bead to that person", async () => {
    const { town, desk } = setUp();
    Object.assign(town.state.beads[0] ?? {}, { status: "in_progress", assignee: "ada" });
    expect(await desk.sling("u1", "al-1")).toMatchObject({
      outcome: "postponed",
      reason: "BeadHeldElsewhere",
      message: containing("al-1 is in_progress by ada"),
    });
    expect(town.writes()).toEqual([]);
  });

  it("gives gt's own words when gt refuses", async () => {
    const { town, desk } = setUp();
    Object.assign(town.state.beads[0] ?? {}, { slings: 3 });
    expect(await desk.sling("u1", "al-1")).toMatchObject({
      outcome: "refused",
      reason: "RespawnLimit",
      message: containing("respawn limit reached for al-1"),
    });
  });

  it("that gt's scheduler only queues is waited for, and not made again", async () => {
    const { town, desk } = setUp();
    town.state.schedulerMax = 5;
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "postponed", reason: "Queued" });
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "postponed", reason: "Queued" });
    expect(town.state.scheduled.map(({ bead }) => bead)).toEqual(["al-1"]);
  });

  it("is not made for a resource that was paused while it waited", async () => {
    const { town, desk } = setUp();
    desk.blocker = { reason: "Paused", message: "spec.paused is true" };
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "postponed", reason: "Paused" });
    expect(town.calls).toEqual([]);
  });

  it("is not made for a resource that was paused or deleted while the town was read", async () => {
    const { town, desk } = setUp();
    town.once("polecat list", (run) => {
      desk.blocker = { reason: "Deleted", message: "the resource is gone" };
      return run();
    });
    expect(await desk.sling("u1", "al-1")).toMatchObject({ outcome: "postponed", reason: "Deleted" });
    expect(town.writes()).toEqual([]);
  });
});

describe("Slings of one rig", () => {
  it("run one after another, and those of another rig beside them", async () => {
    const { town, desk } = setUp();
    const running = new Set<string>();
    const together: string[][] = [];
    town.always("sling", async (run) => {
      const bead = ["al-1", "al-2", "be-1"].find((id) => town.calls.at(-1)?.includes(id)) ?? "";
      running.add(bead);
      together.push([...running]);
      await new Promise((resolve) => setImmediate(resolve));
      running.delete(bead);
      return run();
    });
    await Promise.all([
      desk.sling("u1", "al-1"),
      desk.sling("u2", "al-2"),
      desk.sling("u3", "be-1", { rig: "beta" }),
    ]);
    expect(together.filter((beads) => beads.includes("al-1") && beads.includes("al-2"))).toEqual([]);
    expect(together).toContainEqual(["al-1", "be-1"]);
    expect(town.state.polecats.map(({ rig, name }) => `${rig}/${name}`).sort()).toEqual([
      "alpha/furiosa",
      "alpha/nux",
      "beta/rust",
    ]);
  });

  it("of one bead in two rigs at once make one polecat", async () => {
    const { town, desk } = setUp();
    const both = await Promise.all([desk.sling("u1", "al-1"), desk.sling("u2", "al-1", { rig: "beta" })]);
    expect(both).toMatchObject([
      { outcome: "slung" },
      {
        outcome: "postponed",
        reason: "BeadHeldElsewhere",
        message: containing("hooked by alpha/polecats/furiosa"),
      },
    ]);
    expect(slings(town.calls)).toHaveLength(1);
  });

  it("of one bead by two resources at once make one polecat", async () => {
    const { town, desk } = setUp();
    const answers = await Promise.all([desk.sling("u1", "al-1"), desk.sling("u2", "al-1")]);
    expect(town.state.polecats).toHaveLength(1);
    expect(slings(town.calls)).toHaveLength(1);
    expect(answers.map(({ outcome }) => outcome)).toContain("slung");
  });
});

describe("The capacity of a rig", () => {
  it("is kept on fresh reads, with the reason", async () => {
    const { town, desk } = setUp();
    desk.maxPolecats = 1;
    await desk.sling("u1", "al-1");
    desk.polecats.set("alpha/furiosa", "u1");
    expect(await desk.sling("u2", "al-2")).toMatchObject({
      outcome: "postponed",
      reason: "NoCapacity",
      message: "rig alpha has 1 polecats, and maxPolecats is 1",
    });
    expect(town.state.polecats).toHaveLength(1);
  });

  it("is kept although another resource's polecat rests with a live session, which gt would not reuse", async () => {
    const { town, desk } = setUp();
    desk.maxPolecats = 1;
    await desk.sling("u1", "al-1");
    desk.polecats.set("alpha/furiosa", "u1");
    town.shell("bd", "close", "al-1");
    expect(await desk.sling("u2", "al-2")).toMatchObject({ outcome: "postponed", reason: "NoCapacity" });
    expect(town.state.polecats).toHaveLength(1);
  });

  it("lets a resource use its own idle polecat again", async () => {
    const { town, desk } = setUp();
    desk.maxPolecats = 1;
    await desk.sling("u1", "al-1");
    desk.polecats.set("alpha/furiosa", "u1");
    town.shell("bd", "close", "al-1");
    expect(await desk.sling("u1", "al-2", { polecat: "furiosa" })).toMatchObject({
      outcome: "slung",
      polecat: "furiosa",
    });
    expect(town.state.polecats).toHaveLength(1);
  });
});
