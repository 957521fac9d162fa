import { describe, expect, it } from "vitest";
import { ADOPTED_LABEL, BOUND_POLECAT_ANNOTATION, TOWN_LABEL } from "../../src/kinds/index.ts";
import { ALPHA } from "simulated-town";
import { createWorld, type World } from "./world.ts";

const KEY = "default/polecats/alpha-furiosa";

/** A polecat that somebody slung at a shell. */
function strangers(): World {
  const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
  world.rig("alpha");
  world.town.shell("gt", "sling", "al-1", "alpha");
  return world;
}

describe("A polecat without a resource", () => {
  it("gets one that only observes, shows its work, and is never written to", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    expect(world.api.object(KEY)).toMatchObject({
      metadata: {
        labels: { [ADOPTED_LABEL]: "true" },
        annotations: { [BOUND_POLECAT_ANNOTATION]: "furiosa" },
      },
      spec: { rig: "alpha", management: "Observe" },
    });
    expect(world.status("polecats/alpha-furiosa")).toMatchObject({
      assignedBead: "al-1",
      polecatName: "furiosa",
    });
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.pass(120_000);
    expect(world.town.writes()).toEqual([]);
  });

  it("gets one under a second name where somebody's resource has the first", async () => {
    const world = strangers();
    world.polecat("alpha-furiosa", { beadID: "al-2" });
    await world.start({ adopt: true });
    const keys = (): readonly string[] => [...world.api.objects.keys()].filter((key) => key.startsWith(KEY));
    await world.until("it is shown", () => keys().length === 2);
    await world.pass(120_000);
    expect(world.status("polecats/alpha-furiosa")["polecatName"]).toBe("nux");
    expect(
      keys().map((key) => world.api.object(key).metadata.annotations?.[BOUND_POLECAT_ANNOTATION]),
    ).toEqual([undefined, "furiosa"]);
  });

  it("gets one of the operator's own town, which is served though its rig has no resource", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.town.shell("gt", "sling", "al-1", "alpha");
    world.rig("alpha", {}, { labels: { [TOWN_LABEL]: "east" } });
    const { operator } = await world.start({ adopt: true, town: "east" });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    expect(world.api.object(KEY).metadata.labels).toMatchObject({ [TOWN_LABEL]: "east" });
    world.api.remove("rigs/alpha");
    await world.pass(1_000);
    expect(operator.actors().map(({ ref }) => ref.name)).toEqual(["alpha-furiosa"]);
  });

  it("gets none unless it is asked for", async () => {
    const world = strangers();
    await world.start();
    await world.pass(60_000);
    expect(world.api.objects.has(KEY)).toBe(false);
  });

  it("loses its resource when it is gone, twice, in a healthy town", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    world.town.doltDown = true;
    await world.pass(120_000);
    expect(world.api.objects.has(KEY)).toBe(true);
    world.town.doltDown = false;
    world.town.shell("gt", "polecat", "nuke", "alpha/furiosa");
    await world.until("its resource is gone", () => !world.api.objects.has(KEY));
  });

  it("is taken over by a resource that names its bead, and the view of it goes", async () => {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status("polecats/alpha-furiosa")["phase"] === "Working");
    world.polecat("one");
    await world.until("it is driven", () => world.status("polecats/one")["polecatName"] === "furiosa");
    await world.until("the view is gone", () => !world.api.objects.has(KEY));
    expect(world.town.state.polecats).toHaveLength(1);
    expect(world.town.writes()).toEqual([]);
  });

  it("is not adopted twice after a restart, nor while the operator does not know its resources yet", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] });
    world.rig("alpha");
    world.polecat("one");
    const first = await world.start({ adopt: true });
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
    await first.close();
    await world.start({ adopt: true });
    await world.pass(120_000);
    expect([...world.api.objects.keys()].sort()).toEqual(["default/polecats/one", "rigs/alpha"]);
  });
});

describe("An adopted polecat that a person takes over", () => {
  const NAME = "polecats/alpha-furiosa";
  const ended = ({ town }: World): readonly string[] =>
    town.writes().filter((call) => /^(polecat nuke|session stop)/.test(call));

  async function viewed(): Promise<World> {
    const world = strangers();
    await world.start({ adopt: true });
    await world.until("it is shown", () => world.status(NAME)["phase"] === "Working");
    return world;
  }

  it("keeps its resource, its branch, its bead and its session, and goes on with the bead, though Idle is asked for", async () => {
    const world = await viewed();
    const [before] = structuredClone(world.town.state.polecats);
    world.api.edit(KEY, { management: "Manage", deletionPolicy: "Terminate" });
    await world.until("it is driven", () => world.condition(NAME, "Ready")?.reason === "AwaitingClose");
    await world.pass(180_000);
    expect(world.api.object(KEY).spec).toMatchObject({ management: "Manage", desiredState: "Idle" });
    expect(world.status(NAME)).toMatchObject({
      phase: "Working",
      assignedBead: "al-1",
      polecatName: "furiosa",
    });
    expect(world.town.state.polecats).toEqual([before]);
    world.town.shell("bd", "close", "al-1");
    await world.until("it rests", () => world.status(NAME)["phase"] === "Idle");
    await world.pass(180_000);
    expect(world.town.state.polecats).toHaveLength(1);
    expect(ended(world)).toEqual([]);
  });

  it("is not deleted where that happens between the decision and the delete of its view", async () => {
    const world = await viewed();
    let takeOver: (() => void) | undefined = () =>
      world.api.edit(KEY, { management: "Manage", deletionPolicy: "Terminate", taskDescription: "mine" });
    world.api.intercept = (method, path) => {
      if (method !== "DELETE" || !path.endsWith("/alpha-furiosa")) return;
      takeOver?.();
      takeOver = undefined;
    };
    world.polecat("one");
    await world.until("its view was to be deleted", () => takeOver === undefined);
    await world.pass(120_000);
    expect(world.api.object(KEY).spec).toMatchObject({ taskDescription: "mine" });
    expect(world.condition(NAME, "Ready")).toMatchObject({ status: "False", reason: "PolecatClaimed" });
    expect(world.condition(NAME, "Stalled")).toMatchObject({ status: "True" });
    expect(world.status("polecats/one")).toMatchObject({ phase: "Working", polecatName: "furiosa" });
    world.api.remove("default/polecats/one");
    await world.until("it drives it now", () => world.status(NAME)["assignedBead"] === "al-1");
    expect(ended(world)).toEqual([]);
  });

  it.each([
    ["spec", (world: World) => world.api.edit(KEY, { taskDescription: "keep an eye on it" })],
    [
      "spec, there and back",
      (world: World) => {
        world.api.edit(KEY, { management: "Manage" });
        world.api.edit(KEY, { management: "Observe" });
      },
    ],
    [
      "annotations",
      (world: World) => {
        world.api.annotate(KEY, { [BOUND_POLECAT_ANNOTATION]: "furiosa", "example.com/team": "blue" });
      },
    ],
    [
      "labels",
      (world: World) => {
        const { metadata, ...rest } = world.api.object(KEY);
        const labels = { ...metadata.labels, team: "blue" };
        world.api.overwrite(KEY, { ...rest, metadata: { ...metadata, labels } });
      },
    ],
  ])(
    "keeps a resource whose %s a person has changed, when the polecat is gone as when another drives it",
    async (_, change) => {
      const world = await viewed();
      change(world);
      world.polecat("one");
      await world.until("it is driven", () => world.status("polecats/one")["polecatName"] === "furiosa");
      await world.pass(120_000);
      expect(world.api.objects.has(KEY)).toBe(true);
      world.api.remove("default/polecats/one");
      world.town.shell("gt", "polecat", "nuke", "alpha/furiosa");
      await world.until("it is known to be gone", () => world.status(NAME)["phase"] === "Terminated");
      await world.pass(120_000);
      expect(world.api.objects.has(KEY)).toBe(true);
    },
  );

  it("goes from Observe to Manage and back with its bead in work", async () => {
    const world = await viewed();
    for (const management of ["Manage", "Observe", "Manage", "Observe"]) {
      world.api.edit(KEY, { management });
      const reason = management === "Manage" ? "AwaitingClose" : "Working";
      await world.until(`it is ${management}`, () => world.condition(NAME, "Ready")?.reason === reason);
      await world.pass(60_000);
      expect(world.status(NAME)).toMatchObject({ phase: "Working", assignedBead: "al-1" });
    }
    expect(world.town.writes()).toEqual([]);
  });

  it("gets a view beside its resource, once that works with another polecat", async () => {
    const world = await viewed();
    world.api.edit(KEY, { management: "Manage", desiredState: "Working", beadID: "al-2" });
    await world.until("that waits", () => world.condition(NAME, "Ready")?.reason === "BeadChangePending");
    world.town.shell("gt", "sling", "al-2", "alpha");
    world.town.shell("bd", "close", "al-1");
    await world.until("it works with another", () => world.status(NAME)["polecatName"] === "nux");
    const view = (): string | undefined =>
      [...world.api.objects.keys()].find((key) => key.startsWith(`${KEY}-`));
    await world.until("the first one is shown", () => view() !== undefined);
    expect(world.api.object(view() ?? "")).toMatchObject({
      metadata: { annotations: { [BOUND_POLECAT_ANNOTATION]: "furiosa" } },
      spec: { rig: "alpha", management: "Observe" },
    });
    await world.pass(300_000);
    expect([...world.api.objects.keys()].filter((key) => key.includes("polecats"))).toHaveLength(2);
    world.town.shell("gt", "polecat", "nuke", "alpha/furiosa");
    await world.until("its view is gone", () => view() === undefined);
    expect(world.status(NAME)).toMatchObject({ phase: "Working", polecatName: "nux" });
  });

  it("gets a view under another name each time that gt uses the polecat's name again", async () => {
    const world = await viewed();
    const views = (): readonly string[] => [...world.api.objects.keys()].filter((key) => key.startsWith(KEY));
    for (const [nth, bead] of ["al-1", "al-2", "al-2"].map((id, index) => [index + 1, id] as const)) {
      if (nth > 1) world.town.shell("gt", "sling", bead, "alpha");
      await world.until(`view ${nth} is there`, () => views().length === nth);
      const latest = views().at(-1) ?? "";
      world.api.edit(latest, { management: "Manage", desiredState: "Terminated" });
      const name = latest.replace("default/", "");
      await world.until(`view ${nth} has ended`, () => world.status(name)["phase"] === "Terminated");
    }
  });

  it("has the bead that is on its hook by then, whatever was there when it was adopted", async () => {
    const world = await viewed();
    world.town.once("polecat list", (run) => {
      world.town.shell("bd", "close", "al-1");
      world.town.shell("gt", "sling", "al-2", "alpha/furiosa");
      world.api.edit(KEY, { management: "Manage" });
      return run();
    });
    await world.until("it has that bead", () => world.status(NAME)["assignedBead"] === "al-2");
    await world.pass(120_000);
    expect(world.status(NAME)).toMatchObject({
      phase: "Working",
      polecatName: "furiosa",
      assignedBead: "al-2",
    });
    expect(world.condition(NAME, "Ready")?.reason).toBe("AwaitingClose");
    expect(world.town.writes()).toEqual([]);
  });

  it("works on its bead first, and then on the one that the spec names", async () => {
    const world = await viewed();
    world.api.edit(KEY, { management: "Manage", desiredState: "Working", beadID: "al-2" });
    await world.until("that waits", () => world.condition(NAME, "Ready")?.reason === "BeadChangePending");
    await world.pass(60_000);
    expect(world.town.writes()).toEqual([]);
    world.town.shell("bd", "close", "al-1");
    await world.until("it is slung", () => world.status(NAME)["assignedBead"] === "al-2");
    await world.until("it works", () => world.condition(NAME, "Ready")?.status === "True");
  });

  it("is not ended by an edit of what is left of its binding, once gt has given its resource another polecat", async () => {
    const world = await viewed();
    world.api.edit(KEY, { management: "Manage" });
    await world.until("it is driven", () => world.condition(NAME, "Ready")?.reason === "AwaitingClose");
    world.town.shell("gt", "polecat", "nuke", "alpha/furiosa", "--force");
    await world.until("it has none", () => world.status(NAME)["polecatName"] === undefined);
    world.town.shell("gt", "sling", "al-1", "alpha");
    world.api.edit(KEY, { desiredState: "Terminated" });
    await world.until("it is done", () => world.status(NAME)["phase"] === "Terminated");
    await world.pass(120_000);
    expect(world.town.state.polecats.map(({ name }) => name)).toEqual(["furiosa"]);
    expect(ended(world)).toEqual([]);
  });
});
