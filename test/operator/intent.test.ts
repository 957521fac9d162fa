import { describe, expect, it } from "vitest";
import { ALPHA } from "simulated-town";
import { explain, explainedSchema, explanationText } from "../../src/explain/index.ts";
import { polecatKind } from "../../src/kinds/index.ts";
import { createWorld, type World } from "./world.ts";

const why = (world: World, name: string): string => {
  const object = explainedSchema.parse(world.api.object(`default/polecats/${name}`));
  return explanationText(explain(polecatKind, object, { polecats: null, rigs: null }, null));
};

describe("What is asked for and not done", () => {
  it("of a polecat that is only observed is reported in Ready, in a column and by why", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
    world.rig("alpha");
    world.town.shell("gt", "sling", "al-1", "alpha");
    await world.start({ adopt: true });
    const key = "polecats/alpha-furiosa";
    await world.until("it is adopted", () => world.status(key)["phase"] === "Working");
    expect(world.condition(key, "SpecHonored")).toMatchObject({ status: "True" });
    expect(world.condition(key, "Ready")).toMatchObject({ status: "True" });
    world.api.edit(`default/${key}`, { desiredState: "Terminated" });
    await world.until("it is reported", () => world.condition(key, "SpecHonored")?.status === "False");
    expect(world.condition(key, "SpecHonored")).toMatchObject({
      reason: "ObserveOnly",
      message: expect.stringContaining("spec.desiredState: management is Observe") as string,
    });
    expect(world.condition(key, "Ready")).toMatchObject({ status: "False", reason: "ObserveOnly" });
    expect(world.condition(key, "Stalled")).toMatchObject({ status: "True" });
    expect(world.status(key)).toMatchObject({ mode: "Observe" });
    expect(why(world, "alpha-furiosa")).toContain("set spec.management to Manage");
    expect(why(world, "alpha-furiosa")).not.toContain("nothing is asked of you");
    expect(world.town.writes().filter((call) => /nuke|session stop/.test(call))).toEqual([]);
  });

  it("is told of every kind, and no longer once the field is gone", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
    world.rig("alpha", { settings: { maxPolecats: 8, namepoolTheme: "mad-max" } });
    world.polecat("one", { taskDescription: "do it well", agent: "aider" });
    world.convoy("wave", { dispatch: "Polecats", parallelism: 2 });
    world.refinery("queue", { targetBranch: "next", testCommand: "make test" });
    world.beadStore("store", { gitSecretRef: { name: "git" } });
    world.witness("watch");
    await world.start();
    const told: Readonly<Record<string, readonly string[]>> = {
      "rigs/alpha": ["spec.settings.namepoolTheme: gt owns the name pool"],
      "polecats/one": ["spec.taskDescription: ", "spec.agent: bears on executionMode kubernetes only"],
      "convoys/wave": ["spec.parallelism: ", "spec.dispatch: not enabled"],
      "refineries/queue": ["spec.targetBranch: ", "spec.testCommand: "],
      "beadstores/store": ["spec.gitSecretRef: "],
    };
    for (const [key, messages] of Object.entries(told)) {
      await world.until(`${key} is reported`, () => world.condition(key, "SpecHonored") !== undefined);
      const { status, reason, message } = world.condition(key, "SpecHonored") ?? {};
      expect([status, reason], key).toEqual(["False", "FieldNotSupported"]);
      for (const part of messages) expect(message).toContain(part);
    }
    await world.until("it is judged", () => world.condition("witnesses/watch", "SpecHonored") !== undefined);
    expect(world.condition("witnesses/watch", "SpecHonored")).toMatchObject({ status: "True" });
    expect(why(world, "one")).toContain("SpecHonored: FieldNotSupported: spec.taskDescription");
    world.api.edit("default/polecats/one", { taskDescription: undefined, agent: undefined });
    await world.until("it is well", () => world.condition("polecats/one", "SpecHonored")?.status === "True");
  });

  it("while it is paused is told to wait for the end of the pause", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one", { paused: true });
    await world.start();
    await world.until(
      "it is reported",
      () => world.condition("polecats/one", "SpecHonored")?.reason === "Paused",
    );
    expect(world.condition("polecats/one", "SpecHonored")?.message).toContain("spec.beadID");
  });
});
