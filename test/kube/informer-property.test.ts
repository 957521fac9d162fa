import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { Informer } from "../../src/kube/index.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { TinyCollection, identity } from "./tiny-collection.ts";
import { widgets } from "./widgets.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

/** mulberry32: the same seed, the same disturbances. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function disturbancesOf(server: TinyCollection): (() => void)[] {
  return [
    () => server.cut(),
    () => server.end(),
    () => server.mute(),
    () => server.say("this is no event\n"),
    () => server.say('{"type":"ADDED","obj'),
    () => server.bookmark(),
    () => server.forget(),
    () => {
      server.forget();
      server.cut();
    },
    () => server.refuseNext(429, "TooManyRequests"),
    () => server.refuseNext(500, "InternalError"),
    () => server.refuseNext(410, "Expired"),
  ];
}

async function disturb(server: TinyCollection, random: () => number, steps: number): Promise<void> {
  const disturbances = disturbancesOf(server);
  for (let step = 0; step < steps; step += 1) {
    const name = `w-${Math.floor(random() * 12)}`;
    const dice = random();
    if (dice < 0.55) server.put(name, step);
    else if (dice < 0.75) server.remove(name);
    else disturbances[Math.floor(random() * disturbances.length)]?.();
    for (let turns = Math.floor(random() * 6); turns > 0; turns -= 1) await turn();
  }
}

describe("whatever happens on the wire", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    "store and told events equal the server's list in the end (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const collection = new TinyCollection();
      for (let index = 0; index < 7; index += 1) collection.put(`w-${index}`, 0);
      await using server = await startScriptedServer(collection.answer);
      const told = new Map<string, string>();
      const untold: string[] = [];
      const informer = new Informer({
        api: server.api,
        resource: widgets,
        handler: ({ type, object }) => {
          if (type === "applied") told.set(object.metadata.name, identity(object));
          else if (!told.delete(object.metadata.name)) untold.push(object.metadata.name);
        },
        now: Date.now,
        random,
        pageLimit: 3,
        watchSeconds: 0,
        overdueAfterMs: 60,
        backoff: { baseMs: 1, maxMs: 10 },
      }).start();

      try {
        await disturb(collection, random, 150);

        await vi.waitFor(
          () => expect(informer.lister.list().map(identity).sort()).toEqual(collection.state()),
          { timeout: WAIT_DEADLINE_MS },
        );
        expect([...told.values()].sort()).toEqual(collection.state());
        expect(untold, "told as deleted without ever having been reported as applied").toEqual([]);
      } finally {
        await informer.close();
      }
    },
  );
});
