import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { ActorRef } from "../../src/host/index.ts";
import { FRAGILE, NUX, withNux } from "./actors.ts";
import { fragileKind } from "./kinds.ts";
import { createWorld } from "./world.ts";

describe("The host among others in one event loop", () => {
  it("serves I/O between the events of a machine whose every effect is the next event", async () => {
    let greetings = 0;
    const world = createWorld({
      runAction: () => {
        greetings += 1;
        if (greetings > 100_000) throw new Error("nothing else has had its turn");
        world.host.send(FRAGILE, { type: "greet" }, "an effect");
      },
    });
    world.host.start(fragileKind, FRAGILE, { input: undefined });
    world.host.send(FRAGILE, { type: "greet" }, "test");
    for (let turn = 0; turn < 5; turn += 1) {
      const before = greetings;
      await setImmediate();
      expect(greetings).toBeGreaterThan(before);
    }
    expect(world.problems).toEqual([]);
    world.host.close();
  });

  it("takes what was sent beyond one turn in the next ones, in order", async () => {
    const world = createWorld();
    world.host.start(fragileKind, FRAGILE, { input: undefined });
    for (let event = 0; event < 2_500; event += 1)
      world.host.send(FRAGILE, { type: "greet" }, `test:${event}`);
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    expect(world.host.get(FRAGILE)?.state.snapshot.context).toEqual({ count: 2_500 });
    const causes = world.transitions.flatMap(({ event, cause }) => (event.type === "greet" ? [cause] : []));
    expect(causes).toEqual(Array.from({ length: 2_500 }, (_, event) => `test:${event}`));
  });

  it("tells whose turn it is before an event is taken", () => {
    const turns: (readonly [ActorRef, string])[] = [];
    const world = withNux({ onTurn: (ref, doing) => turns.push([ref, doing]) });
    world.host.send(NUX, { type: "spec.observed" }, "test");
    expect(turns).toEqual([[NUX, "spec.observed"]]);
  });
});
