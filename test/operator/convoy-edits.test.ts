import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { hanging } from "../town/sim-town.ts";
import { createWorld, type Condition, type World } from "./world.ts";

async function started(spec: object = {}): Promise<World> {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2", "al-3"] });
  world.rig("alpha");
  world.convoy("wave", { notifyOnComplete: "mayor/", ...spec });
  await world.start();
  await world.until("it is there", () => world.status("convoys/wave")["state"] === "inProgress");
  return world;
}
const bd = ({ town }: World, ...words: readonly string[]): void => void town.shell("bd", ...words);
const condition = (world: World, type: string): Condition | undefined =>
  world.condition("convoys/wave", type);
const recipients = ({ town }: World): readonly string[] => town.state.mail.map(({ to }) => to);

describe("A Convoy that is edited", () => {
  it("has gt's convoy track its new beads, and says what gt's convoy tracks beyond its spec", async () => {
    const world = await started();
    expect(condition(world, "Tracked")).toMatchObject({ status: "True" });
    world.api.edit("default/convoys/wave", { trackedBeads: ["al-2", "al-3"] });
    await world.until("gt has it", () => world.town.state.convoys[0]?.tracked.includes("al-3") === true);
    await world.until("it is reported", () => condition(world, "Tracked")?.reason === "BeadsNotRemoved");
    expect(condition(world, "Tracked")?.message).toContain("still tracks al-1");
    expect(world.town.calls.filter((call) => call.startsWith("convoy add"))).toHaveLength(1);
  });

  it("at its end tells a new address, and does not read as if it had before", async () => {
    const world = await started();
    bd(world, "close", "al-1", "al-2");
    await world.until("it is announced", () => condition(world, "Notified")?.status === "True");
    expect(condition(world, "Notified")?.message).toContain("to mayor/");
    world.town.once("mail send", hanging);
    world.api.edit("default/convoys/wave", { notifyOnComplete: "deacon/" });
    await world.until("it is seen", () => world.status("convoys/wave")["observedGeneration"] === 2);
    expect(condition(world, "Notified")).toMatchObject({ status: "False" });
    expect(world.status("convoys/wave")).not.toHaveProperty("notifiedAt");
    await world.until(
      "the new one is reported",
      () => world.status("convoys/wave")["notifiedAt"] !== undefined,
    );
    expect(world.status("convoys/wave")).toMatchObject({ notifiedAddress: "deacon/" });
    expect(recipients(world)).toEqual(["mayor/", "deacon/"]);
  });
});

describe("A Convoy whose bead is opened again", () => {
  it("is announced again at its next end, and says in between that it was not", async () => {
    const world = await started();
    bd(world, "close", "al-1", "al-2");
    await world.until("it is announced", () => condition(world, "Notified")?.status === "True");
    await world.pass(5_000);
    bd(world, "reopen", "al-1");
    await world.until("it is open again", () => world.status("convoys/wave")["phase"] === "InProgress");
    expect(condition(world, "Notified")).toMatchObject({ status: "False", reason: "NotYet" });
    expect(world.status("convoys/wave")).not.toHaveProperty("notifiedAt");
    bd(world, "close", "al-1");
    await world.until("it says so", () => condition(world, "Notified")?.status === "True");
    expect(recipients(world)).toEqual(["mayor/", "mayor/"]);
  });

  it("is announced once for each end, although the operator died in between and nobody saw it open", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
    world.convoy("wave", { notifyOnComplete: "mayor/" });
    const first = await world.start();
    await world.until("it is there", () => world.status("convoys/wave")["state"] === "inProgress");
    bd(world, "close", "al-1", "al-2");
    await world.until("it is announced", () => recipients(world).length === 1);
    await world.until("that is remembered", () => condition(world, "Notified")?.status === "True");
    await first.close();
    await world.pass(5_000);
    bd(world, "reopen", "al-1");
    await world.pass(5_000);
    bd(world, "close", "al-1");
    const second = await world.start();
    await world.until("it is announced again", () => recipients(world).length === 2);
    await second.close();
    await world.start();
    await world.pass(60_000);
    expect(recipients(world)).toHaveLength(2);
  });

  it("is not Refused any more for a mail that nobody could be sent", async () => {
    const world = await started({ notifyOnComplete: "nobody/" });
    bd(world, "close", "al-1", "al-2");
    await world.until("it is given up", () => world.status("convoys/wave")["state"] === "completed.settled");
    expect(condition(world, "Notified")).toMatchObject({ reason: "NotSent" });
    bd(world, "reopen", "al-1");
    await world.until("it is open again", () => world.status("convoys/wave")["phase"] === "InProgress");
    expect(condition(world, "Ready")).toMatchObject({ reason: "BeadsOpen" });
    expect(condition(world, "Degraded")).toMatchObject({ status: "False" });
  });
});
