/** Memory of an actor in a host: of ten thousand, after they have seen their town. */
import { polecatKind } from "../src/actors/index.ts";
import { createMemoryJournal, Host, systemClock } from "../src/host/index.ts";
import { input, lifeEvents, ref } from "./events.ts";

/** Bytes of heap an actor; needs `node --expose-gc`. */
export function memoryAnActor(actors: number): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("start node with --expose-gc: memory cannot be measured without it");
  const host = new Host({
    clock: systemClock,
    journal: createMemoryJournal(1),
    runService: () => new Promise(() => undefined),
    runAction: () => undefined,
    onTransition: () => undefined,
    onStop: () => undefined,
    onProblem: (_ref, problem, error) => {
      throw new Error(problem, { cause: error });
    },
  });
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
