/** The rate of restarts: an actor from its status, against an actor from nothing. */
import { initialTransition } from "xstate";
import { polecatMachine } from "../machines/index.ts";
import { polecatKind } from "../src/kinds/index.ts";
import { createMemoryJournal, openFileJournal, persist, restore } from "../src/host/index.ts";
import { input, lifeEvents, ref } from "./events.ts";
import { ACTORS, createHost, JOURNAL, type Ground } from "./ground.ts";
import type { Contestant } from "./measure.ts";

const NAMES = Array.from({ length: ACTORS }, (_, index) => `p${index}`);

/** Statuses of actors that have seen their town, as the API sends them. */
function persisted(): readonly unknown[] {
  const host = createHost(createMemoryJournal(1), 0);
  const events = lifeEvents(1_000).slice(0, 2);
  return NAMES.map((name) => {
    host.start(polecatKind, ref(name), { input: input(name) });
    for (const event of events) host.send(ref(name), event, "sync:1");
    const view = host.get(ref(name));
    if (view === undefined) throw new Error(`${name} did not begin`);
    return JSON.parse(JSON.stringify(persist(view.kind, view.state))) as unknown;
  });
}

export function ofRestoring(ground: Ground): readonly Contestant[] {
  return [
    {
      name: "initialTransition()",
      unit: "actors",
      prepare: () => ({
        count: ACTORS,
        run: () => {
          for (const name of NAMES) initialTransition(polecatMachine, input(name) as never);
        },
      }),
    },
    {
      name: "restore of a snapshot",
      unit: "actors",
      prepare: () => {
        const snapshots = persisted();
        return {
          count: ACTORS,
          run: () => {
            for (const snapshot of snapshots)
              if (!restore(polecatKind, snapshot).ok) throw new Error("refused");
          },
        };
      },
    },
    restart(ground),
  ];
}

function restart(ground: Ground): Contestant {
  return {
    name: "restart of a host with file journal",
    unit: "actors",
    prepare: () => {
      const snapshots = persisted();
      const host = createHost(openFileJournal({ ...JOURNAL, folder: ground.folder() }), 0);
      return {
        count: ACTORS,
        run: () => {
          for (const [index, name] of NAMES.entries()) {
            host.start(polecatKind, ref(name), { input: input(name), persisted: snapshots[index] });
          }
          host.close();
        },
      };
    },
  };
}
