/** The rate of events: of XState's transition alone, and of the host with its journal. */
import { initialTransition, transition } from "xstate";
import { polecatMachine } from "../machines/index.ts";
import { polecatKind } from "../src/kinds/index.ts";
import { begin, step } from "../src/host/execution.ts";
import { openFileJournal, type HostEvent } from "../src/host/index.ts";
import { eventStream, input } from "./events.ts";
import { createHost, EVENTS, JOURNAL, runHost, type Ground } from "./ground.ts";
import type { Contestant } from "./measure.ts";

function bare(events: readonly HostEvent[]): void {
  let [snapshot] = initialTransition(polecatMachine, input("p0") as never);
  for (const event of events) [snapshot] = transition(polecatMachine, snapshot, event as never);
}

function inOneScope(events: readonly HostEvent[]): void {
  let { state } = begin(polecatKind, "bench", input("p0"), 0);
  for (const event of events) ({ state } = step(polecatKind, "bench", state, event, 0));
}

export function ofTheHost(ground: Ground): readonly Contestant[] {
  return [
    {
      name: "bare transition()",
      unit: "events",
      prepare: () => {
        const events = eventStream(EVENTS);
        return { count: events.length, run: () => bare(events) };
      },
    },
    {
      name: "transition in one scope, as the host does it",
      unit: "events",
      prepare: () => {
        const events = eventStream(EVENTS);
        return { count: events.length, run: () => inOneScope(events) };
      },
    },
    {
      name: "host with file journal",
      unit: "events",
      prepare: () => {
        const events = eventStream(EVENTS);
        const host = createHost(openFileJournal({ ...JOURNAL, folder: ground.folder() }));
        return {
          count: events.length,
          run: () => {
            runHost(host, events);
            host.close();
          },
        };
      },
    },
  ];
}
