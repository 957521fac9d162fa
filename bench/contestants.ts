/** What is measured: the core alone, with its journal, and back from it. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { initialTransition, transition } from "xstate";
import { polecatMachine } from "../machines/index.ts";
import { polecatKind } from "../src/actors/index.ts";
import {
  createMemoryJournal,
  differenceOf,
  differenceText,
  Host,
  openFileJournal,
  persist,
  recordsOf,
  Replayer,
  restore,
  systemClock,
  type HostEvent,
  type Journal,
  type JournalRecord,
} from "../src/host/index.ts";
import { begin, step } from "../src/host/execution.ts";
import { eventStream, input, KINDS, lifeEvents, ref } from "./events.ts";
import type { Contestant } from "./measure.ts";

export const EVENTS = 20_000;
export const ACTORS = 10_000;
/** Events of one observation arrive together; this many are committed as one group. */
const GROUP = 50;

const JOURNAL = {
  clock: systemClock,
  fsync: "never",
  segmentBytes: 16 * 2 ** 20,
  segmentMs: 86_400_000,
  keepBytes: 2 ** 30,
  keepMs: 86_400_000,
  onWarning: (warning: string) => console.error(warning),
} as const;

/** Folders of this run; `dispose` removes them. */
export class Ground {
  readonly #root = mkdtempSync(path.join(tmpdir(), "gastown-bench-"));
  #count = 0;
  #recorded: string | null = null;

  folder(): string {
    this.#count += 1;
    return path.join(this.#root, String(this.#count));
  }

  /** A journal of one actor's events, written once for all that read it. */
  recorded(): string {
    if (this.#recorded !== null) return this.#recorded;
    const folder = this.folder();
    const host = createHost(openFileJournal({ ...JOURNAL, folder }));
    runHost(host, eventStream(EVENTS));
    host.close();
    this.#recorded = folder;
    return folder;
  }

  bytesARecord(): number {
    const folder = this.recorded();
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    return bytes / [...recordsOf(folder)].length;
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function createHost(journal: Journal, actors = 1): Host {
  const host = new Host({
    clock: systemClock,
    journal,
    runService: () => new Promise(() => undefined),
    runAction: () => undefined,
    onTransition: () => undefined,
    onStop: () => undefined,
    onProblem: (_ref, problem, error) => {
      throw new Error(problem, { cause: error });
    },
  });
  for (let index = 0; index < actors; index += 1) {
    host.start(polecatKind, ref(`p${index}`), { input: input(`p${index}`) });
  }
  return host;
}

/** In groups, as the facts of an observation are sent. */
function runHost(host: Host, events: readonly HostEvent[]): void {
  const to = ref("p0");
  for (let index = 0; index < events.length; index += GROUP) {
    host.together(() => {
      for (const event of events.slice(index, index + GROUP)) host.send(to, event, "sync:1");
    });
  }
}

function bare(events: readonly HostEvent[]): void {
  let [snapshot] = initialTransition(polecatMachine, input("p0") as never);
  for (const event of events) [snapshot] = transition(polecatMachine, snapshot, event as never);
}

function inOneScope(events: readonly HostEvent[]): void {
  let { state } = begin(polecatKind, "bench", input("p0"), 0);
  for (const event of events) ({ state } = step(polecatKind, "bench", state, event, 0));
}

export function contestants(ground: Ground): readonly Contestant[] {
  return [...ofTheHost(ground), ...ofRestoring(ground), ...ofTheJournal(ground)];
}

function ofTheHost(ground: Ground): readonly Contestant[] {
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

function ofRestoring(ground: Ground): readonly Contestant[] {
  const named = Array.from({ length: ACTORS }, (_, index) => `p${index}`);
  const persisted = (): readonly unknown[] => {
    const host = createHost(createMemoryJournal(1));
    const events = lifeEvents(1_000).slice(0, 2);
    return named.map((name) => {
      host.start(polecatKind, ref(name), { input: input(name) });
      for (const event of events) host.send(ref(name), event, "sync:1");
      const view = host.get(ref(name));
      if (view === undefined) throw new Error(`${name} did not begin`);
      // What a status holds, as the API sends it.
      return JSON.parse(JSON.stringify(persist(view.kind, view.state))) as unknown;
    });
  };
  return [
    {
      name: "initialTransition()",
      unit: "actors",
      prepare: () => ({
        count: ACTORS,
        run: () => {
          for (const name of named) initialTransition(polecatMachine, input(name) as never);
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
    {
      name: "restart of a host with file journal",
      unit: "actors",
      prepare: () => {
        const snapshots = persisted();
        const host = createHost(openFileJournal({ ...JOURNAL, folder: ground.folder() }), 0);
        return {
          count: ACTORS,
          run: () => {
            for (const [index, name] of named.entries()) {
              host.start(polecatKind, ref(name), { input: input(name), persisted: snapshots[index] });
            }
            host.close();
          },
        };
      },
    },
  ];
}

function ofTheJournal(ground: Ground): readonly Contestant[] {
  const records = (): readonly JournalRecord[] => [...recordsOf(ground.recorded())];
  return [
    {
      name: "replay from the file",
      unit: "records",
      prepare: () => {
        const folder = ground.recorded();
        return { count: records().length, run: () => replayAll(recordsOf(folder), false) };
      },
    },
    {
      name: "replay --check from the file",
      unit: "records",
      prepare: () => {
        const folder = ground.recorded();
        return { count: records().length, run: () => replayAll(recordsOf(folder), true) };
      },
    },
    {
      name: "parsing the journal",
      unit: "records",
      prepare: () => {
        const folder = ground.recorded();
        return {
          count: records().length,
          run: () => {
            for (const record of recordsOf(folder)) if (record.sequence < 0) throw new Error("no record");
          },
        };
      },
    },
    {
      name: "writing the journal",
      unit: "records",
      prepare: () => {
        const given = records();
        const journal = openFileJournal({ ...JOURNAL, folder: ground.folder() });
        return { count: given.length, run: () => writeAll(journal, given) };
      },
    },
  ];
}

function replayAll(records: Iterable<JournalRecord>, isChecked: boolean): void {
  const replayer = new Replayer(KINDS);
  for (const record of records) {
    const replayed = replayer.take(record);
    const difference = isChecked ? differenceOf(polecatKind, replayed) : null;
    if (difference !== null) throw new Error(differenceText(difference));
  }
}

function writeAll(journal: Journal, records: readonly JournalRecord[]): void {
  for (const [index, { sequence: _sequence, ...entry }] of records.entries()) {
    journal.append(entry);
    if (index % GROUP === GROUP - 1) journal.commit();
  }
  journal.commit();
  journal.close();
}
