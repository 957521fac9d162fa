/**
 * The hub: follows the actors while pages look, and brings each page up to date ten times a second at most.
 * With no page it is subscribed to nothing; for a while after the last one it stays, so that a page can resume.
 */
import { randomUUID } from "node:crypto";
import { actorName, redactLine, type ActorView, type Clock } from "../host/index.ts";
import { detailOf } from "./detail.ts";
import { editOf, type Edit } from "./edit.ts";
import type { Beat, WatchedActor } from "./frames.ts";
import type { ActorFeed, CallFeed, Concern, Health, JournalFeed } from "./port.ts";
import type { StreamClient } from "./stream-client.ts";
import { TownCells } from "./town-cells.ts";

const FRAME_MS = 100;
const BEAT_MS = 5_000;
const LINGER_MS = 60_000;
/** Bytes of all pages together that they have not taken yet. */
const MOST_WAITING_BYTES = 32 * 1024 * 1024;

export interface HubPorts {
  readonly actors: ActorFeed;
  readonly journal: JournalFeed;
  readonly calls: CallFeed;
  readonly health: Health;
  readonly clock: Clock;
  /** A defect of the inspector, which must not become one of the operator. */
  readonly onProblem: (error: unknown) => void;
}

/** One stretch of following the actors. */
interface Run {
  readonly epoch: string;
  readonly cells: TownCells;
  readonly views: Map<string, ActorView>;
  readonly stop: () => void;
}

export class Hub {
  readonly #ports: HubPorts;
  readonly #clients = new Set<StreamClient>();
  #run: Run | null = null;
  #cancelTick: (() => void) | null = null;
  #cancelBeat: (() => void) | null = null;
  #cancelLinger: (() => void) | null = null;
  /** As they were at the last beat; null before the first. */
  #concerns: readonly Concern[] | null = null;

  constructor(ports: HubPorts) {
    this.#ports = ports;
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  /** Bytes that pages have not taken yet. */
  get waitingBytes(): number {
    return [...this.#clients].reduce((sum, client) => sum + client.waitingBytes, 0);
  }

  /** True while it follows the actors. */
  get isFollowing(): boolean {
    return this.#run !== null;
  }

  /** The version that a page which says it has `resume` (an epoch and a version) really has; -1 for none. */
  versionOf(resume: string | undefined): number {
    const [epoch, version] = (resume ?? "").split(":");
    return this.#run !== null && epoch === this.#run.epoch && /^\d+$/.test(version ?? "")
      ? Number(version)
      : -1;
  }

  attach(client: StreamClient): void {
    this.#cancelLinger?.();
    this.#cancelLinger = null;
    this.#run ??= this.#follow();
    this.#clients.add(client);
    this.#flush(this.#run);
    if (this.#cancelBeat === null) {
      this.#cancelBeat = this.#scheduleBeat();
      void this.#beat();
    } else {
      this.#sendBeat(client);
    }
  }

  detach(client: StreamClient): void {
    if (!this.#clients.delete(client) || this.#clients.size > 0) return;
    this.#cancelLinger = this.#ports.clock.setTimer(LINGER_MS, () => this.#rest());
  }

  /** The page has taken its frame: what has happened since goes with the next tick. */
  drained(): void {
    this.#tickSoon();
  }

  close(): void {
    for (const client of this.#clients) client.end();
    this.#clients.clear();
    this.#cancelLinger?.();
    this.#rest();
  }

  #follow(): Run {
    const cells = new TownCells(this.#ports.onProblem);
    const views = new Map<string, ActorView>();
    const take = (view: ActorView, edit: Edit | null = null): void => {
      views.set(actorName(view.ref), view);
      cells.change(view, edit);
    };
    for (const view of this.#ports.actors.actors()) take({ ...view });
    const stops = [
      this.#ports.actors.subscribe({
        onTransition: ({ ref, kind, event, at, before, after }) => {
          take({ ref, kind, state: after }, editOf(event, at, before, after));
          this.#tickSoon();
        },
        onStop: (ref) => {
          views.delete(actorName(ref));
          cells.remove(ref);
          this.#tickSoon();
        },
      }),
      this.#ports.journal.subscribe((record) => {
        const id = actorName(record.actor);
        for (const client of this.#clients) if (client.watch === id) client.addRecord(record);
      }),
      this.#ports.calls.subscribe((call) => {
        for (const client of this.#clients) if (client.watch === call.actor) client.addCall(call);
        if (call.actor !== null) this.#tickSoon();
      }),
    ];
    return { epoch: randomUUID(), cells, views, stop: () => stops.forEach((stop) => stop()) };
  }

  #rest(): void {
    this.#run?.stop();
    this.#run = null;
    for (const cancel of [this.#cancelTick, this.#cancelBeat, this.#cancelLinger]) cancel?.();
    this.#cancelTick = null;
    this.#cancelBeat = null;
    this.#cancelLinger = null;
    this.#concerns = null;
  }

  #scheduleBeat(): () => void {
    return this.#ports.clock.setTimer(BEAT_MS, () => {
      this.#cancelBeat = this.#scheduleBeat();
      void this.#beat();
    });
  }

  /** Tells all pages that the operator is there, and what is wrong around it. */
  async #beat(): Promise<void> {
    if (this.#clients.size === 0) return;
    try {
      this.#concerns = await this.#ports.health();
    } catch (error) {
      this.#concerns = [{ name: "health", message: "the operator cannot say how it is: its log says why" }];
      this.#ports.onProblem(error);
    }
    for (const client of this.#clients) this.#sendBeat(client);
  }

  #sendBeat(client: StreamClient): void {
    if (this.#concerns === null || !client.isReady) return;
    const beat: Beat = { now: this.#ports.clock.now(), concerns: this.#concerns };
    client.send("beat", null, redactLine(JSON.stringify(beat)));
  }

  #tickSoon(): void {
    this.#cancelTick ??= this.#ports.clock.setTimer(FRAME_MS, () => {
      this.#cancelTick = null;
      this.#flushSafely();
    });
  }

  /** A throw out of a timer would end the process. */
  #flushSafely(): void {
    try {
      if (this.#run !== null) this.#flush(this.#run);
    } catch (error) {
      this.#ports.onProblem(error);
    }
  }

  #flush(run: Run): void {
    run.cells.advance();
    let waiting = this.waitingBytes;
    for (const client of this.#clients) {
      // The rest comes when others have taken theirs: one frame each of a large town, for all pages, is too much.
      if (!client.isReady || waiting > MOST_WAITING_BYTES) continue;
      const before = client.waitingBytes;
      this.#sendTown(run, client);
      if (client.watch !== null && client.isWatchedChanged) {
        this.#sendWatched(run, client, client.watch);
      }
      waiting += client.waitingBytes - before;
    }
  }

  #sendTown({ epoch, cells }: Run, client: StreamClient): void {
    const { version } = cells;
    if (client.version === version) return;
    const members = client.version < 0 ? null : cells.since(client.version);
    const isWhole = members === null;
    const head = `"epoch":"${epoch}","version":${version},"now":${this.#ports.clock.now()},"isWhole":${isWhole}`;
    client.send("town", `${epoch}:${version}`, `{${head},${members ?? cells.whole()}}`);
    client.version = version;
  }

  #sendWatched({ views }: Run, client: StreamClient, id: string): void {
    const view = views.get(id);
    const frame: WatchedActor = { id, detail: view === undefined ? null : detailOf(view), ...client.take() };
    client.send("actor", null, redactLine(JSON.stringify(frame)));
  }
}
