import { describe, expect, it, vi } from "vitest";
import { refTo, setUp } from "./status-harness.ts";
import { WAIT_DEADLINE_MS } from "@gastown/testing";

describe("many statuses of one object", () => {
  it("leave one request under way, and the newest after it", async () => {
    const { cluster, writer, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    cluster.hold();

    const first = writer.writeStatus(refTo("a"), { step: 0 });
    await vi.waitFor(() => expect(cluster.held).toBe(1), WAIT_DEADLINE_MS);
    const others = [1, 2, 3, 4].map((step) => writer.writeStatus(refTo("a"), { step }));
    expect(writer.pending).toBe(1);
    cluster.release();

    expect((await first).outcome).toBe("written");
    const outcomes = (await Promise.all(others)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["superseded", "superseded", "superseded", "written"]);
    expect(cluster.applied.map(({ status }) => status["step"])).toEqual([0, 4]);
    expect(cluster.mostAtOnce).toBe(1);
  });
});

describe("statuses of many objects", () => {
  it("share a limited number of requests under way", async () => {
    const { cluster, writer, informerCatchesUp } = await setUp({ concurrency: 3 });
    const names = Array.from({ length: 10 }, (_, index) => `w-${index}`);
    for (const name of names) {
      cluster.add(name);
      informerCatchesUp(name);
    }
    cluster.hold();

    const all = Promise.all(names.map((name) => writer.writeStatus(refTo(name), { name })));
    await vi.waitFor(() => expect(cluster.held).toBe(3), WAIT_DEADLINE_MS);
    cluster.release();

    expect((await all).every(({ outcome }) => outcome === "written")).toBe(true);
    expect(cluster.mostAtOnce).toBe(3);
  });
});

describe("a status the server does not take", () => {
  it("is tried again after 429, 5xx and a server's conflict, with the newest value", async () => {
    const { cluster, writer, counts, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    cluster.refuseNext(429, "TooManyRequests", { "retry-after": "0.02" });
    cluster.refuseNext(500, "InternalError");
    cluster.refuseNext(503, "ServiceUnavailable");

    expect((await writer.writeStatus(refTo("a"), { phase: "Working" })).outcome).toBe("written");
    expect(counts).toEqual(["retried", "retried", "retried", "written"]);
  });

  it("gives way to a newer one while it waits for another attempt", async () => {
    const { cluster, writer, counts, informerCatchesUp } = await setUp({
      backoff: { baseMs: 500, maxMs: 500 },
    });
    cluster.add("a");
    informerCatchesUp("a");
    cluster.refuseNext(500, "InternalError");

    const old = writer.writeStatus(refTo("a"), { phase: "Old" });
    await vi.waitFor(() => expect(counts).toEqual(["retried"]), WAIT_DEADLINE_MS);
    const fresh = writer.writeStatus(refTo("a"), { phase: "New" });

    expect((await old).outcome).toBe("superseded");
    expect((await fresh).outcome).toBe("written");
    expect(cluster.applied).toEqual([{ name: "a", status: { phase: "New" } }]);
  });

  it("fails for good when it is invalid", async () => {
    const { cluster, writer, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    cluster.refuseNext(422, "Invalid");

    const outcome = await writer.writeStatus(refTo("a"), { phase: 7 });

    expect(outcome).toMatchObject({ outcome: "failed", error: { code: 422 } });
  });
});

describe("a status of an object that is gone", () => {
  it("is dropped", async () => {
    const { cluster, writer, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    cluster.widgets.delete("a");

    expect(await writer.writeStatus(refTo("a"), { phase: "Working" })).toEqual({ outcome: "gone" });
  });

  it.each([
    ["the informer still has the old one", true],
    ["the informer has the new one already", false],
  ])("never gets into a new object of its name, when %s", async (_when, stale) => {
    const { cluster, writer, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    cluster.add("a", undefined, "uid-of-the-next");
    if (!stale) informerCatchesUp("a");

    expect(await writer.writeStatus(refTo("a"), { phase: "Terminated" })).toEqual({ outcome: "gone" });
    expect(cluster.widgets.get("a")?.status).toBeUndefined();
  });
});

describe("shutting the writer down", () => {
  it("flush waits for what is under way, and says what is left when the time is up", async () => {
    const { cluster, writer, informerCatchesUp } = await setUp();
    cluster.add("a");
    informerCatchesUp("a");
    cluster.hold();
    const writing = writer.writeStatus(refTo("a"), { phase: "Working" });
    await vi.waitFor(() => expect(cluster.held).toBe(1), WAIT_DEADLINE_MS);

    expect(await writer.flush(1)).toBe(1);
    cluster.release();
    expect(await writer.flush(10_000)).toBe(0);
    expect((await writing).outcome).toBe("written");
  });

  it("close settles everything at once and takes nothing more", async () => {
    const { cluster, writer, informerCatchesUp } = await setUp({ concurrency: 1 });
    for (const name of ["a", "b"]) {
      cluster.add(name);
      informerCatchesUp(name);
    }
    cluster.hold();
    const writing = [writer.writeStatus(refTo("a"), { n: 1 }), writer.writeStatus(refTo("b"), { n: 1 })];
    await vi.waitFor(() => expect(cluster.held).toBe(1), WAIT_DEADLINE_MS);

    await writer.close();

    expect(await Promise.all(writing)).toEqual([{ outcome: "closed" }, { outcome: "closed" }]);
    expect(await writer.writeStatus(refTo("a"), { n: 2 })).toEqual({ outcome: "closed" });
  });
});
