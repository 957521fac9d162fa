import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { polecatKind, ALL_KINDS, kindOf } from "../../src/kinds/index.ts";
import { Host, createMemoryJournal, createTraceIds, type ActorView } from "../../src/host/index.ts";
import { ConnectionError, EventRecorder, StatusWriter, type KubeApi } from "../../src/kube/index.ts";
import { createPublisher, type Publisher } from "../../src/operator/publisher.ts";
import { createLogger, createMetrics } from "../../src/telemetry/index.ts";
import { createFakeClock } from "../host/fake-clock.ts";
import { polecatInput, refOf } from "../host/kinds.ts";
import { desiredPolecat } from "../machines/given.ts";
import { MemoryApi } from "./memory-api.ts";

const NUX = refOf(polecatKind, "nux");
/** More than any honest wait needs; a loop without end reaches it within a moment. */
const MOST_OFFERS = 1_000;

interface Desk {
  readonly publisher: Publisher;
  readonly api: MemoryApi;
  /** The polecat as it is now. */
  readonly view: () => ActorView | undefined;
  /** A person has changed the spec: the status is another one. */
  readonly edit: () => void;
  readonly patches: string[];
  readonly offers: () => number;
  readonly advance: (ms: number) => void;
}

function createDesk(answer: KubeApi["request"] | null = null): Desk {
  const clock = createFakeClock(1_000);
  const api = new MemoryApi(() => clock.now());
  api.create("polecats", "Polecat", "nux", { spec: { rig: "alpha" } });
  const ref = { ...NUX, uid: api.object("default/polecats/nux").metadata.uid };
  const host = new Host({
    clock,
    journal: createMemoryJournal(),
    traceId: createTraceIds(() => 0.5),
    runService: () => new Promise(() => undefined),
    runAction: () => undefined,
    onTransition: () => undefined,
    onStop: () => undefined,
    onProblem: () => undefined,
  });
  host.start(polecatKind, ref, { input: polecatInput() });
  const patches: string[] = [];
  const request: KubeApi["request"] = (method, path, ...rest) => {
    if (method === "PATCH") patches.push(path);
    return (answer ?? api.request)(method, path, ...rest);
  };
  let offers = 0;
  const statuses = new StatusWriter({
    api: { request, stream: api.stream },
    present: () => undefined,
    now: () => clock.now(),
    setTimer: clock.setTimer,
    random: () => 0.5,
    onCount: () => {
      offers += 1;
      if (offers > MOST_OFFERS) throw new Error("it offers without end");
    },
  });
  const publisher = createPublisher({
    kindOf,
    statuses,
    events: new EventRecorder({ api, now: () => clock.now(), random: () => 0.5, reportingInstance: "test" }),
    logger: createLogger({ level: "silent" }),
    metrics: createMetrics(ALL_KINDS),
    journal: () => createMemoryJournal().health(),
    resource: () => undefined,
  });
  let generation = 1;
  return {
    publisher,
    api,
    view: () => host.get(ref),
    edit() {
      generation += 1;
      const event = { type: "spec.observed", at: clock.now(), desired: desiredPolecat({ generation }) };
      host.send(ref, event, "test");
    },
    patches,
    offers: () => offers,
    advance: (ms) => clock.advance(ms),
  };
}

const settle = (desk: Desk, signal = new AbortController().signal): Promise<void> =>
  desk.publisher.settle(desk.view(), signal);

describe("Waiting until the server has a status", () => {
  it("ends for three that wait for one actor at once, each with a newer state of it", async () => {
    const desk = createDesk();
    const waits = [];
    for (let one = 0; one < 3; one += 1) {
      waits.push(settle(desk));
      desk.edit();
    }
    await Promise.all(waits);
    expect(desk.offers()).toBeLessThan(10);
    expect(desk.api.object("default/polecats/nux").status).toMatchObject({ observedGeneration: 3 });
  });

  it("ends for two while the API server is away, and once it is back", async () => {
    let isAway = true;
    const desk: Desk = createDesk((method, path, schema, options) => {
      if (isAway) return Promise.reject(new ConnectionError("connection refused"));
      return desk.api.request(method, path, schema, options);
    });
    const waits = Promise.all([settle(desk), settle(desk)]);
    for (let turn = 0; turn < 20; turn += 1) {
      if (turn === 10) isAway = false;
      await setImmediate();
      desk.advance(20_000);
    }
    await waits;
    expect(desk.api.object("default/polecats/nux").status).toMatchObject({ phase: "Pending" });
  });

  it("follows a status that somebody else has offered in its place", async () => {
    const desk = createDesk();
    const wait = settle(desk);
    const other = settle(desk);
    const view = desk.view();
    if (view !== undefined) desk.publisher.resync(view);
    await Promise.all([wait, other]);
    expect(desk.offers()).toBeLessThan(10);
  });

  it("ends as soon as nobody waits any more, and writes nothing from then on", async () => {
    const desk = createDesk(() => new Promise(() => undefined));
    const abort = new AbortController();
    const wait = settle(desk, abort.signal);
    await setImmediate();
    abort.abort(new Error("the machine has left the state"));
    await expect(wait).rejects.toThrow("the machine has left the state");
    await expect(settle(desk, abort.signal)).rejects.toThrow("the machine has left the state");
    expect(desk.offers()).toBe(0);
  });
});
