import { describe, expect, it } from "vitest";
import { createMemoryJournal, JournalError, type HostEvent, type Journal } from "../../src/host/index.ts";
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
import { fragileKind, polecatInput, polecatKind, refOf } from "./kinds.ts";
import { lastCall, type World } from "./world.ts";

describe("an actor of the same name and another uid", () => {
  const OTHER = refOf(polecatKind, "nux", "another");

  it("is another actor: what is meant for one does not reach the other", () => {
    const world = withNux();
    world.host.send(OTHER, observed(1000), "test");
    world.host.stop(OTHER);
    expect(value(world)).toBe("unobserved");
    expect(world.stops).toEqual([]);
  });

  it("does not begin while the first one is there", () => {
    const world = withNux();
    world.host.start(polecatKind, OTHER, { input: polecatInput() });
    expect(world.host.get(NUX)?.ref.uid).toBe(NUX.uid);
    world.host.stop(NUX);
    world.host.start(polecatKind, OTHER, { input: polecatInput() });
    expect(world.host.get(NUX)?.ref.uid).toBe("another");
    expect(world.host.actors()).toHaveLength(1);
  });

  it("does not take the answer of the first one's service", async () => {
    const world = withNux();
    world.host.send(NUX, observed(1000), "test");
    const { answer } = lastCall(world, "sling");
    world.host.stop(NUX);
    world.host.start(polecatKind, OTHER, { input: polecatInput() });
    world.host.send(OTHER, observed(1000), "test");
    await answer(slung(1000));
    expect(value(world)).toEqual({ pending: "slinging" });
    expect(world.calls).toHaveLength(2);
  });
});

describe("an actor that is stopped", () => {
  it("has its services aborted and its timers cancelled, and is journaled and told", async () => {
    const world = withRunner();
    world.host.send(RUNNER, GO, "test");
    const { signal, answer } = lastCall(world, "work");
    world.host.stop(RUNNER);
    expect(signal.aborted).toBe(true);
    expect(world.clock.deadlines()).toEqual([]);
    expect(world.stops).toEqual([RUNNER]);
    expect(types(world)).toEqual(["begin", "event", "stop"]);
    await answer("late");
    world.host.send(RUNNER, GO, "test");
    expect(world.host.get(RUNNER)).toBeUndefined();
    expect(types(world)).toEqual(["begin", "event", "stop"]);
  });

  it("is stopped in the middle of a group: nothing more is started for it", () => {
    const world: World = withRunner({
      runAction: () => {
        world.host.send(RUNNER, GO, "test");
      },
      onTransition: ({ event }: { event: HostEvent }) => {
        if (event.type === "go") world.host.stop(RUNNER);
      },
    });
    world.host.start(fragileKind, FRAGILE, { input: undefined });
    world.host.send(FRAGILE, { type: "greet" }, "test");
    expect(world.stops).toEqual([RUNNER]);
    expect(world.calls).toEqual([]);
    expect(world.clock.deadlines()).toEqual([]);
  });
});

describe("a host that is closed", () => {
  it("aborts what runs, takes nothing more, and leaves the journal alone", async () => {
    let isOpen = true;
    const memory = createMemoryJournal();
    const journal: Journal = {
      ...memory,
      append: (entry) => {
        if (!isOpen) throw new JournalError("written after its end");
        return memory.append(entry);
      },
      close: () => (isOpen = false),
    };
    const world = withRunner({ journal });
    world.host.send(RUNNER, GO, "test");
    const { signal, answer } = lastCall(world, "work");
    world.host.close();
    expect(signal.aborted).toBe(true);
    expect(world.clock.deadlines()).toEqual([]);
    await answer("late");
    world.host.send(RUNNER, LEAVE, "test");
    world.host.start(polecatKind, NUX, { input: polecatInput() });
    world.host.stop(RUNNER);
    world.host.close();
    expect(types(world)).toEqual(["begin", "event"]);
    expect(world.problems).toEqual([]);
  });

  it("starts nothing for events that it had taken before", () => {
    const world: World = withRunner({
      onTransition: ({ event }: { event: HostEvent }) => event.type === "go" && world.host.close(),
    });
    world.host.send(RUNNER, GO, "test");
    expect(world.calls).toEqual([]);
    expect(world.clock.deadlines()).toEqual([]);
  });
});
