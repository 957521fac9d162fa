/** Memory of an actor in a host: of ten thousand, after they have seen their town. */
import { polecatKind } from "../src/kinds/index.ts";
import { createMemoryJournal } from "../src/host/index.ts";
import { input, lifeEvents, ref } from "./events.ts";
import { createHost } from "./ground.ts";

/** Bytes of heap an actor; needs `node --expose-gc`. */
export function memoryAnActor(actors: number): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("start node with --expose-gc: memory cannot be measured without it");
  const host = createHost(createMemoryJournal(1), 0);
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < actors; index += 1) {
    const to = ref(`p${index}`);
    host.start(polecatKind, to, { input: input(to.name) });
    for (const event of lifeEvents(1_000).slice(0, 2)) host.send(to, event, "sync:1");
  }
  gc();
  const bytes = (process.memoryUsage().heapUsed - before) / actors;
  host.close();
  return bytes;
}
