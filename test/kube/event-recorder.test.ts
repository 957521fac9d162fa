import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  EventRecorder,
  type EventRecorderOptions,
  type ObjectRef,
  type RecordedEvent,
} from "../../src/kube/index.ts";
import { startScriptedServer, type Exchange } from "./scripted-server.ts";
import { refusal, widgets } from "./widgets.ts";

const regarding: ObjectRef = { resource: widgets, name: "a", namespace: "town", uid: "uid-a" };
const stuck: RecordedEvent = {
  regarding,
  type: "Warning",
  reason: "Stuck",
  note: "no progress for 15m",
  action: "Nudge",
};
const minute = 60_000;

async function setUp(options: Partial<EventRecorderOptions> = {}, answer?: (exchange: Exchange) => void) {
  const clock = { now: Date.parse("2026-05-01T12:00:00.123Z") };
  const server = await startScriptedServer(answer ?? ((exchange) => exchange.json(201, exchange.body)));
  const counts: string[] = [];
  const recorder = new EventRecorder({
    api: server.api,
    now: () => clock.now,
    random: () => 0.25,
    reportingInstance: "gastown-operator-0",
    onCount: (counter) => counts.push(counter),
    backoff: { baseMs: 1, maxMs: 5 },
    ...options,
  });
  onTestFinished(async () => {
    await recorder.close();
    await server[Symbol.asyncDispose]();
  });
  return { server, recorder, counts, clock };
}

const isRepetition = ({ method }: Exchange): boolean => method === "PATCH";

describe("an event", () => {
  it("is created with everything that events.k8s.io/v1 demands and nothing that it forbids", async () => {
    const { server, recorder } = await setUp();

    recorder.record(stuck);
    await recorder.flush(10_000);

    expect(server.requests[0]?.path).toBe("/apis/events.k8s.io/v1/namespaces/town/events");
    const name: unknown = expect.stringMatching(/^a\.[0-9a-f]+$/);
    expect(server.requests[0]?.body).toEqual({
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      metadata: { name, namespace: "town" },
      eventTime: "2026-05-01T12:00:00.123000Z",
      reportingController: "gastown.io/operator",
      reportingInstance: "gastown-operator-0",
      regarding: {
        apiVersion: "test.gastown.io/v1",
        kind: "Widget",
        name: "a",
        namespace: "town",
        uid: "uid-a",
      },
      type: "Warning",
      reason: "Stuck",
      action: "Nudge",
      note: "no progress for 15m",
    });
  });

  it("about a cluster-scoped object goes to the namespace default", async () => {
    const { server, recorder } = await setUp();
    const rig = { resource: { ...widgets, kind: "Rig", namespaced: false }, name: "r", uid: "uid-r" };

    recorder.record({ ...stuck, regarding: rig });
    await recorder.flush(10_000);

    expect(server.requests[0]?.path).toBe("/apis/events.k8s.io/v1/namespaces/default/events");
    expect(server.requests[0]?.body).not.toHaveProperty("regarding.namespace");
  });

  it("with a long note is cut between two characters", async () => {
    const { server, recorder } = await setUp();

    recorder.record({ ...stuck, note: "ü".repeat(2_000) });
    await recorder.flush(10_000);

    const { note } = expectBody(server.requests[0]);
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1_024);
    expect(note).toMatch(/^ü+…$/);
  });
});

function expectBody(exchange: Exchange | undefined): { note: string } {
  const body: unknown = exchange?.body;
  if (typeof body !== "object" || body === null || !("note" in body) || typeof body.note !== "string") {
    throw new Error("the request has no note");
  }
  return { note: body.note };
}

describe("the same event again", () => {
  it("within ten minutes counts up the series of the first", async () => {
    const { server, recorder, counts, clock } = await setUp();
    recorder.record(stuck);
    await recorder.flush(10_000);
    clock.now += 9 * minute;
    recorder.record(stuck);
    await recorder.flush(10_000);
    clock.now += 9 * minute;
    recorder.record(stuck);
    await recorder.flush(10_000);

    expect(counts).toEqual(["created", "repeated", "repeated"]);
    const [created, ...repeated] = server.requests;
    expect(repeated.map(({ path }) => path.split("/").at(-1)?.startsWith("a."))).toEqual([true, true]);
    expect(repeated[1]?.headers["content-type"]).toBe("application/merge-patch+json");
    expect(repeated[1]?.body).toEqual({
      series: { count: 3, lastObservedTime: "2026-05-01T12:18:00.123000Z" },
    });
    expect(created?.body).not.toHaveProperty("series");
  });

  it("later than that is a new event", async () => {
    const { recorder, counts, clock } = await setUp();
    recorder.record(stuck);
    await recorder.flush(10_000);
    clock.now += 10 * minute;
    recorder.record(stuck);
    await recorder.flush(10_000);

    expect(counts).toEqual(["created", "created"]);
  });

  it("is created anew when Kubernetes has dropped the first", async () => {
    const { server, recorder, counts, clock } = await setUp({}, (exchange) => {
      if (isRepetition(exchange)) exchange.json(404, refusal(404, "NotFound"));
      else exchange.json(201, exchange.body);
    });
    recorder.record(stuck);
    await recorder.flush(10_000);
    clock.now += minute;
    recorder.record(stuck);
    await recorder.flush(10_000);

    expect(counts).toEqual(["created", "created"]);
    expect(server.requests.at(-1)?.body).toMatchObject({ series: { count: 2 } });
  });

  it("in a burst is written in few requests with the right count", async () => {
    const { server, recorder } = await setUp();

    for (let times = 0; times < 50; times += 1) recorder.record(stuck);
    await recorder.flush(10_000);

    expect(server.requests.length).toBeLessThan(3);
    expect(server.requests.at(-1)?.body).toMatchObject({ series: { count: 50 } });
  });
});

describe("an object with too many events", () => {
  it("is held back until its budget has filled up, others are not", async () => {
    const { server, recorder, counts, clock } = await setUp({ burst: 2, refillMs: minute });

    for (const note of ["1", "2", "3", "4"]) recorder.record({ ...stuck, note });
    recorder.record({ ...stuck, regarding: { ...regarding, name: "b", uid: "uid-b" } });
    await recorder.flush(10_000);
    expect(server.requests).toHaveLength(3);

    clock.now += minute;
    recorder.record({ ...stuck, note: "5" });
    await recorder.flush(10_000);

    expect(counts.filter((count) => count === "limited")).toHaveLength(2);
    expect(counts.filter((count) => count === "created")).toHaveLength(4);
  });
});

describe("an event that cannot be written", () => {
  it("is tried a few times, then lost without a fuss", async () => {
    const onError = vi.fn();
    const { server, recorder, counts } = await setUp({ onError }, (exchange) =>
      exchange.json(500, refusal(500, "InternalError")),
    );

    expect(() => recorder.record(stuck)).not.toThrow();
    await recorder.flush(10_000);

    expect(server.requests).toHaveLength(3);
    expect(counts).toEqual(["failed"]);
    expect(onError).toHaveBeenCalledOnce();
  });
});
