import { describe, expect, it } from "vitest";
import { ADOPTED_LABEL, TOWN_LABEL } from "../../src/kinds/index.ts";
import { ALPHA, BETA } from "simulated-town";
import { glance, shownSchema } from "../../src/explain/index.ts";
import { refused } from "./memory-api.ts";
import { createWorld, type World } from "./world.ts";

/** A town that nobody has made a resource for. */
function unknownTown(): World {
  const world = createWorld({ rigs: [ALPHA, BETA], beads: ["al-1", "al-2"] });
  world.town.shell("gt", "sling", "al-1", "alpha");
  return world;
}

const rigs = ({ api }: World): readonly string[] => api.list("rigs").map(({ metadata }) => metadata.name);

/** gt has no such rig any more. */
function forget({ town: { state } }: World, rig: string): void {
  Object.assign(state, { rigs: state.rigs.filter(({ name }) => name !== rig) });
}

async function shown(world = unknownTown()): Promise<World> {
  await world.start({ adopt: true });
  await world.until("its rigs are shown", () => world.status("rigs/beta")["phase"] === "Ready");
  return world;
}

describe("A rig without a resource", () => {
  it("gets one that only observes, with gt's name, folder and prefix, and its polecats are shown under it", async () => {
    const world = await shown();
    expect(world.api.object("rigs/alpha")).toMatchObject({
      metadata: { labels: { [ADOPTED_LABEL]: "true" } },
      spec: { gtName: "alpha", localPath: "/town/alpha", gitURL: "/town/alpha", management: "Observe" },
    });
    expect(world.status("rigs/alpha")).toMatchObject({ beadsPrefix: "al", mode: "Observe" });
    expect(world.condition("rigs/alpha", "Ready")).toMatchObject({ status: "True", reason: "RigObserved" });
    await world.until(
      "its polecat is shown",
      () => world.status("polecats/alpha-furiosa")["phase"] === "Working",
    );
    await world.pass(120_000);
    expect(rigs(world)).toEqual(["alpha", "beta"]);
    expect(world.town.writes()).toEqual([]);
  });

  it("lets no polecat work before a person takes it over, and says how to", async () => {
    const world = await shown();
    world.polecat("one", { beadID: "al-2" });
    await world.until("it waits", () => world.condition("polecats/one", "Ready")?.reason === "RigObserved");
    expect(world.condition("polecats/one", "Stalled")).toMatchObject({ status: "True" });
    expect(world.condition("polecats/one", "Ready")?.message).toContain("kubectl gastown take rig/alpha");
    await world.pass(120_000);
    expect(world.town.writes()).toEqual([]);
    world.api.edit("rigs/alpha", { management: "Manage" });
    await world.until("it works", () => world.status("polecats/one")["phase"] === "Working");
  });

  it("gets none unless it is asked for, and none while its town's list cannot be read", async () => {
    const world = unknownTown();
    await world.start();
    await world.pass(60_000);
    expect(rigs(world)).toEqual([]);
    const unread = unknownTown();
    unread.town.always("rig list", () => ({ outcome: "timedOut" }));
    await unread.start({ adopt: true });
    await unread.pass(120_000);
    expect(rigs(unread)).toEqual([]);
  });

  it("of a name that Kubernetes does not allow gets one that says which rig it is", async () => {
    const world = createWorld({ rigs: [{ ...ALPHA, name: "Web_App" }], beads: [] });
    await world.start({ adopt: true });
    await world.until("it is shown", () => rigs(world).length === 1);
    const [name = ""] = rigs(world);
    expect(name).toMatch(/^web-app-[0-9a-f]{10}$/);
    await world.until("it is read", () => world.status(`rigs/${name}`)["phase"] === "Ready");
    expect(world.api.object(`rigs/${name}`).spec).toMatchObject({ gtName: "Web_App" });
  });

  it("of one town in a cluster leaves alone what another town's rig of the same name has", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: [] });
    world.rig("alpha", {}, { labels: { [TOWN_LABEL]: "west" } });
    const east = await world.start({ adopt: true, town: "east" });
    await world.until("it is shown", () => rigs(world).includes("alpha-east"));
    expect(world.api.object("rigs/alpha-east").metadata.labels).toEqual({
      [ADOPTED_LABEL]: "true",
      [TOWN_LABEL]: "east",
    });
    await east.close();
    await world.start({ adopt: true });
    await world.until("that of no town is shown, too", () => rigs(world).length === 3);
    await world.pass(120_000);
    expect(rigs(world).map((name) => name.replace(/[0-9a-f]{10}$/, "HASH"))).toEqual([
      "alpha",
      "alpha-east",
      "alpha-HASH",
    ]);
  });
});

describe("The view of a rig", () => {
  it("goes for a person's Rig, and the views of its polecats go with it to that one", async () => {
    const world = await shown();
    await world.until("its polecat is shown", () => world.api.objects.has("default/polecats/alpha-furiosa"));
    world.rig("mine", { gtName: "alpha", beadsPrefix: "al", localPath: "/town/alpha" });
    await world.until("the view is gone", () => !rigs(world).includes("alpha"));
    await world.until(
      "its polecat is shown under the other",
      () => world.status("polecats/mine-furiosa")["phase"] === "Working",
    );
    expect(world.api.objects.has("default/polecats/alpha-furiosa")).toBe(false);
    expect(world.status("rigs/mine")).toMatchObject({ phase: "Ready", mode: "Manage" });
    await world.pass(120_000);
    expect(rigs(world)).toEqual(["beta", "mine"]);
  });

  it("stays for the resources of people that name it", async () => {
    const world = await shown();
    world.polecat("one", { beadID: "al-2" });
    await world.until("it waits", () => world.condition("polecats/one", "Ready")?.reason === "RigObserved");
    world.rig("mine", { gtName: "alpha", beadsPrefix: "al", localPath: "/town/alpha" });
    await world.until("it says so", () => world.condition("rigs/alpha", "Ready")?.reason === "DuplicateRig");
    await world.pass(120_000);
    expect(rigs(world)).toEqual(["alpha", "beta", "mine"]);
    world.api.remove("default/polecats/one");
    await world.until("nobody needs it any more", () => !rigs(world).includes("alpha"));
  });

  it("goes once two lists of a healthy town lack its rig, and for no list that failed", async () => {
    const world = await shown();
    forget(world, "alpha");
    world.town.doltDown = true;
    await world.pass(120_000);
    expect(rigs(world)).toEqual(["alpha", "beta"]);
    world.town.doltDown = false;
    await world.until("it is gone", () => !rigs(world).includes("alpha"));
    world.town.always("rig list", () => ({ outcome: "timedOut" }));
    await world.pass(120_000);
    expect(rigs(world)).toEqual(["beta"]);
  });

  it.each<[string, (world: World) => void]>([
    ["spec", (world) => world.api.edit("rigs/alpha", { settings: { maxPolecats: 3 } })],
    [
      "spec, there and back",
      (world) => {
        world.api.edit("rigs/alpha", { management: "Manage" });
        world.api.edit("rigs/alpha", { management: "Observe" });
      },
    ],
    ["annotations", (world) => world.api.annotate("rigs/alpha", { "example.com/team": "blue" })],
  ])("whose %s a person has changed is theirs, and stays", async (_, change) => {
    const world = await shown();
    change(world);
    await world.pass(1_000);
    world.rig("mine", { gtName: "alpha", beadsPrefix: "al", localPath: "/town/alpha" });
    forget(world, "alpha");
    await world.pass(180_000);
    expect(rigs(world)).toContain("alpha");
  });

  it("is not deleted where a person changes it between the decision and the delete", async () => {
    const world = await shown();
    let change: (() => void) | undefined = () => world.api.edit("rigs/alpha", { management: "Manage" });
    world.api.intercept = (method, path) => {
      if (method !== "DELETE" || !path.endsWith("/rigs/alpha")) return;
      change?.();
      change = undefined;
    };
    world.rig("mine", { gtName: "alpha", beadsPrefix: "al", localPath: "/town/alpha" });
    await world.until("it was to be deleted", () => change === undefined);
    await world.pass(120_000);
    expect(rigs(world)).toContain("alpha");
  });

  it("is found again after a restart, and is made anew where a person deletes it", async () => {
    const world = unknownTown();
    const life = await world.start({ adopt: true });
    await world.until("its rigs are shown", () => world.status("rigs/beta")["phase"] === "Ready");
    const { uid } = world.api.object("rigs/alpha").metadata;
    await life.close();
    await world.start({ adopt: true });
    await world.pass(120_000);
    expect(world.api.object("rigs/alpha").metadata.uid).toBe(uid);
    world.api.remove("rigs/alpha");
    await world.until("it is there again", () => rigs(world).includes("alpha"));
  });
});

describe("Where the operator may make no Rigs", () => {
  it("polecats are shown all the same, and the refusal is reported", async () => {
    const world = unknownTown();
    world.api.intercept = (method, path) => {
      if (method === "POST" && path.endsWith("/rigs")) throw refused("POST rigs", 403, "Forbidden");
    };
    const { operator } = await world.start({ adopt: true });
    await world.until(
      "its polecat is shown",
      () => world.status("polecats/alpha-furiosa")["phase"] === "Working",
    );
    const writes = operator.ready().checks.find(({ name }) => name === "writes");
    expect(writes?.message).toContain("create of rig/adopted rigs is refused");
    world.api.intercept = () => undefined;
    await world.until("its rigs are shown", () => rigs(world).length === 2);
    await world.until("nothing is told any more", () => {
      const check = operator.ready().checks.find(({ name }) => name === "writes");
      return check?.message.includes("adopted rigs") === false;
    });
  });
});

describe("A rig that is let go", () => {
  it("leaves no polecat that has ended, or does as asked, to a person's care", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1", "al-2"] });
    world.rig("alpha");
    for (const [name, beadID] of [["gone", "al-1"] as const, ["busy", "al-2"] as const])
      world.polecat(name, { beadID });
    await world.start();
    const phaseOf = (name: string): unknown => world.status(`polecats/${name}`)["phase"];
    await world.until("both work", () => phaseOf("gone") === "Working" && phaseOf("busy") === "Working");
    world.town.shell("bd", "close", "al-1");
    world.api.edit("default/polecats/gone", { desiredState: "Terminated" });
    await world.until("one has ended", () => phaseOf("gone") === "Terminated");
    world.api.edit("rigs/alpha", { management: "Observe" });
    await world.until("it is held", () => world.status("polecats/gone")["mode"] === "Observe");
    await world.until("so is the other", () => world.status("polecats/busy")["mode"] === "Observe");
    expect(world.condition("polecats/gone", "Degraded")).toMatchObject({ status: "False" });
    const shown = ["gone", "busy"].map((name) =>
      shownSchema.parse(world.api.object(`default/polecats/${name}`)),
    );
    const seen = glance({ rigs: [], polecats: shown, convoys: [] }, [], Date.parse("2026-05-01T12:00:00Z"));
    expect(seen.needsPerson).toEqual([]);
  });
});
