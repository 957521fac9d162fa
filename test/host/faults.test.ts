import { describe, expect, it } from "vitest";
import { createMemoryJournal, JournalError, type HostEvent } from "../../src/host/index.ts";
import { FRAGILE, GO, NUX, RUNNER, observed, slung, types, value, withNux, withRunner } from "./actors.ts";
import { fragileKind } from "./kinds.ts";
import { createWorld, lastCall, settled, type World } from "./world.ts";

describe("what goes wrong in the host", () => {
  it("is a machine that fails: its event is reported and passed over, the next ones are taken", () => {
    const world = createWorld();
    world.host.start(fragileKind, FRAGILE, { input: undefined });
    for (const type of ["greet", "explode", "greet"]) world.host.send(FRAGILE, { type }, "test");
    expect(world.host.get(FRAGILE)?.state.snapshot.context).toEqual({ count: 2 });
    expect(world.problems).toMatchObject([{ ref: FRAGILE, problem: "event explode was passed over" }]);
    expect(world.problems[0]?.error).toBeInstanceOf(Error);
    expect(types(world)).toEqual(["begin", "event", "event", "event"]);
  });

  it.each(["append", "commit"] as const)(
    "is a journal that fails to %s: reported, and the work goes on",
    async (method) => {
      const full = (): never => {
        throw new JournalError("the disk is full");
      };
      const world = withNux({ journal: { ...createMemoryJournal(), [method]: full } });
      world.host.send(NUX, observed(1000), "sync:1");
      await lastCall(world, "sling").answer(slung(1000));
      expect(value(world)).toEqual({ working: "healthy" });
      world.host.stop(NUX);
      expect(world.stops).toEqual([NUX]);
      expect(new Set(world.problems.map(({ problem }) => problem))).toEqual(
        new Set(["the journal could not be written: history is incomplete"]),
      );
      expect(world.problems[0]).toMatchObject({ ref: null, error: { message: "the disk is full" } });
    },
  );

  it("is an observer that throws: the effects of its event and of the others are carried out all the same", () => {
    const world: World = withRunner({
      runAction: () => {
        world.host.send(RUNNER, GO, "test");
        throw new Error("a defect of this action");
      },
      onTransition: ({ event }: { event: HostEvent }) => {
        if (event.type === "go") throw new Error("a defect of this observer");
      },
    });
    world.host.start(fragileKind, FRAGILE, { input: undefined });
    world.host.send(FRAGILE, { type: "greet" }, "test");
    expect(world.calls).toHaveLength(1);
    expect(world.clock.deadlines()).toEqual([2000]);
    expect(world.problems.map(({ error }) => String(error))).toEqual([
      "Error: a defect of this action",
      "Error: a defect of this observer",
    ]);
  });

  it("is a service that throws at once: its actor gets a fault like any other", async () => {
    const world = withRunner({
      runService: () => {
        throw new Error("no such service");
      },
    });
    world.host.send(RUNNER, GO, "test");
    await settled();
    expect(world.host.get(RUNNER)?.state.snapshot.context).toMatchObject({
      answers: [{ reason: "InternalError", message: "no such service" }],
    });
  });
});
