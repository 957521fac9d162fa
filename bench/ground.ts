/** What the benchmarks stand on: sizes, folders of a run, and a host that does nothing but its own work. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { polecatKind } from "../src/kinds/index.ts";
import {
  createTraceIds,
  Host,
  openFileJournal,
  recordsOf,
  systemClock,
  type HostEvent,
  type Journal,
} from "../src/host/index.ts";
import { eventStream, input, ref } from "./events.ts";

export const EVENTS = 20_000;
export const ACTORS = 10_000;
/** Events of one observation arrive together; this many are committed as one group. */
export const GROUP = 50;

export const JOURNAL = {
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

export function createHost(journal: Journal, actors = 1): Host {
  const host = new Host({
    clock: systemClock,
    traceId: createTraceIds(() => 0.5),
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
export function runHost(host: Host, events: readonly HostEvent[]): void {
  const to = ref("p0");
  for (let index = 0; index < events.length; index += GROUP) {
    host.together(() => {
      for (const event of events.slice(index, index + GROUP)) host.send(to, event, "sync:1");
    });
  }
}
