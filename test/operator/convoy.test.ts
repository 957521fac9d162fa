import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { hanging, lostAnswer } from "../town/sim-town.ts";
import { refused } from "./memory-api.ts";
import { createWorld, type World } from "./world.ts";

const setUp = (spec: object = {}): World => {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2", "al-3"] });
  world.rig("alpha");
  world.convoy("wave", { notifyOnComplete: "mayor/", ...spec });
  return world;
};
const state = (world: World): unknown => world.status("convoys/wave")["state"];
const close = ({ town }: World, ...beads: readonly string[]): void =>
  void town.shell("bd", "close", ...beads);

describe("A Convoy", () => {
  it("is made once in gt, counted from the beads, and announced once when all are closed", async () => {
    const world = setUp();
    const { metrics } = await world.start();
    await world.until("it is there", () => state(world) === "inProgress");
    close(world, "al-1");
    await world.until("one is done", () => world.status("convoys/wave")["progress"] === "1/2");
    expect(world.condition("convoys/wave", "Ready")).toMatchObject({ status: "False", reason: "BeadsOpen" });
    const beads = (await metrics.registry.metrics()).match(/^gastown_operator_convoy_beads.*$/gm);
    expect(beads).toEqual([
      'gastown_operator_convoy_beads{rig="",resource_namespace="default",name="wave",state="closed"} 1',
      'gastown_operator_convoy_beads{rig="",resource_namespace="default",name="wave",state="open"} 1',
    ]);
    close(world, "al-2");
    await world.until("all is said", () => state(world) === "completed.settled");
    await world.pass(120_000);
    expect(world.status("convoys/wave")).toMatchObject({
      phase: "Completed",
      progress: "2/2",
      completedBeads: ["al-1", "al-2"],
      beadsConvoyID: world.town.state.convoys[0]?.id,
    });
    expect(world.condition("convoys/wave", "Notified")).toMatchObject({
      status: "True",
      message: expect.stringContaining("to mayor/") as string,
    });
    expect(world.town.state.convoys).toHaveLength(1);
    expect(world.town.state.mail).toHaveLength(1);
  });

  it("is made once although the operator died between gt's convoy and its status", async () => {
    const world = setUp();
    world.town.once("convoy create", (run, late) => {
      run();
      return late();
    });
    const first = await world.start();
    await world.until("gt has it", () => world.town.state.convoys.length === 1);
    await first.close();
    expect(world.status("convoys/wave")["beadsConvoyID"]).toBeUndefined();
    await world.start();
    await world.until(
      "it is found",
      () => world.status("convoys/wave")["beadsConvoyID"] === world.town.state.convoys[0]?.id,
    );
    expect(world.town.state.convoys).toHaveLength(1);
  });

  it("is made once although its snapshot was lost, or all of its status", async () => {
    const world = setUp();
    const first = await world.start();
    await world.until("it is there", () => state(world) === "inProgress");
    await first.close();
    const object = world.api.object("default/convoys/wave");
    world.api.objects.set("default/convoys/wave", { ...object, status: {} });
    await world.start();
    await world.until("it is there again", () => state(world) === "inProgress");
    expect(world.town.state.convoys).toHaveLength(1);
  });

  it("is announced once although the operator died between the mail and its status", async () => {
    const world = setUp();
    const first = await world.start();
    await world.until("it is there", () => state(world) === "inProgress");
    // From here on no status reaches the server: the mail goes out, and nobody will remember.
    world.api.intercept = (method, path) => {
      if (method === "PATCH" && path.endsWith("/status")) throw refused(path, 403, "Forbidden");
    };
    close(world, "al-1", "al-2");
    await world.until("the mail is out", () => world.town.state.mail.length === 1);
    await first.close();
    world.api.intercept = () => undefined;
    expect(world.status("convoys/wave")["notifiedAt"]).toBeUndefined();
    await world.start();
    await world.until("it is remembered", () => world.status("convoys/wave")["notifiedAt"] !== undefined);
    await world.pass(60_000);
    expect(world.town.state.mail).toHaveLength(1);
  });

  it("is announced although the first mail's answer was lost, and not twice", async () => {
    const world = setUp();
    world.town.once("mail send", lostAnswer);
    await world.start();
    await world.until("it is there", () => state(world) === "inProgress");
    close(world, "al-1", "al-2");
    await world.until("it is remembered", () => world.status("convoys/wave")["notifiedAt"] !== undefined);
    expect(world.town.state.mail).toHaveLength(1);
  });

  it("is announced although the operator died before the mail", async () => {
    const world = setUp();
    world.town.once("mail send", hanging);
    const first = await world.start();
    await world.until("it is there", () => state(world) === "inProgress");
    close(world, "al-1", "al-2");
    await world.until("the mail is being sent", () =>
      world.town.calls.some((call) => call.startsWith("mail send")),
    );
    await first.close();
    await world.start();
    await world.until("it is remembered", () => world.status("convoys/wave")["notifiedAt"] !== undefined);
    expect(world.town.state.mail).toHaveLength(1);
  });

  it("that gets another bead after its end is not complete for the new spec before that was read", async () => {
    const world = setUp({ notifyOnComplete: undefined });
    await world.start();
    await world.until("it is there", () => state(world) === "inProgress");
    close(world, "al-1", "al-2");
    await world.until("it is complete", () => state(world) === "completed.settled");
    world.town.doltDown = true;
    world.api.edit("default/convoys/wave", { trackedBeads: ["al-1", "al-2", "al-3"] });
    await world.until(
      "the new spec is answered",
      () => world.status("convoys/wave")["observedGeneration"] === 2,
    );
    await world.pass(60_000);
    expect(world.condition("convoys/wave", "Ready")).toMatchObject({
      status: "False",
      observedGeneration: 2,
    });
    world.town.doltDown = false;
    await world.until("it counts the third", () => world.status("convoys/wave")["progress"] === "2/3");
  });

  it("keeps waiting for a bead that it cannot read, and says which", async () => {
    const world = setUp({ trackedBeads: ["al-1", "al-99"] });
    await world.start();
    close(world, "al-1");
    await world.until(
      "one is missing",
      () => world.condition("convoys/wave", "Ready")?.reason === "BeadsNotFound",
    );
    expect(world.status("convoys/wave")).toMatchObject({
      phase: "InProgress",
      unknownBeads: ["al-99"],
      progress: "1/2",
    });
    expect(world.town.state.mail).toEqual([]);
  });
});
