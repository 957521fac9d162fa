import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { noon, refTo, setUp } from "./status-harness.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("writing a status", () => {
  it("is one forced server-side apply under the operator's name", async () => {
    const { cluster, server, writer, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");

    const outcome = await writer.writeStatus(refTo("a"), { phase: "Working", left: undefined });

    expect(outcome.outcome).toBe("written");
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request?.method).toBe("PATCH");
    expect(request?.path).toBe("/apis/test.gastown.io/v1/namespaces/town/widgets/a/status");
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      fieldManager: "gastown-operator",
      force: "true",
    });
    expect(request?.headers["content-type"]).toBe("application/apply-patch+yaml");
    expect(request?.body).toEqual({
      apiVersion: "test.gastown.io/v1",
      kind: "Widget",
      metadata: { name: "a", namespace: "town", uid: "uid-a", resourceVersion: "11" },
      status: { phase: "Working" },
    });
  });

  it("is skipped when the server has it, whatever the order of its fields", async () => {
    const { cluster, server, writer, counts, informerCatchesUp } = await setUp();
    cluster.add("a", { phase: "Idle", deep: { x: 1, y: [1, 2] } });
    informerCatchesUp("a");

    const outcome = await writer.writeStatus(refTo("a"), { deep: { y: [1, 2], x: 1 }, phase: "Idle" });

    expect(outcome).toEqual({ outcome: "unchanged", resourceVersion: "11" });
    expect(server.requests).toEqual([]);
    expect(counts).toEqual(["unchanged"]);
  });

  it("is skipped right after it was written, though the informer has not seen it yet", async () => {
    const { cluster, server, writer, informerCatchesUp } = await setUp();
    cluster.add("a", { phase: "Idle" });
    informerCatchesUp("a");

    await writer.writeStatus(refTo("a"), { phase: "Working" });
    const again = await writer.writeStatus(refTo("a"), { phase: "Working" });
    informerCatchesUp("a");
    const later = await writer.writeStatus(refTo("a"), { phase: "Working" });

    expect([again.outcome, later.outcome]).toEqual(["unchanged", "unchanged"]);
    expect(server.requests).toHaveLength(1);
  });

  it("is kept by the informer alone once that has it", async () => {
    const asked: WeakRef<object>[] = [];
    const { cluster, writer, informerCatchesUp } = await setUp({
      fit(_ref, status) {
        if (status instanceof Object) asked.push(new WeakRef(status));
        return status;
      },
    });
    cluster.add("a", { phase: "Idle" });
    informerCatchesUp("a");
    const status = { phase: "Working" };

    await writer.writeStatus(refTo("a"), status);
    informerCatchesUp("a");
    const later = await writer.writeStatus(refTo("a"), status);

    expect(later.outcome).toBe("unchanged");
    expect(asked.length).toBeGreaterThan(0);
    await vi.waitFor(() => {
      collectGarbage();
      expect(asked.filter((reference) => reference.deref() !== undefined)).toEqual([]);
    }, WAIT_DEADLINE_MS);
  });

  it("is written again when the same object is offered once more after somebody changed the server's", async () => {
    const { cluster, server, writer, informerCatchesUp } = await setUp();
    cluster.add("a", { phase: "Idle" });
    informerCatchesUp("a");
    const status = { phase: "Working" };

    await writer.writeStatus(refTo("a"), status);
    const untouched = await writer.writeStatus(refTo("a"), status);
    cluster.add("a", { phase: "Mangled" });
    informerCatchesUp("a");
    const mended = await writer.writeStatus(refTo("a"), status);

    expect([untouched.outcome, mended.outcome]).toEqual(["unchanged", "written"]);
    expect(server.requests).toHaveLength(2);
    expect(cluster.applied.at(-1)?.status).toEqual(status);
  });

  it("reads the object first when no informer knows it", async () => {
    const { cluster, server, writer } = await setUp();
    cluster.add("a");

    expect((await writer.writeStatus(refTo("a"), { phase: "Working" })).outcome).toBe("written");
    expect(server.requests.map(({ method }) => method)).toEqual(["GET", "PATCH"]);
  });

  it("puts right what a person changed in it", async () => {
    const { cluster, writer, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    await writer.writeStatus(refTo("a"), { phase: "Working" });

    cluster.touch("a", { phase: "Edited" });
    informerCatchesUp("a");
    const outcome = await writer.writeStatus(refTo("a"), { phase: "Working" });

    expect(outcome.outcome).toBe("written");
    expect(cluster.widgets.get("a")?.status).toEqual({ phase: "Working" });
  });

  it("goes through although somebody changed the object in between", async () => {
    const { cluster, writer, counts, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    cluster.touch("a");

    expect((await writer.writeStatus(refTo("a"), { phase: "Working" })).outcome).toBe("written");
    expect(cluster.widgets.get("a")?.status).toEqual({ phase: "Working" });
    expect(counts).toEqual(["written"]);
  });
});

describe("conditions of a status", () => {
  it("keep their lastTransitionTime as long as their status stays", async () => {
    let now = noon;
    const { cluster, writer, informerCatchesUp } = await setUp({ now: () => now });
    cluster.add("a");
    informerCatchesUp("a");
    const write = (status: string, reason: string) =>
      writer.writeStatus(refTo("a"), { conditions: [{ type: "Ready", status, reason }] });

    await write("False", "Starting");
    now += 60_000;
    const repeated = await write("False", "Starting");
    await write("False", "Slinging");
    now += 60_000;
    await write("True", "Working");

    const times = cluster.applied.map(
      ({ status }) => JSON.stringify(status["conditions"]).match(/T12:0\d:00Z/)?.[0],
    );
    expect(repeated).toEqual({ outcome: "unchanged", resourceVersion: "12" });
    expect(times).toEqual(["T12:00:00Z", "T12:00:00Z", "T12:02:00Z"]);
  });

  it("keep it over a restart of the operator", async () => {
    const { cluster, server, writer, informerCatchesUp } = await setUp();
    const before = {
      type: "Ready",
      status: "True",
      reason: "Working",
      lastTransitionTime: "2026-04-30T08:00:00Z",
    };
    cluster.add("a", { conditions: [before] });
    informerCatchesUp("a");

    const outcome = await writer.writeStatus(refTo("a"), {
      conditions: [{ type: "Ready", status: "True", reason: "Working" }],
    });

    expect(outcome).toEqual({ outcome: "unchanged", resourceVersion: "11" });
    expect(server.requests).toEqual([]);
  });
});
