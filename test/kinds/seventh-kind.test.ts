import { describe, expect, it } from "vitest";
import { ALL_KINDS, crds, lookupIn } from "../../src/kinds/index.ts";
import { explain, explainedSchema, explanationText } from "../../src/explain/index.ts";
import { cellOf } from "../../src/inspector/cell.ts";
import { detailOf } from "../../src/inspector/detail.ts";
import { commandsOf } from "../../inspector-ui/src/why/commands.ts";
import { ALPHA } from "simulated-town";
import { createWorld } from "../operator/world.ts";
import { depotKind } from "./depot.ts";

const KINDS = [...ALL_KINDS, depotKind];

describe("A kind that is added to the registry", () => {
  it("has its CustomResourceDefinition with its columns", () => {
    const depot = crds(KINDS).find(({ metadata }) => metadata.name === "depots.gastown.gastown.io");
    expect(depot?.spec).toMatchObject({
      names: { kind: "Depot", singular: "depot", categories: ["gastown"] },
      versions: [{ additionalPrinterColumns: [{ name: "Polecats" }] }],
    });
  });

  it("is served: status, Event, metrics, inspector, and what its spec asks in vain", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] }, KINDS);
    world.rig("alpha");
    world.polecat("one");
    world.api.create("depots", "Depot", "yard", { spec: { rigRef: "alpha", room: 0 } });
    const { operator, metrics } = await world.start();
    await world.until("the polecat is counted", () => world.status("depots/yard")["phase"] === "Full");

    expect(world.status("depots/yard")).toMatchObject({ polecats: 1 });
    expect(world.condition("depots/yard", "SpecHonored")).toMatchObject({ status: "True" });
    expect(world.api.events.map(({ reason, regarding }) => `${reason} ${regarding.name}`)).toContain(
      "Full yard",
    );
    expect(await metrics.registry.metrics()).toContain(
      'gastown_depot_phase{rig="alpha",name="yard",phase="Full"} 1',
    );
    const view = operator.actors().find(({ ref }) => ref.kind === "depot");
    expect(view === undefined ? null : cellOf(view, lookupIn(KINDS))).toMatchObject({
      id: "depot/default/yard",
      rig: "alpha",
      phase: "Full",
      progress: "1 polecats",
      subject: "depot · 1 polecats",
    });
  });

  it("is explained by why, and the page has the commands that it asks with", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] }, KINDS);
    world.rig("alpha");
    world.polecat("one");
    world.api.create("depots", "Depot", "yard", { spec: { rigRef: "alpha", room: 0 } });
    const { operator } = await world.start();
    await world.until("the polecat is counted", () => world.status("depots/yard")["phase"] === "Full");

    const object = explainedSchema.parse(world.api.object("default/depots/yard"));
    const why = explanationText(explain(depotKind, object, { polecats: null, rigs: null }, null));
    expect(why).toContain("depot default/yard is Full");
    expect(why).toContain("Full: 1 of 0");

    const view = operator.actors().find(({ ref }) => ref.kind === "depot");
    const detail = view === undefined ? null : detailOf(view, lookupIn(KINDS));
    const commands = detail === null ? [] : commandsOf(detail, lookupIn(KINDS));
    expect(commands.map(({ command }) => command)).toContain(
      `kubectl patch depot yard -n default --type merge -p '{"spec":{"room":1}}'`,
    );
  });

  it("goes on from its snapshot after a restart, and has its actor end with its resource", async () => {
    const world = createWorld({ rigs: [ALPHA], beads: ["al-1"] }, KINDS);
    world.rig("alpha");
    world.api.create("depots", "Depot", "yard", { spec: { rigRef: "alpha" } });
    const first = await world.start();
    await world.until("it has room", () => world.status("depots/yard")["phase"] === "Open");
    await first.close();

    const second = await world.start();
    const state = (): unknown =>
      second.operator.actors().find(({ ref }) => ref.kind === "depot")?.state.snapshot.value;
    expect(state()).toBe("open");
    world.api.remove("default/depots/yard");
    await world.until("its actor is gone", () => state() === undefined);
  });
});
