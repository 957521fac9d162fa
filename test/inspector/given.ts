/** A host with polecats, and the inspector that looks at it over real HTTP. */
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import {
  Host,
  createMemoryJournal,
  createTraceIds,
  systemClock,
  type ActorKind,
  type ActorRef,
  type HostEvent,
  type HostPorts,
  type Journal,
} from "../../src/host/index.ts";
import {
  createAudience,
  createCallLog,
  createJournalTap,
  startInspector,
  type CallLog,
  type Inspector,
  type InspectorOptions,
} from "../../src/inspector/index.ts";
import { beadStoreKind, refineryKind, witnessKind } from "../../src/kinds/index.ts";
import { polecatInput, polecatKind, refOf } from "../host/kinds.ts";
import {
  beadStoreFacts,
  desiredBeadStore,
  hooked,
  polecatFacts,
  desiredPolecat,
  present,
  queued,
  refineryFacts,
  witnessFacts,
  desiredWitness,
} from "../machines/given.ts";

export interface InspectedTown {
  readonly host: Host;
  readonly inspector: Inspector;
  readonly calls: CallLog;
  /** How many listen to the actors now. */
  readonly listenerCount: () => number;
  readonly start: (name: string, desired?: object) => ActorRef;
  /** A Witness that counts three polecats, one of them stuck. */
  readonly startWitness: (name: string) => ActorRef;
  /** A Refinery with two requests in its queue, and a BeadStore with seven beads; both of rig alpha. */
  readonly startViews: (name: string) => void;
  /** The polecat is found at work on its bead: Pending → Working. */
  readonly work: (name: string) => void;
  readonly send: (name: string, event: HostEvent) => void;
  /** A person changes the polecat's spec. */
  readonly edit: (name: string, desired: object) => void;
  close(): Promise<void>;
}

/** What polecats do, in tests. */
type Doings = Pick<InspectedTown, "start" | "work" | "send" | "edit">;

function doingsOf(host: Host): Doings {
  const send = (name: string, event: HostEvent): void => host.send(refOf(polecatKind, name), event, "test");
  return {
    start(name, desired = {}) {
      const ref = refOf(polecatKind, name);
      host.start(polecatKind, ref, { input: polecatInput(desired) });
      return ref;
    },
    work(name) {
      const facts = polecatFacts(Date.now(), {
        polecat: present("furiosa", "al-1"),
        bead: hooked("al-1", "furiosa"),
        holder: "furiosa",
      });
      send(name, { type: "town.observed", at: Date.now(), facts } as HostEvent);
    },
    send,
    edit(name, changes) {
      const desired = desiredPolecat({ generation: 2, ...changes });
      send(name, { type: "spec.observed", at: Date.now(), desired } as HostEvent);
    },
  };
}

function hostWith(
  journal: Journal,
  told: Partial<Pick<HostPorts, "onTransition" | "onStop" | "clock">> = {},
): Host {
  return new Host({
    clock: systemClock,
    journal,
    traceId: createTraceIds(() => 0.5),
    runService: () => new Promise(() => undefined),
    runAction: () => undefined,
    onTransition: () => undefined,
    onStop: () => undefined,
    ...told,
    onProblem: (_, problem, error) => {
      throw new Error(problem, { cause: error });
    },
  });
}

/** The same polecats with nobody to look at them. */
export function bareTown(): Doings & { close(): void } {
  const host = hostWith(createMemoryJournal(100_000));
  return { ...doingsOf(host), close: () => host.close() };
}

const surprise = (error: unknown): never => {
  throw error;
};

/** @param kept the journal that its host writes. */
export async function inspectedTown(
  options: Partial<InspectorOptions> = {},
  kept: Journal = createMemoryJournal(100_000),
): Promise<InspectedTown> {
  const onProblem = options.onProblem ?? surprise;
  const tap = createJournalTap(onProblem);
  const audience = createAudience(onProblem);
  let listenerCount = 0;
  const host = hostWith(tap.around(kept), {
    ...audience,
    ...(options.clock && { clock: options.clock }),
  });
  const calls = createCallLog(onProblem);
  const inspector = await startInspector({
    address: "127.0.0.1:0",
    takesFreePort: false,
    token: null,
    actors: {
      actors: () => host.actors(),
      subscribe(listener) {
        listenerCount += 1;
        const end = audience.subscribe(listener);
        return () => {
          listenerCount -= 1;
          end();
        };
      },
    },
    journal: tap.feed,
    calls,
    health: () => Promise.resolve([]),
    clock: systemClock,
    onProblem,
    peek: (rig, name) => Promise.resolve(`terminal of ${rig}/${name}`),
    ...options,
  });
  const seen = (kind: ActorKind, name: string, desired: object, facts: object): ActorRef => {
    const ref = refOf(kind, name);
    host.start(kind, ref, { input: { uid: ref.uid, desired } });
    host.send(ref, { type: "town.observed", at: Date.now(), facts } as HostEvent, "test");
    return ref;
  };
  return {
    host,
    inspector,
    calls,
    listenerCount: () => listenerCount,
    ...doingsOf(host),
    startWitness: (name) => seen(witnessKind, name, desiredWitness(), witnessFacts(Date.now())),
    startViews(name) {
      const queue = [queued("al-m1"), queued("al-m2")];
      seen(refineryKind, name, { generation: 1, rig: "alpha" }, refineryFacts(Date.now(), { queue }));
      seen(beadStoreKind, name, desiredBeadStore(), beadStoreFacts(Date.now()));
    },
    async close() {
      await inspector.close();
      host.close();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** `fetch` does not let a test choose Host or Origin. */
export async function ask(
  url: string,
  {
    method = "GET",
    headers = {},
  }: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers }, resolve).once("error", reject).end();
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}
