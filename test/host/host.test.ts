import { describe, expect, it } from "vitest";
import { createMemoryJournal, type Journal } from "../../src/host/index.ts";
import { hooked, present } from "../machines/given.ts";
import {
  FRAGILE,
  GO,
  LEAVE,
  NUX,
  RUNNER,
  observed,
  slung,
  types,
  value,
  withNux,
  withRunner,
} from "./actors.ts";
import { fragileKind, polecatKind, refOf, rigInput, rigKind } from "./kinds.ts";
import { lastCall, type World } from "./world.ts";

describe("the host", () => {
  it("runs an actor from its start to the answer of its service", async () => {
    const world = withNux();
    expect(value(world)).toBe("unobserved");
    world.host.send(NUX, observed(1000), "sync:1");
    expect(value(world)).toEqual({ pending: "slinging" });
    await lastCall(world, "sling").answer(slung(1000));
    expect(value(world)).toEqual({ working: "healthy" });
    expect(world.actions).toEqual([{ ref: NUX, action: "requestObservation", params: undefined }]);
    expect(world.problems).toEqual([]);
  });

  it("publishes each event with the states before and after it", () => {
    const world = withNux();
    world.host.send(NUX, observed(1000), "sync:1");
    expect(world.transitions).toMatchObject([
      { ref: NUX, event: { type: "host.started" }, cause: "start", at: 1000, before: null },
      { event: { type: "town.observed" }, cause: "sync:1", before: { sequence: 0 }, after: { sequence: 1 } },
    ]);
    expect(world.transitions[1]?.before).toBe(world.transitions[0]?.after);
  });

  it("has journaled an event, and committed it, before it does anything for it", () => {
    const world = withNux();
    world.host.send(NUX, observed(1000), "sync:1");
    expect(lastCall(world, "sling").journaled.map(({ type, cause }) => [type, cause])).toEqual([
      ["begin", "start"],
      ["event", "sync:1"],
    ]);
  });

  it("journals an answer under the effect that it answers, before it goes on", async () => {
    const world = withNux();
    world.host.send(NUX, observed(1000), "sync:1");
    const { operation, answer } = lastCall(world, "sling");
    await answer(slung(1000));
    expect([...world.journal.read()].at(-1)).toMatchObject({ type: "event", cause: operation.effectId });
  });

  it("gives one trace to a cause and all that it leads to, and another to the next cause", async () => {
    const world = withNux();
    world.host.send(NUX, observed(1000), "sync:1");
    await lastCall(world, "sling").answer(slung(1000));
    world.host.send(NUX, observed(1001), "sync:2", "of many");
    const traces = [...world.journal.read()].map(({ trace }) => trace);
    expect(traces).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
      traces[1],
      "of many",
    ]);
    expect(new Set(traces).size).toBe(3);
  });

  it("commits the events of one group together, before the first effect of any of them", () => {
    const commits: number[] = [];
    const memory = createMemoryJournal();
    const journal: Journal = {
      ...memory,
      commit: () => {
        memory.commit();
        commits.push([...memory.read()].length);
      },
    };
    const world: World = withRunner({
      journal,
      runAction: () => {
        for (const event of [GO, LEAVE, GO]) world.host.send(RUNNER, event, "burst");
      },
    });
    world.host.start(fragileKind, FRAGILE, { input: undefined });
    world.host.send(FRAGILE, { type: "greet" }, "test");
    expect(commits).toEqual([1, 2, 3, 6]);
    // Left again within the group: the first start never happens, the second one does.
    expect(world.calls.map(({ operation }) => operation.effectId)).toEqual([
      "runner/default/one@uid-one:3:1",
    ]);
    expect(world.calls[0]?.journaled).toHaveLength(6);
    expect(world.clock.deadlines()).toEqual([2000]);
  });

  it("drops the late answer of an operation that was left", async () => {
    const world = withRunner();
    world.host.send(RUNNER, GO, "test");
    const early = lastCall(world, "work");
    world.host.send(RUNNER, LEAVE, "test");
    expect(early.signal.aborted).toBe(true);
    world.host.send(RUNNER, GO, "test");
    const later = lastCall(world, "work");
    await early.answer("late");
    expect(value(world, RUNNER)).toBe("running");
    await later.answer("in time");
    expect(world.host.get(RUNNER)?.state.snapshot.context).toEqual({ answers: ["in time"] });
  });

  it("drops the late failure of an operation that was started anew in one step", async () => {
    const world = withRunner();
    world.host.send(RUNNER, GO, "test");
    const early = lastCall(world, "work");
    world.host.send(RUNNER, { type: "again" }, "test");
    const later = lastCall(world, "work");
    expect([early.signal.aborted, later.signal.aborted]).toEqual([true, false]);
    await early.fail(new Error("late"));
    expect(value(world, RUNNER)).toBe("running");
    await later.answer("in time");
    expect(value(world, RUNNER)).toBe("resting");
  });

  it("turns what a service throws into a fault that is JSON", async () => {
    const world = withRunner({ start: 7 });
    world.host.send(RUNNER, GO, "test");
    await lastCall(world, "work").fail(Object.assign(new Error("no gt"), { reason: "GtMissing" }));
    world.host.send(RUNNER, GO, "test");
    await lastCall(world, "work").fail("nonsense");
    expect(world.host.get(RUNNER)?.state.snapshot.context).toEqual({
      answers: [
        { reason: "GtMissing", message: "no gt", at: 7 },
        { reason: "InternalError", message: "nonsense", at: 7 },
      ],
    });
  });

  it("passes events of unknown actors over", () => {
    const world = withNux();
    world.host.send(refOf(polecatKind, "slit"), observed(1000), "test");
    expect(world.transitions).toHaveLength(1);
    expect(types(world)).toEqual(["begin"]);
  });
});

describe("many actors", () => {
  it("are hosted side by side, each under its own name", () => {
    const world = withNux();
    const alpha = refOf(rigKind, "alpha");
    world.host.start(rigKind, alpha, { input: rigInput() });
    world.host.send(
      NUX,
      observed(1000, { bead: hooked("al-1", "nux"), polecat: present("nux", "al-1") }),
      "s",
    );
    expect(world.host.actors().map(({ ref }) => ref)).toEqual([NUX, alpha]);
    expect(value(world)).toEqual({ working: "healthy" });
    expect(value(world, alpha)).toBe("pending");
  });
});
